// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.terminal.PseudoTerminal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;

/**
 * An {@link AlarisPump} that lives: on a pseudo-terminal, in real time, on a thread of its own. All
 * methods are safe for many threads.
 */
public final class SimulatedPump implements Closeable {
  /** How often time goes by for the pump when nobody asks it anything. */
  private static final Duration TICK = Duration.ofMillis(50);

  private static final long STOP_LIMIT_MS = 5_000;

  /** Hears of each reply that went on the line whole. */
  public interface ReplyListener {

    /**
     * @param text the body, for example {@code INF^8002-51740^-^SET^3.50^…}
     * @param nanoTime {@link System#nanoTime} just before the first byte was written
     */
    void onReply(String text, long nanoTime);
  }

  private final AlarisPump pump;
  private final PseudoTerminal terminal;
  private final long startNanos = System.nanoTime();
  private final CopyOnWriteArrayList<ReplyListener> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile LineFaults faults = LineFaults.none();
  private volatile Optional<IOException> failure = Optional.empty();

  private SimulatedPump(AlarisPump pump, PseudoTerminal terminal) {
    this.pump = pump;
    this.terminal = terminal;
    this.thread = new Thread(this::run, "simulated-pump");
    thread.setDaemon(true);
  }

  /** A stopped pump, plugged in, with {@code link} as its stable name. */
  public static SimulatedPump start(String serial, Path link) throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open();
    try {
      terminal.link(link);
    } catch (IOException e) {
      terminal.close();
      throw e;
    }
    SimulatedPump simulated = new SimulatedPump(new AlarisPump(serial), terminal);
    simulated.thread.start();
    return simulated;
  }

  /** Does something at the pump's front panel; gets the pump and its time in milliseconds. */
  public void atPanel(ObjLongConsumer<AlarisPump> action) {
    synchronized (pump) {
      action.accept(pump, nowMs());
    }
  }

  /** Looks at the pump, at its time. */
  public <T> T look(BiFunction<AlarisPump, Long, T> question) {
    synchronized (pump) {
      long now = nowMs();
      pump.advance(now);
      return question.apply(pump, now);
    }
  }

  public void addListener(ReplyListener listener) {
    listeners.add(listener);
  }

  public void removeListener(ReplyListener listener) {
    listeners.remove(listener);
  }

  /** From the next reply on the line behaves so. */
  public void setFaults(LineFaults faults) {
    this.faults = faults;
  }

  /** Pulls the cable out of the gateway; the pump goes on. */
  public void unplug() throws IOException {
    terminal.unplug();
  }

  /** Plugs it in again, under another device number and the same stable name. */
  public void replug() throws IOException {
    terminal.replug();
  }

  /** The device's own path at the moment. */
  public Path device() {
    return terminal.device();
  }

  private long nowMs() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        if (terminal.awaitPlugged(TICK)) {
          serve();
        }
        synchronized (pump) {
          pump.advance(nowMs());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (closed.getCount() > 0) {
        failure = Optional.of(e); // told to whoever closes; a simulator has nobody else to tell
      }
    }
  }

  private void serve() throws IOException, InterruptedException {
    try {
      Bytes request = terminal.read(TICK);
      if (request.length() > 0) {
        answer(request);
      }
    } catch (LinkLostException e) {
      // Unplugged in the middle: the next turn waits for the plug.
    }
  }

  private void answer(Bytes request) throws IOException, InterruptedException {
    Iterable<Reply> replies;
    synchronized (pump) {
      replies = pump.receive(request, nowMs());
    }
    for (Reply reply : replies) {
      Bytes frame = reply.toBytes();
      LineFaults.Arrival arrival = faults.carry(frame);
      if (closed.await(arrival.after().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      long before = System.nanoTime();
      terminal.write(arrival.bytes());
      if (arrival.bytes().equals(frame)) {
        listeners.forEach(listener -> listener.onReply(reply.text(), before));
      }
    }
  }

  /**
   * Stops the pump's thread and gives the terminal back.
   *
   * @throws IOException also if the line had failed while the pump ran
   */
  @Override
  public void close() throws IOException {
    closed.countDown();
    terminal.close();
    try {
      thread.join(STOP_LIMIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
