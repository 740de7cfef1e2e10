// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Takes its user's wishes as far as they stay above {@link TlsFloor}; always a client's end. */
abstract class FlooredSocket extends ForwardingSocket {
  private final Optional<String> serverName;

  /**
   * @param serverName for server name indication; empty for an address
   */
  FlooredSocket(SSLSocket delegate, Optional<String> serverName) {
    super(delegate);
    this.serverName = serverName;
    delegate.setUseClientMode(true);
    TlsFloor.applyTo(delegate);
    applyServerName();
  }

  @Override
  public void setEnabledProtocols(String[] wished) {
    delegate.setEnabledProtocols(TlsFloor.within(TlsFloor.PROTOCOLS, wished));
  }

  @Override
  public void setEnabledCipherSuites(String[] wished) {
    delegate.setEnabledCipherSuites(TlsFloor.within(TlsFloor.CIPHER_SUITES, wished));
  }

  @Override
  public void setSSLParameters(SSLParameters wished) {
    String[] protocols = orElse(wished.getProtocols(), delegate.getEnabledProtocols());
    String[] suites = orElse(wished.getCipherSuites(), delegate.getEnabledCipherSuites());
    delegate.setSSLParameters(wished);
    TlsFloor.applyTo(delegate);
    setEnabledProtocols(protocols);
    setEnabledCipherSuites(suites);
    applyServerName();
  }

  private static String[] orElse(String @Nullable [] wished, String[] otherwise) {
    return wished == null ? otherwise : wished;
  }

  private void applyServerName() {
    SSLParameters parameters = delegate.getSSLParameters();
    parameters.setServerNames(
        serverName.stream().map(SNIHostName::new).map(SNIServerName.class::cast).toList());
    delegate.setSSLParameters(parameters);
  }

  @Override
  public void setUseClientMode(boolean client) {
    if (!client) {
      throw new IllegalArgumentException("this gateway is no TLS server");
    }
  }
}
