// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
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
final class ProvenSocket extends ForwardingSocket {
  /** An alert that explains a broken connection has arrived already, or never will. */
  private static final int LAST_LOOK_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(ProvenSocket.class);

  /** For a word of farewell; a server that floods us would keep the JDK listening for ever. */
  private static final long FAREWELL_MS = 1_000;

  private static final List<SocketOption<?>> KEPT_OPTIONS =
      List.of(
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.TCP_NODELAY);

  private final Layers layers;
  private final ServerExpectation expectation;
  private final Reception reception;
  private final ScheduledExecutorService watchdog;
  private final Object proving = new Object();

  /** What TLS runs upon: to close it ends every wait at once. */
  private volatile Socket below;

  private volatile @Nullable SSLSession proven;

  /** Whether the server has said anything since the handshake. */
  private volatile boolean heard;

  /** Why it was cut, if its server lost our trust. */
  private volatile @Nullable TrustException lostTrust;

  /** Whether our side closed it: what fails then says nothing of the server. */
  private volatile boolean closedHere;

  /**
   * What the socket must be like, whatever its user sets.
   *
   * @param serverName for server name indication; empty for an address
   * @param handshakeLimit from the first byte to the last of the handshake
   * @param asksWhoWeAre whether a server that does not ask for our certificate is refused
   */
  record ServerExpectation(
      Optional<String> serverName, Duration handshakeLimit, boolean asksWhoWeAre) {}

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
    super(unconnected);
    this.layers = layers;
    this.below = unconnected;
    this.expectation = expectation;
    this.reception = reception;
    this.watchdog = watchdog;
    raiseToFloor();
  }

  ProvenSocket(
      SSLSocket above,
      Socket below,
      ServerExpectation expectation,
      Reception reception,
      ScheduledExecutorService watchdog) {
    super(above);
    this.reception = reception;
    this.layers = connected -> above;
    this.below = below;
    this.expectation = expectation;
    this.watchdog = watchdog;
    raiseToFloor();
  }

  private void raiseToFloor() {
    delegate.setUseClientMode(true);
    TlsFloor.applyTo(delegate);
    applyServerName();
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
    Socket connection = new Socket();
    try {
      @Nullable SocketAddress local = before.isBound() ? before.getLocalSocketAddress() : null;
      int readLimitMs = before.getSoTimeout();
      for (SocketOption<?> option : KEPT_OPTIONS) {
        keep(option, before, connection);
      }
      before.close();
      connection.bind(local);
      connection.connect(server, limitMs);
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

  private static <T> void keep(SocketOption<T> option, Socket from, Socket to) throws IOException {
    to.setOption(option, from.getOption(option));
  }

  @Override
  public void startHandshake() throws IOException {
    requireProven();
  }

  private void requireProven() throws IOException {
    requireNotCut();
    SSLSession seen = proven;
    // A new handshake on the same connection makes a new session, which must be proven anew.
    if (seen == null || seen != delegate.getSession()) {
      prove();
    }
  }

  private void requireNotCut() throws IOException {
    TrustException lost = lostTrust;
    if (lost != null) {
      throw HandshakeFailures.wrap(lost, new SocketException("the connection was cut"));
    }
  }

  private void prove() throws IOException {
    // Not this object's own lock, which Socket uses for other things.
    synchronized (proving) {
      // A second startHandshake would begin a renegotiation.
      if (proven == null) {
        handshakeInTime();
      }
      judgeSession();
    }
  }

  private void handshakeInTime() throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        alarm(
            () -> {
              late.set(true);
              closeQuietly();
            });
    try {
      delegate.startHandshake();
      requireShaken();
    } catch (IOException e) {
      // What TLS found wrong before stays the reason: the JDK listens on while it closes.
      if (late.get() && HandshakeFailures.isOfNetwork(e)) {
        closeQuietly();
        throw timedOut(e);
      }
      tellIfRefused(e);
      closeQuietly();
      throw e instanceof SocketException ? hungUp(e) : HandshakeFailures.named(e);
    } finally {
      alarm.cancel(false);
    }
  }

  /** The JDK returns without a word when the connection was closed under its handshake. */
  private void requireShaken() throws SocketException {
    if (!TlsFloor.PROTOCOLS.contains(delegate.getSession().getProtocol())) {
      throw new SocketException("closed during the handshake");
    }
  }

  private ScheduledFuture<?> alarm(Runnable ring) throws IOException {
    try {
      long limitMs = expectation.handshakeLimit().toMillis();
      return watchdog.schedule(ring, limitMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      closeQuietly();
      throw new SSLException("this gateway's trust has been stopped", stopped);
    }
  }

  private void judgeSession() throws IOException {
    SSLSession session = delegate.getSession();
    if (expectation.asksWhoWeAre() && session.getLocalCertificates() == null) {
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
      lostTrust = lost;
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

  /** What a failure was about, if we cut the connection ourselves. */
  private IOException unlessCut(IOException failure) {
    TrustException lost = lostTrust;
    return lost == null ? failure : HandshakeFailures.wrap(lost, failure);
  }

  private IOException timedOut(IOException cause) {
    return HandshakeFailures.wrap(
        Refusal.HANDSHAKE_TIMEOUT.because(
            "The server did not finish the handshake within "
                + expectation.handshakeLimit().toMillis()
                + " ms."),
        cause);
  }

  private static IOException hungUp(IOException cause) {
    return HandshakeFailures.wrap(
        Refusal.SERVER_ENDED_HANDSHAKE.because(
            "The connection broke before the server said a word: it may refuse this gateway's"
                + " certificate (look into its log), or the network failed."),
        cause);
  }

  /** Only before its first word: later it has taken our certificate. */
  private void tellIfRefused(IOException failure) {
    if (!heard && !closedHere && HandshakeFailures.meansRefused(failure)) {
      reception.refused();
    }
  }

  /** Without Socket's lock, so that it ends also a write that hangs. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void close() throws IOException {
    closedHere = true;
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

  /**
   * In TLS 1.3 a server refuses a certificate after our side of the handshake is done, so the first
   * write may meet a closed connection while the reason lies unread before us.
   */
  private IOException reasonBehind(SocketException failure) {
    if (heard) {
      return failure;
    }
    try {
      delegate.setSoTimeout(LAST_LOOK_MS);
      int unread = delegate.getInputStream().read();
      log.debug("a broken connection held no alert read={}", unread);
      return hungUp(failure);
    } catch (SSLException alert) {
      alert.addSuppressed(failure);
      return alert;
    } catch (IOException noReason) {
      return hungUp(failure);
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
    requireNotCut();
    return new FilterInputStream(delegate.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        requireProven();
        try {
          int count = in.read(target, offset, length);
          onRead(count);
          if (count < 0) {
            requireNotCut();
          }
          return count;
        } catch (IOException e) {
          tellIfRefused(e);
          throw unlessCut(HandshakeFailures.named(e));
        }
      }

      @Override
      public void close() throws IOException {
        ProvenSocket.this.close();
      }
    };
  }

  private void onRead(int count) {
    if (heard) {
      return;
    }
    if (count > 0) {
      heard = true;
      reception.worked();
    } else if (count < 0 && !closedHere) {
      reception.refused();
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    requireNotCut();
    return new FilterOutputStream(delegate.getOutputStream()) {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        requireProven();
        try {
          out.write(source, offset, length);
        } catch (SocketException e) {
          IOException reason = reasonBehind(e);
          tellIfRefused(reason);
          throw unlessCut(reason);
        } catch (SSLException e) {
          tellIfRefused(e);
          throw unlessCut(e);
        }
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
