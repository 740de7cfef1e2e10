// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A real TLS server on loopback, one connection at a time: tells whose certificate it saw, and
 * every byte of the application that reached it, which it echoes.
 */
public final class TlsServer implements AutoCloseable {
  /** Whether it wants to see the client's certificate, and what it thinks of it. */
  public enum ClientPolicy {
    REQUIRE,
    IGNORE,
    REFUSE
  }

  /** What one connection brought. */
  public record Seen(List<X509Certificate> client, Bytes application, List<String> names) {}

  private final SSLServerSocket socket;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

  public TlsServer(Identity identity, ClientPolicy policy, List<String> protocols) {
    this(identity, policy, protocols, List.of());
  }

  public TlsServer(
      Identity identity, ClientPolicy policy, List<String> protocols, List<String> suites) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(identity)}, new TrustManager[] {new TrustsAs(policy)}, null);
      socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
      socket.setEnabledProtocols(protocols.toArray(new String[0]));
      if (!suites.isEmpty()) {
        socket.setEnabledCipherSuites(suites.toArray(new String[0]));
      }
      socket.setNeedClientAuth(policy != ClientPolicy.IGNORE);
      Thread thread = new Thread(this::serve, "test tls server");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** What the next connection brought, once it is over. */
  public Seen seen() {
    try {
      Seen next = seen.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no connection came to its end");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket connection = (SSLSocket) socket.accept()) {
        seen.add(serve(connection));
      } catch (IOException closed) {
        // The test is over.
      }
    }
  }

  private static Seen serve(SSLSocket connection) {
    ByteArrayOutputStream application = new ByteArrayOutputStream();
    List<X509Certificate> client = List.of();
    List<String> names = List.of();
    try {
      connection.setSoTimeout(10_000);
      connection.startHandshake();
      client = clientOf(connection);
      names =
          ((ExtendedSSLSession) connection.getSession())
              .getRequestedServerNames().stream().map(Object::toString).toList();
      InputStream in = connection.getInputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        application.write(octet);
        connection.getOutputStream().write(octet);
      }
    } catch (IOException endedByTheOtherSide) {
      // What arrived until then is what counts.
    }
    return new Seen(client, Bytes.of(application.toByteArray()), names);
  }

  private static List<X509Certificate> clientOf(SSLSocket connection) {
    try {
      return List.of((X509Certificate) connection.getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException nobody) {
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class OneKey extends X509ExtendedKeyManager {
    private final Identity identity;

    OneKey(Identity identity) {
      this.identity = identity;
    }

    private String alias(String keyType) {
      return keyType.startsWith(identity.key().getAlgorithm()) ? "server" : null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return alias(keyType);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      return alias(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[] {"server"};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }
  }

  private static final class TrustsAs extends X509ExtendedTrustManager {
    private final ClientPolicy policy;

    TrustsAs(ClientPolicy policy) {
      this.policy = policy;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (policy == ClientPolicy.REFUSE) {
        throw new CertificateException("refused for the test");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
