// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Mutual TLS for tests: one key, made on the spot by the JDK's keytool, for both ends. */
public final class TestTls implements TlsContexts {
  private static final String PASSWORD = "not a secret";
  private static final KeyStore OURS = makeKey();
  private static final SSLContext CONTEXT = contextFrom(OURS);

  /** Another key, made when it is first asked for. */
  private static final Supplier<SSLContext> STRANGER =
      new Supplier<>() {
        private @Nullable SSLContext made;

        @Override
        public synchronized SSLContext get() {
          SSLContext known = made;
          if (known == null) {
            known = contextFrom(makeKey());
            made = known;
          }
          return known;
        }
      };

  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean unprovisioned;
  private volatile SSLContext context = CONTEXT;

  /** How often somebody asked for sockets. */
  public int asked() {
    return asked.get();
  }

  public void unprovision() {
    unprovisioned = true;
  }

  /** From now on we show a certificate that the server does not know. */
  public void becomeAStranger() {
    context = contextFrom(makeKey());
  }

  @Override
  public SSLSocketFactory socketsTo(String host) throws TrustException {
    asked.incrementAndGet();
    if (unprovisioned) {
      throw new TrustException("no-identity", "There is no certificate yet; run provision.", "");
    }
    return context.getSocketFactory();
  }

  @Override
  public Optional<TrustException> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException) {
        return Optional.of(new TrustException("client-refused", "The server refused us.", "CN=gw"));
      }
    }
    return Optional.empty();
  }

  public static SSLServerSocketFactory serverSockets() {
    return CONTEXT.getServerSocketFactory();
  }

  /** The server's end of TLS on a socket that it has accepted; it asks for our certificate. */
  public static SSLSocket serverEnd(Socket accepted, boolean stranger) throws IOException {
    SSLContext shown = stranger ? STRANGER.get() : CONTEXT;
    SSLSocket socket =
        (SSLSocket) shown.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(true);
    return socket;
  }

  private static KeyStore makeKey() {
    try {
      Path directory = Files.createTempDirectory("uplink-test");
      Path store = directory.resolve("key.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "test",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "3650",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException(
            "keytool: " + new String(keytool.getInputStream().readAllBytes(), UTF_8));
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Files.delete(store);
      Files.delete(directory);
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Shows this key, and believes only in the first. */
  private static SSLContext contextFrom(KeyStore keys) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("test", OURS.getCertificate("test"));
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, PASSWORD.toCharArray());
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {always(keyManagers)}, trustManagers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shows its key also to a server that names other issuers. */
  private static KeyManager always(KeyManagerFactory factory) {
    X509ExtendedKeyManager keys = (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    return new X509ExtendedKeyManager() {
      @Override
      public String[] getClientAliases(String type, Principal[] issuers) {
        return keys.getClientAliases(type, null);
      }

      @Override
      public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return keys.chooseClientAlias(types, null, socket);
      }

      @Override
      public String[] getServerAliases(String type, Principal[] issuers) {
        return keys.getServerAliases(type, issuers);
      }

      @Override
      public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return keys.chooseServerAlias(type, issuers, socket);
      }

      @Override
      public X509Certificate[] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
      }

      @Override
      public PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
      }
    };
  }
}
