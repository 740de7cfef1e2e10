// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TLS socket through which no byte of the application passes before both ends are proven. The
 * server is proven during the handshake ({@link ServerJudge}); that it asked for our certificate is
 * only known after it, so every stream looks whether the present session has been shown ours.
 */
final class ProvenSocket extends ForwardingSocket {
  private final ServerExpectation expectation;
  private final ScheduledExecutorService watchdog;
  private final Object proving = new Object();
  private volatile @Nullable SSLSession proven;

  /**
   * What the socket must be like, whatever its user sets.
   *
   * @param serverName for server name indication; empty for an address
   * @param handshakeLimit from the first byte to the last of the handshake
   */
  record ServerExpectation(Optional<String> serverName, Duration handshakeLimit) {}

  ProvenSocket(
      SSLSocket delegate, ServerExpectation expectation, ScheduledExecutorService watchdog) {
    super(delegate);
    this.expectation = expectation;
    this.watchdog = watchdog;
    delegate.setUseClientMode(true);
    TlsFloor.applyTo(delegate);
    applyServerName();
  }

  @Override
  public void startHandshake() throws IOException {
    requireProven();
  }

  private void requireProven() throws IOException {
    SSLSession seen = proven;
    // A new handshake on the same connection makes a new session, which must be proven anew.
    if (seen == null || seen != delegate.getSession()) {
      prove();
    }
  }

  private void prove() throws IOException {
    // Not this object's own lock, which Socket uses for other things.
    synchronized (proving) {
      handshakeInTime();
      judgeSession();
    }
  }

  private void handshakeInTime() throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        watchdog.schedule(
            () -> {
              late.set(true);
              closeQuietly();
            },
            expectation.handshakeLimit().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      delegate.startHandshake();
    } catch (IOException e) {
      closeQuietly();
      throw late.get() ? timedOut(e) : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private void judgeSession() throws IOException {
    SSLSession session = delegate.getSession();
    if (!TlsFloor.PROTOCOLS.contains(session.getProtocol())
        || session.getLocalCertificates() == null) {
      closeQuietly();
      throw refused(
          Refusal.CLIENT_CERTIFICATE_NOT_REQUESTED.because(
              "The server did not ask for this gateway's certificate, so anybody could be talking"
                  + " to it: set it to require client certificates (ECDSA on P-256)."));
    }
    proven = session;
  }

  private IOException timedOut(IOException cause) {
    SSLException failure =
        refused(
            Refusal.HANDSHAKE_TIMEOUT.because(
                "The server did not finish the handshake within "
                    + expectation.handshakeLimit().toMillis()
                    + " ms."));
    failure.addSuppressed(cause);
    return failure;
  }

  private static SSLException refused(TrustException reason) {
    SSLException failure = new SSLHandshakeException(reason.getMessage());
    failure.initCause(reason);
    return failure;
  }

  private void closeQuietly() {
    try {
      delegate.close();
    } catch (IOException alreadyBroken) {
      // It is being given up; why it broke was said where it broke.
      return;
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(delegate.getInputStream()) {
      @Override
      public int read() throws IOException {
        requireProven();
        return in.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        requireProven();
        return in.read(target, offset, length);
      }

      @Override
      public void close() throws IOException {
        ProvenSocket.this.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(delegate.getOutputStream()) {
      @Override
      public void write(int octet) throws IOException {
        requireProven();
        out.write(octet);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        requireProven();
        out.write(source, offset, length);
      }

      @Override
      public void close() throws IOException {
        ProvenSocket.this.close();
      }
    };
  }

  @Override
  public void setEnabledProtocols(String[] wished) {
    delegate.setEnabledProtocols(TlsFloor.within(TlsFloor.PROTOCOLS, wished));
  }

  @Override
  public void setEnabledCipherSuites(String[] wished) {
    delegate.setEnabledCipherSuites(TlsFloor.within(TlsFloor.CIPHER_SUITES, wished));
  }

  /** Takes the caller's wishes as far as they stay above the floor. */
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
        expectation.serverName().stream()
            .map(SNIHostName::new)
            .map(SNIServerName.class::cast)
            .toList());
    delegate.setSSLParameters(parameters);
  }

  @Override
  public void setUseClientMode(boolean client) {
    if (!client) {
      throw new IllegalArgumentException("this gateway is no TLS server");
    }
  }

  @Override
  public String toString() {
    return "proven " + Arrays.toString(delegate.getEnabledProtocols()) + " " + delegate;
  }
}
