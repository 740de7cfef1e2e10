// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * A handshake that ends: well, or with the reason why it did not, and the connection given up.
 *
 * @param limit from the first byte to the last
 * @param watchdog rings when it is over
 * @param giveUp ends every wait on the connection at once
 */
record TimedHandshake(Duration limit, ScheduledExecutorService watchdog, Runnable giveUp) {

  /**
   * @param failed hears what it broke by, unless that was the limit
   */
  void shake(SSLSocket socket, Consumer<IOException> failed) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        alarm(
            () -> {
              late.set(true);
              giveUp.run();
            });
    try {
      socket.startHandshake();
      requireShaken(socket);
    } catch (IOException e) {
      // What TLS found wrong before stays the reason: the JDK listens on while it closes.
      if (late.get() && HandshakeFailures.isOfNetwork(e)) {
        giveUp.run();
        throw timedOut(e);
      }
      failed.accept(e);
      giveUp.run();
      throw e instanceof SocketException ? HandshakeFailures.hungUp(e) : HandshakeFailures.named(e);
    } catch (StackOverflowError nested) {
      // The JDK reads certificates by calling itself for each length that is left open.
      IOException unreadable = HandshakeFailures.nestedTooDeep();
      failed.accept(unreadable);
      giveUp.run();
      throw unreadable;
    } finally {
      alarm.cancel(false);
    }
  }

  /** The JDK returns without a word when the connection was closed under its handshake. */
  private static void requireShaken(SSLSocket socket) throws SocketException {
    if (!TlsFloor.PROTOCOLS.contains(socket.getSession().getProtocol())) {
      throw new SocketException("closed during the handshake");
    }
  }

  private ScheduledFuture<?> alarm(Runnable ring) throws IOException {
    try {
      return watchdog.schedule(ring, limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      giveUp.run();
      throw new SSLException("this gateway's trust has been stopped", stopped);
    }
  }

  private IOException timedOut(IOException cause) {
    return HandshakeFailures.wrap(
        Refusal.HANDSHAKE_TIMEOUT.because(
            "The server did not finish the handshake within " + limit.toMillis() + " ms."),
        cause);
  }
}
