// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.Failures;
import io.pumpbridge.uplink.mqtt.NameLookUp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * RFC 5425 has no acknowledgement, so one is made of what TLS has: after the last message comes our
 * {@code close_notify}, and then we read until the other end's, which RFC 5425 (4.4) asks of it. A
 * collector that says it after ours has read everything before it: TLS delivers in order. One that
 * merely ends may have been killed, and anybody on the line can end it too. Whoever does not accept
 * our certificate says so, in TLS 1.3, only after the handshake, and then this reading hears it.
 */
final class TlsCollector implements Collector, AutoCloseable {
  private static final int CONNECT_MS = 10_000;

  /** A collector has nothing to say; what it says all the same is read to this length. */
  private static final int MAX_CHATTER = 64 * 1024;

  private final CollectorSettings settings;
  private final TlsContexts tls;
  private final NameLookUp names;
  private final int readMs;
  private final Duration limit;

  /** Closes a connection that takes too long: writing to a socket has no limit of its own. */
  private final ScheduledThreadPoolExecutor watchdog =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "audit-collector-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  private volatile @Nullable Socket current;
  private volatile boolean closed;

  /**
   * What to be patient with.
   *
   * @param names for this collector alone; its own limit must be within the one for a delivery
   * @param read how long the other end may take to close
   * @param limit for one delivery, whatever hangs
   */
  TlsCollector(
      CollectorSettings settings,
      TlsContexts tls,
      NameLookUp names,
      Duration read,
      Duration limit) {
    this.settings = settings;
    this.tls = tls;
    this.names = names;
    this.readMs = (int) read.toMillis();
    this.limit = limit;
    watchdog.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Optional<Failure> deliver(List<byte[]> frames) {
    SSLSocketFactory sockets;
    try {
      sockets = tls.socketsTo(settings.host());
    } catch (TrustException e) {
      return Optional.of(Failures.of(e));
    }
    LastRecord heard = new LastRecord();
    try (Socket tcp = new HeardSocket(heard)) {
      current = tcp;
      if (closed) {
        return Optional.of(Failure.of("stopping", "The gateway is stopping."));
      }
      ScheduledFuture<?> alarm =
          watchdog.schedule(() -> abort(tcp), limit.toMillis(), TimeUnit.MILLISECONDS);
      try {
        exchange(tcp, heard, sockets, frames);
        return Optional.empty();
      } finally {
        alarm.cancel(false);
      }
    } catch (IOException e) {
      return Optional.of(Failures.of(e, tls));
    }
  }

  private void exchange(Socket tcp, LastRecord heard, SSLSocketFactory sockets, List<byte[]> frames)
      throws IOException {
    // The platform's own look-up would hear neither of the watchdog's close nor of ours.
    InetAddress address = names.find(settings.host());
    tcp.connect(new InetSocketAddress(address, settings.port()), CONNECT_MS);
    SSLSocket socket =
        (SSLSocket) sockets.createSocket(tcp, settings.host(), settings.port(), true);
    socket.startHandshake();
    OutputStream out = socket.getOutputStream();
    for (byte[] frame : frames) {
      out.write(frame);
    }
    out.flush();
    socket.setSoTimeout(readMs);
    socket.shutdownOutput();
    requireFarewell(socket.getInputStream(), heard);
  }

  private static void requireFarewell(InputStream in, LastRecord heard) throws IOException {
    int read = 0;
    long chatter = 0; // the record that it last came in
    while (in.read() >= 0) {
      chatter = heard.whole();
      read++;
      if (read > MAX_CHATTER) {
        throw new IOException("the collector talks and does not end");
      }
    }
    if (!heard.isAlert() || heard.whole() == chatter) {
      throw new IOException("the collector ended without close_notify, and may not have read all");
    }
  }

  private static void abort(Socket tcp) {
    try {
      tcp.close();
    } catch (IOException e) {
      // It is as closed as it can be.
      return;
    }
  }

  /** At once, from any thread, whatever hangs. */
  @Override
  public void close() {
    closed = true;
    watchdog.shutdownNow();
    Socket tcp = current;
    if (tcp != null) {
      abort(tcp);
    }
  }
}
