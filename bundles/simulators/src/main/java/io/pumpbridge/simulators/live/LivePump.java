// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.script.LineHands;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A {@link PumpSimulator} that lives: on a line, in real time, on a thread of its own. All methods
 * are safe for many threads.
 */
public final class LivePump implements LineHands, Closeable {
  /** How often time goes by for the pump when nobody asks it anything. */
  private static final Duration TICK = Duration.ofMillis(25);

  private static final long STOP_LIMIT_MS = 5_000;

  /** Hears of each frame that went on the line whole. */
  public interface FrameListener {

    /**
     * @param nanoTime {@link System#nanoTime} just before the first byte was written
     */
    void onFrame(Bytes frame, long nanoTime);
  }

  private final Object lock = new Object();
  private final PumpLine line;
  private final Function<String, PumpSimulator> spares;
  private final Disturbances disturbances;
  private final Outbox outbox;
  private final long startNanos = System.nanoTime();
  private final CopyOnWriteArrayList<FrameListener> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private PumpSimulator simulator;
  private long swappedMs;
  private boolean echo;
  private volatile Optional<IOException> failure = Optional.empty();

  private LivePump(
      PumpSimulator simulator, Function<String, PumpSimulator> spares, PumpLine line, long seed) {
    this.simulator = simulator;
    this.spares = spares;
    this.line = line;
    this.disturbances = new Disturbances(seed);
    this.outbox = new Outbox(disturbances);
    this.thread = new Thread(this::run, "simulated-" + simulator.protocol());
    thread.setDaemon(true);
  }

  /**
   * Lets it live; the line is the pump's from now on and closed with it.
   *
   * @param spares makes another pump of the same kind with that serial number
   * @param seed what disturbs the line on purpose is drawn from
   */
  public static LivePump start(
      PumpSimulator simulator, Function<String, PumpSimulator> spares, PumpLine line, long seed) {
    LivePump live = new LivePump(simulator, spares, line, seed);
    live.thread.start();
    return live;
  }

  /** Does something at the pump, or looks at it; gets the pump and its time in milliseconds. */
  public <T> T at(BiFunction<PumpSimulator, Long, T> action) {
    synchronized (lock) {
      return action.apply(simulator, pumpMs());
    }
  }

  public void addListener(FrameListener listener) {
    listeners.add(listener);
  }

  public void removeListener(FrameListener listener) {
    listeners.remove(listener);
  }

  /** From the next frame on the line behaves so. */
  public void setFaults(LineFaults faults) {
    synchronized (lock) {
      outbox.faults(faults);
    }
  }

  /** Since this pump lives. */
  public long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  /** Since the pump that is on the line now is there. */
  private long pumpMs() {
    return nowMs() - swappedMs;
  }

  @Override
  public void unplug() throws IOException {
    line.unplug();
  }

  @Override
  public void replug() throws IOException {
    line.replug();
  }

  @Override
  public void corrupt(int frames) {
    synchronized (lock) {
      disturbances.corrupt(frames);
    }
  }

  @Override
  public void noise(int frames) {
    synchronized (lock) {
      disturbances.noise(frames);
    }
  }

  @Override
  public void silence(Duration time) {
    synchronized (lock) {
      disturbances.silence(nowMs() + time.toMillis());
    }
  }

  @Override
  public void late(Duration delay) {
    synchronized (lock) {
      disturbances.late(delay);
    }
  }

  @Override
  public void echo(boolean on) {
    synchronized (lock) {
      echo = on;
    }
  }

  @Override
  public void flood(int bytes) {
    synchronized (lock) {
      say(disturbances.random(bytes));
    }
  }

  @Override
  public void say(Bytes bytes) {
    synchronized (lock) {
      outbox.inject(bytes, System.nanoTime());
    }
  }

  @Override
  public void swap(String serial) {
    synchronized (lock) {
      simulator = spares.apply(serial);
      swappedMs = nowMs();
      outbox.forget();
    }
  }

  @Override
  public void end() {
    ended.countDown();
  }

  /** Waits until somebody ends it or its line fails; false if neither happened in time. */
  public boolean awaitEnd(Duration wait) throws InterruptedException {
    return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        if (line.awaitOpen(TICK)) {
          serve();
        } else {
          forget(); // nobody is there to hear it
        }
        synchronized (lock) {
          queue(simulator.advance(pumpMs()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (closed.getCount() > 0) {
        failure = Optional.of(e); // told to whoever closes; a simulator has nobody else to tell
      }
    } catch (RuntimeException | Error e) { // a bug of the simulator is no orderly end
      failure = Optional.of(new IOException("the simulated pump has a bug: " + e, e));
    } finally {
      ended.countDown();
    }
  }

  private void serve() throws IOException {
    try {
      send();
      Bytes request = line.read(untilNextIsDue());
      if (request.length() > 0) {
        hear(request);
        send();
      }
    } catch (LinkLostException e) {
      // Unplugged in the middle: what was to be said is lost, and the next turn waits for the plug.
      forget();
    }
  }

  private void forget() {
    synchronized (lock) {
      outbox.forget();
    }
  }

  private Duration untilNextIsDue() {
    synchronized (lock) {
      long tick = TICK.toNanos();
      return Duration.ofNanos(Math.min(tick, outbox.nanosUntilDue(System.nanoTime()).orElse(tick)));
    }
  }

  private void hear(Bytes request) {
    synchronized (lock) {
      if (echo) {
        say(request);
      }
      queue(simulator.receive(request, pumpMs()));
    }
  }

  private void queue(List<Bytes> frames) {
    frames.forEach(frame -> outbox.say(frame, nowMs(), System.nanoTime()));
  }

  private void send() throws IOException {
    for (Optional<Outbox.Waiting> due = takeDue(); due.isPresent(); due = takeDue()) {
      Outbox.Waiting waiting = due.get();
      long before = System.nanoTime();
      if (line.write(waiting.arrives()) && waiting.isUnharmed()) {
        listeners.forEach(listener -> listener.onFrame(waiting.frame(), before));
      }
    }
  }

  private Optional<Outbox.Waiting> takeDue() {
    synchronized (lock) {
      return outbox.takeDue(System.nanoTime());
    }
  }

  /**
   * Stops the pump's thread and gives the line back.
   *
   * @throws IOException also if the line had failed while the pump lived
   */
  @Override
  public void close() throws IOException {
    closed.countDown();
    line.close();
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
