// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Puts the one socket in the place of TLS. */
final class PlayedTls implements TlsContexts {
  private final PlayedSocket broker;

  PlayedTls(PlayedSocket broker) {
    this.broker = broker;
  }

  @Override
  public SSLSocketFactory socketsTo(String host) {
    return new Sockets();
  }

  @Override
  public Optional<TrustException> explain(Throwable failure) {
    return Optional.empty();
  }

  private final class Sockets extends SSLSocketFactory {
    @Override
    public Socket createSocket(Socket tcp, String host, int port, boolean autoClose) {
      return broker;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }
}
