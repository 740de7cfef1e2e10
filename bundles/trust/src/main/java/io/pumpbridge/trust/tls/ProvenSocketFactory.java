// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.trust.tls.ProvenSocket.Layers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Sockets for one server. Each has a context of its own: a resumed session would skip the judging
 * of the server, and by then its certificate may have ended.
 */
final class ProvenSocketFactory extends SSLSocketFactory {
  /** The longest wait for a connection when the caller gives none. */
  private static final int CONNECT_LIMIT_MS = 15_000;

  private static final String PROVIDER = "SunJSSE";

  private final Optional<GatewayKey> key;
  private final X509ExtendedTrustManager judge;
  private final ServerExpectation expectation;
  private final Reception reception;
  private final Consumer<ProvenSocket> made;
  private final ScheduledExecutorService watchdog;

  ProvenSocketFactory(
      Optional<GatewayKey> key,
      X509ExtendedTrustManager judge,
      ServerExpectation expectation,
      Reception reception,
      Consumer<ProvenSocket> made,
      ScheduledExecutorService watchdog) {
    this.key = key;
    this.judge = judge;
    this.expectation = expectation;
    this.reception = reception;
    this.made = made;
    this.watchdog = watchdog;
  }

  /** A new one, which remembers no session but the present. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS", PROVIDER);
      KeyManager[] shown = key.stream().toArray(KeyManager[]::new);
      context.init(shown, new TrustManager[] {judge}, new SecureRandom());
      // Nothing is resumed, so tickets are only memory that a server could fill.
      context.getClientSessionContext().setSessionCacheSize(1);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + PROVIDER, e);
    }
  }

  private Socket made(ProvenSocket socket) {
    made.accept(socket);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    SSLSocketFactory sockets = context().getSocketFactory();
    Layers layers =
        below -> {
          String address = below.getInetAddress().getHostAddress();
          return (SSLSocket) sockets.createSocket(below, address, below.getPort(), true);
        };
    return made(
        new ProvenSocket(
            (SSLSocket) sockets.createSocket(), layers, expectation, reception, watchdog));
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocketFactory sockets = context().getSocketFactory();
    SSLSocket above = (SSLSocket) sockets.createSocket(connected, host, port, autoClose);
    return made(new ProvenSocket(above, connected, expectation, reception, watchdog));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return bound(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return bound(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  private Socket connected(SocketAddress server) throws IOException {
    return connect(createSocket(), server);
  }

  private Socket bound(SocketAddress server, SocketAddress local) throws IOException {
    Socket socket = createSocket();
    socket.bind(local);
    return connect(socket, server);
  }

  private static Socket connect(Socket socket, SocketAddress server) throws IOException {
    try {
      socket.connect(server, CONNECT_LIMIT_MS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return TlsFloor.CIPHER_SUITES.toArray(new String[0]);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return TlsFloor.CIPHER_SUITES.toArray(new String[0]);
  }
}
