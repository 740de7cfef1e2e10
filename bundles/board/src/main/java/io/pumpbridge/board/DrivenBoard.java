// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.health.HealthCheck;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is wished for, on one thread of its own, which also opens and closes the lines:
 * nobody who calls ever waits for hardware.
 */
class DrivenBoard implements Board, HealthCheck, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DrivenBoard.class);

  /** A third of the shortest tone. */
  static final long TICK_MS = 20;

  /** The gateway needs one; more than this is a leak. */
  static final int MAX_LISTENERS = 16;

  /** Half of what the whole agent has for stopping. */
  static final long CLOSE_LIMIT_MS = 2_500;

  private final LongSupplier monotonicMs;
  private final Lines.Opener opener;
  private final ScheduledExecutorService thread;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Object wishLock = new Object();

  private volatile Wish wish;
  private volatile Tamper tamper = Tamper.UNAVAILABLE;
  private volatile String problem = "The board is not opened yet.";

  // Only the board's thread touches these.
  private @Nullable Lines lines;
  private TamperDebounce debounce = TamperDebounce.starting(0);
  private Lamps shown = Lamps.DARK;
  private boolean sounding;

  DrivenBoard(Lines.Opener opener) {
    this(opener, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  DrivenBoard(Lines.Opener opener, LongSupplier monotonicMs) {
    this.opener = opener;
    this.monotonicMs = monotonicMs;
    this.wish = Wish.first(monotonicMs.getAsLong());
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, "pump-bridge-board");
              created.setDaemon(true);
              return created;
            });
    thread.execute(this::open);
  }

  private void open() {
    try {
      Lines opened = opener.open();
      lines = opened;
      debounce = TamperDebounce.starting(opened.debounceMs());
      log.info("the board is open");
      setProblem("");
      ScheduledFuture<?> unused =
          thread.scheduleWithFixedDelay(() -> tick(opened), 0, TICK_MS, TimeUnit.MILLISECONDS);
    } catch (LineException e) {
      setProblem(e.sentence());
    } catch (RejectedExecutionException e) {
      log.debug("closed while it was being opened; the lines are given back next");
    } catch (RuntimeException | Error e) { // the executor would keep it to itself
      log.error("the board could not be opened", e);
      setProblem("The board could not be opened: " + e);
    }
  }

  private void tick(Lines opened) {
    String outputs;
    String input;
    try {
      outputs = drive(opened);
      input = sample(opened);
    } catch (RuntimeException | Error e) {
      // A bug, or no memory: said once, then the next tick tries again. Thrown on, it would end the
      // ticks in silence, and whatever is lit would stay lit.
      if (problem.isEmpty()) {
        log.error("the board's thread failed", e);
      }
      believe(debounce.on(Tamper.UNAVAILABLE, monotonicMs.getAsLong()));
      outputs = "The board's own code failed: " + e;
      input = "";
    }
    setProblem((outputs.strip() + " " + input).strip());
  }

  private String drive(Lines opened) {
    long now = monotonicMs.getAsLong();
    Wish asked = wish;
    // Each for itself: a lamp that fails silences no advisory, nor does it let one sound on.
    return light(opened, asked.lampsAt(now)) + " " + sound(opened, asked.soundsAt(now));
  }

  private String light(Lines opened, Lamps lamps) {
    try {
      if (!lamps.equals(shown)) {
        opened.drive(lamps);
        shown = lamps;
      }
      return "";
    } catch (LineException e) {
      return e.sentence();
    }
  }

  private String sound(Lines opened, boolean on) {
    try {
      if (on != sounding) {
        opened.buzz(on);
        sounding = on;
      }
      return "";
    } catch (LineException e) {
      return e.sentence();
    }
  }

  private String sample(Lines opened) {
    Tamper reading;
    String why = "";
    try {
      reading = opened.lidClosed() ? Tamper.CLOSED : Tamper.OPEN;
    } catch (LineException e) {
      reading = Tamper.UNAVAILABLE;
      why = e.sentence();
    }
    believe(debounce.on(reading, monotonicMs.getAsLong()));
    return why;
  }

  private void believe(TamperDebounce next) {
    debounce = next;
    if (next.believed() == tamper) {
      return;
    }
    log.warn("tamper switch was={} is={}", tamper, next.believed());
    tamper = next.believed();
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException | Error e) {
        log.error("a tamper listener failed", e);
      }
    }
  }

  private void setProblem(String sentence) {
    if (!sentence.equals(problem) && !sentence.isEmpty()) {
      log.warn("board problem=\"{}\" tamper={}", sentence, tamper);
    }
    problem = sentence;
  }

  @Override
  public final void show(Light light, Sound sound) {
    synchronized (wishLock) {
      wish = wish.changedTo(light, sound, monotonicMs.getAsLong());
    }
  }

  @Override
  public final Tamper tamper() {
    return tamper;
  }

  @Override
  public final AutoCloseable onTamper(Runnable listener) {
    // A wrapper of its own, so that closing removes this registration and no other.
    Runnable registration = () -> listener.run();
    synchronized (listeners) {
      if (listeners.size() >= MAX_LISTENERS) {
        throw new IllegalStateException("more than " + MAX_LISTENERS + " tamper listeners");
      }
      listeners.add(registration);
    }
    return () -> listeners.remove(registration);
  }

  @Override
  public final Optional<String> problem() {
    String sentence = problem;
    return sentence.isEmpty() ? Optional.empty() : Optional.of(sentence);
  }

  @Override
  public final String part() {
    return "board";
  }

  @Override
  public final Health check() {
    String sentence = problem;
    if (!sentence.isEmpty()) {
      return new Health(Level.WARNING, "board-unavailable", sentence);
    }
    return switch (tamper) {
      case CLOSED -> Health.WELL;
      case OPEN -> new Health(Level.WARNING, "tamper-open", "The gateway's enclosure is open.");
      case UNAVAILABLE ->
          new Health(Level.WARNING, "tamper-unavailable", "The tamper switch is not read yet.");
    };
  }

  @Override
  public final void close() {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(this::giveBack);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
        log.error("the gpio lines were not given back in time limit_ms={}", CLOSE_LIMIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveBack() {
    tamper = Tamper.UNAVAILABLE;
    problem = "The board is closed.";
    listeners.clear();
    Lines opened = lines;
    if (opened != null) {
      opened.close();
      lines = null;
    }
  }
}
