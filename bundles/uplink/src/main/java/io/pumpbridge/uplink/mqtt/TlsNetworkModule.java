// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/**
 * The bottom of a Paho client, in place of Paho's own, for three reasons.
 *
 * <p>Paho 1.2.5 starts its receiver, then its sender, then sends CONNECT, and between these steps
 * waits without limit to see the threads run. If one has ended by then, because the server hung up
 * at once (as with TLS 1.3 a server does that refuses our certificate), that wait never ends and
 * cannot be interrupted: each such try would leave a thread behind. So bad news from the socket is
 * held back until CONNECT has been written.
 *
 * <p>It keeps the TCP socket beneath TLS, which can be closed whatever TLS is doing. And what Paho
 * would write piece by piece goes together ({@link GatheringOutput}).
 */
final class TlsNetworkModule implements NetworkModule {
  private static final int CONNECT_MS = 10_000;
  private static final int HANDSHAKE_MS = 10_000;

  /** Paho looks this often whether it is still wanted; whoever ends it closes the socket anyhow. */
  private static final int READ_MS = 10_000;

  /** Far longer than Paho takes to start two threads, and yet a limit. */
  private static final long HOLD_MS = 10_000;

  /** After writing failed; what the other end said is on this side already. */
  private static final long LISTEN_MS = 500;

  private final String host;
  private final int port;
  private final SSLSocketFactory sockets;
  private final NameLookUp names;
  private final PacketLimit packets = new PacketLimit();
  private final Socket tcp = new BufferedSocket();
  private final CountDownLatch speaking = new CountDownLatch(1);
  private final CountDownLatch heard = new CountDownLatch(1);
  private final AtomicInteger underway = new AtomicInteger();
  private volatile @Nullable SSLSocket tls;
  private volatile @Nullable IOException bad;
  private volatile @Nullable Thread sender;

  TlsNetworkModule(String host, int port, SSLSocketFactory sockets, NameLookUp names) {
    this.host = host;
    this.port = port;
    this.sockets = sockets;
    this.names = names;
  }

  /** Our end, once there is one. */
  LocalEnd localEnd() {
    return LocalEnd.of(tcp.getLocalAddress());
  }

  @Override
  public void start() throws IOException {
    tcp.connect(new InetSocketAddress(names.find(host), port), CONNECT_MS);
    tcp.setTcpNoDelay(true); // an alarm is small and alone
    SSLSocket socket = (SSLSocket) sockets.createSocket(tcp, host, port, true);
    socket.setSoTimeout(HANDSHAKE_MS);
    try {
      socket.startHandshake();
    } catch (SocketException e) {
      // It hung up on us before we had heard why; no network does that just then.
      throw new SSLException("the server hung up during the handshake", e);
    }
    socket.setSoTimeout(READ_MS);
    tls = socket;
  }

  /** Paho has accepted a message that it is going to write as a PUBLISH; from any thread. */
  void onAccepted() {
    underway.incrementAndGet();
  }

  /** At once, from any thread, whatever hangs above. */
  void abort() {
    try {
      tcp.close();
    } catch (IOException e) {
      // It is as closed as it can be.
      return;
    }
  }

  /**
   * Says in TLS that we close, and closes; does not wait until the other end has said so too, as
   * closing the TLS socket would, for Paho tells nobody of a lost connection before this is done.
   */
  @Override
  public void stop() throws IOException {
    speaking.countDown(); // Paho itself gives up, so none of its threads is being waited for
    try (Socket closing = tcp) {
      SSLSocket socket = tls;
      if (socket != null && !closing.isClosed()) {
        socket.shutdownOutput();
      }
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new HoldingInput(started().getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new GatheringOutput(new SpeakingOutput(started().getOutputStream()), underway);
  }

  private SSLSocket started() throws IOException {
    SSLSocket socket = tls;
    if (socket == null) {
      throw new IOException("not started");
    }
    return socket;
  }

  @Override
  public String getServerURI() {
    return "ssl://" + host + ":" + port;
  }

  /** What the other end did to us, if anything; Paho may report only what that led to. */
  Optional<IOException> failure() {
    return Optional.ofNullable(bad);
  }

  /** Paho's thread that writes, if it has written yet. */
  @Nullable Thread sender() {
    return sender;
  }

  private void holdBack(IOException news) throws IOException {
    bad = news;
    heard.countDown();
    hold();
  }

  private void hold() throws IOException {
    try {
      if (!speaking.await(HOLD_MS, TimeUnit.MILLISECONDS)) {
        throw new IOException("Paho never sent its CONNECT");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Ends and failures are heard only once we have begun to speak. */
  private final class HoldingInput extends InputStream {
    private final InputStream in;

    HoldingInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      IOException before = bad;
      if (before != null) {
        throw before;
      }
      try {
        int count = in.read(target, offset, length);
        if (count < 0) {
          hold();
        } else {
          packets.see(target, offset, count);
        }
        return count;
      } catch (SocketTimeoutException e) {
        if (!packets.isInHeader()) {
          throw e; // no news at all
        }
        // Paho would forget what it has of the header, and take the rest for a packet's begin.
        IOException stalled = new LineException(LineException.Reason.STALLED_PACKET);
        holdBack(stalled);
        throw stalled;
      } catch (IOException e) {
        holdBack(e);
        throw e;
      }
    }

    @Override
    public int available() throws IOException {
      try {
        return in.available();
      } catch (IOException e) {
        holdBack(e);
        throw e;
      }
    }
  }

  /** Notices the first byte. */
  private final class SpeakingOutput extends OutputStream {
    private final OutputStream out;

    SpeakingOutput(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      sender = Thread.currentThread();
      speaking.countDown();
      try {
        out.write(source, offset, length);
      } catch (IOException e) {
        listen();
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** Whoever hangs up may have said why; the reader is about to hear it. */
    private void listen() throws IOException {
      try {
        var unused = heard.await(LISTEN_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
