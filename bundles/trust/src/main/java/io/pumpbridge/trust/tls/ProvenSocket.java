// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS socket through which no byte of the application passes before both ends are proven. The
 * server is proven during the handshake ({@link ServerJudge}); that it asked for our certificate is
 * only known after it, so every stream looks whether the present session has been shown ours.
 */
final class ProvenSocket extends FlooredSocket {
  private static final Logger log = LoggerFactory.getLogger(ProvenSocket.class);

  /** For a word of farewell; a server that floods us would keep the JDK listening for ever. */
  private static final long FAREWELL_MS = 1_000;

  private final Layers layers;
  private final boolean asksWhoWeAre;
  private final Reception reception;
  private final FirstWord firstWord;
  private final ScheduledExecutorService watchdog;
  private final TimedHandshake handshake;
  private final LostTrust lostTrust = new LostTrust();
  private final Object proving = new Object();

  /** What TLS runs upon: to close it ends every wait at once. */
  private volatile Socket below;

  private volatile @Nullable SSLSession proven;

  /** Puts TLS upon a connection. */
  interface Layers {
    SSLSocket over(Socket connected) throws IOException;
  }

  /** One that is not connected yet; it then goes over to a layer upon a connection. */
  ProvenSocket(
      SSLSocket unconnected,
      Layers layers,
      ServerExpectation expectation,
      Reception reception,
      ScheduledExecutorService watchdog) {
    this(unconnected, unconnected, layers, expectation, reception, watchdog);
  }

  ProvenSocket(
      SSLSocket above,
      Socket below,
      ServerExpectation expectation,
      Reception reception,
      ScheduledExecutorService watchdog) {
    this(above, below, connected -> above, expectation, reception, watchdog);
  }

  private ProvenSocket(
      SSLSocket above,
      Socket below,
      Layers layers,
      ServerExpectation expectation,
      Reception reception,
      ScheduledExecutorService watchdog) {
    super(above, expectation.serverName());
    this.below = below;
    this.layers = layers;
    this.asksWhoWeAre = expectation.asksWhoWeAre();
    this.reception = reception;
    this.firstWord = new FirstWord(reception);
    this.watchdog = watchdog;
    this.handshake = new TimedHandshake(expectation.handshakeLimit(), watchdog, this::closeQuietly);
  }

  @Override
  public void connect(SocketAddress server) throws IOException {
    connect(server, 0);
  }

  /** Whatever was set before stays, but for the listeners. */
  @Override
  public void connect(SocketAddress server, int limitMs) throws IOException {
    SSLSocket before = delegate;
    if (before.isConnected()) {
      throw new SocketException("already connected");
    }
    int readLimitMs = before.getSoTimeout();
    Socket connection = FreshConnection.inPlaceOf(before, server, limitMs);
    try {
      SSLSocket above = layers.over(connection);
      above.setUseClientMode(true);
      above.setSSLParameters(before.getSSLParameters());
      above.setSoTimeout(readLimitMs);
      below = connection;
      delegate = above;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void startHandshake() throws IOException {
    requireProven();
  }

  void requireProven() throws IOException {
    lostTrust.requireNone();
    SSLSession seen = proven;
    // A new handshake on the same connection makes a new session, which must be proven anew.
    if (seen == null || seen != delegate.getSession()) {
      prove();
    }
  }

  private void prove() throws IOException {
    // Not this object's own lock, which Socket uses for other things.
    synchronized (proving) {
      // A second startHandshake would begin a renegotiation.
      if (proven == null) {
        handshake.shake(delegate, firstWord::onFailure);
      }
      judgeSession();
    }
  }

  private void judgeSession() throws IOException {
    SSLSession session = delegate.getSession();
    if (asksWhoWeAre && session.getLocalCertificates() == null) {
      closeQuietly();
      TrustException reason =
          Refusal.CLIENT_CERTIFICATE_NOT_REQUESTED.because(
              "The server did not ask for this gateway's certificate, so anybody could be talking"
                  + " to it: set it to require client certificates (ECDSA on P-256).");
      throw HandshakeFailures.wrap(
          reason, new SSLException("closed before any byte of the application"));
    }
    proven = session;
    forbidAnother(session);
    if (session.getPeerCertificates()[0] instanceof X509Certificate server) {
      reception.proven(server);
    }
  }

  /** Without a session to resume and none to make, a server's wish to shake hands again fails. */
  private void forbidAnother(SSLSession session) {
    session.invalidate();
    delegate.setEnableSessionCreation(false);
  }

  /** Once both ends are proven there is no other session. */
  @Override
  public void setEnableSessionCreation(boolean on) {
    delegate.setEnableSessionCreation(on && proven == null);
  }

  /** Judges the server once more, as it has shown itself, and closes if it does not pass. */
  void cutUnlessTrusted(ServerJudge judge) {
    SSLSession session = proven;
    if (session == null) {
      return;
    }
    try {
      judge.requireTrusted(
          Arrays.stream(session.getPeerCertificates())
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new),
          List.of());
    } catch (TrustException lost) {
      log.warn("connection cut code={} why={}", lost.code(), lost.getMessage());
      lostTrust.because(lost);
      // Closing must not wait for a writer who waits for the server.
      lingerNot();
      closeQuietly();
    } catch (SSLPeerUnverifiedException never) {
      throw new IllegalStateException("a proven session has certificates", never);
    }
  }

  private void lingerNot() {
    try {
      delegate.setSoLinger(true, 0);
    } catch (SocketException alreadyBroken) {
      log.debug("a connection broke by itself why={}", alreadyBroken.toString());
    }
  }

  /** The end of a connection that we cut ourselves is none that the server made. */
  void onRead(int count) throws IOException {
    firstWord.onRead(count);
    if (count < 0) {
      lostTrust.requireNone();
    }
  }

  /** What a read failed by. */
  IOException reasonOf(IOException failure) {
    firstWord.onFailure(failure);
    return lostTrust.behind(HandshakeFailures.named(failure));
  }

  /** What a write failed by. */
  IOException reasonOfUnsaid(IOException failure) {
    IOException reason =
        failure instanceof SocketException broken
            ? firstWord.reasonBehind(broken, delegate)
            : failure;
    firstWord.onFailure(reason);
    return lostTrust.behind(reason);
  }

  /** Without Socket's lock, so that it ends also a write that hangs. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void close() throws IOException {
    firstWord.closedHere();
    @Nullable ScheduledFuture<?> alarm = null;
    try {
      alarm = watchdog.schedule(this::closeQuietly, FAREWELL_MS, TimeUnit.MILLISECONDS);
      delegate.close();
    } catch (RejectedExecutionException stopped) {
      log.debug("closed without a farewell");
    } finally {
      closeQuietly();
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  /** From below: the JDK's own way waits for what a reader of the same socket waits for, too. */
  private void closeQuietly() {
    try {
      below.close();
      delegate.close();
    } catch (IOException alreadyBroken) {
      // It is being given up; why it broke was said where it broke.
      return;
    }
  }

  /** Also where the delegate would shake hands by itself, the limits hold. */
  @Override
  public SSLSession getSession() {
    try {
      requireProven();
    } catch (IOException refused) {
      // As the delegate does: a session that is none; the reason comes with the first byte.
      log.debug("no session why={}", refused.toString());
    }
    return delegate.getSession();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    lostTrust.requireNone();
    return new ProvenInput(delegate.getInputStream(), this);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    lostTrust.requireNone();
    return new ProvenOutput(delegate.getOutputStream(), this);
  }

  @Override
  public String toString() {
    return "proven " + Arrays.toString(delegate.getEnabledProtocols()) + " " + delegate;
  }
}
