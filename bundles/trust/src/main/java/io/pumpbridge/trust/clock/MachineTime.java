// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.trust.timeservice.BoundedProgram;
import io.pumpbridge.trust.timeservice.LoopbackNtp;
import io.pumpbridge.trust.timeservice.Statement;
import io.pumpbridge.trust.timeservice.TimeService;
import io.pumpbridge.trust.timeservice.TimeSource;
import io.pumpbridge.trust.timeservice.TimesyncdMark;
import io.pumpbridge.trust.timeservice.Watched;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one place that asks the machine for the time, and its time services whether to believe it. A
 * reading costs nothing: they are asked at intervals, by a thread of its own, since one of them may
 * take a while to answer.
 */
public final class MachineTime implements MachineClock {
  /** The shortest of the intervals. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  private static final long NANOS_PER_MS = 1_000_000;

  private final List<TimeService> services;
  private final Clock system;
  private final long startNanos = System.nanoTime();
  private final ScheduledThreadPoolExecutor thread;
  private volatile Watched watched = Watched.NOTHING;

  /**
   * @param services the surest and cheapest first: as soon as one vouches, the rest is not asked
   */
  MachineTime(List<TimeService> services, Clock system) {
    this.services = List.copyOf(services);
    this.system = system;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread worker = new Thread(task, "pump-bridge time services");
              worker.setDaemon(true);
              return worker;
            });
  }

  /** Of a Linux machine. Has asked once when it returns, so a start does not look like a loss. */
  public static MachineTime ofThisMachine() {
    MachineTime time =
        new MachineTime(
            List.of(
                new TimesyncdMark(TimesyncdMark.FILE),
                new LoopbackNtp(LoopbackNtp.PORT),
                BoundedProgram.chrony(Path.of("/usr/bin/chronyc")),
                BoundedProgram.kernel(Path.of("/usr/bin/timedatectl"))),
            Clock.systemUTC());
    time.look();
    time.goOn();
    return time;
  }

  private void goOn() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public RawTime get() {
    long monotonicMs = (System.nanoTime() - startNanos) / NANOS_PER_MS;
    Instant now = system.instant();
    return new RawTime(now, watched.at(now, monotonicMs), monotonicMs);
  }

  /** Asks whoever is due, until one vouches; an interruption ends it. */
  void look() {
    try {
      for (TimeService service : services) {
        RawTime now = get();
        if (watched.isDue(service.source(), now.system(), now.monotonicMs())) {
          ask(service);
        }
        if (isSure(service.source())) {
          return;
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(TimeService service) throws InterruptedException {
    Statement said = service.ask(system.instant());
    RawTime then = get();
    watched = watched.with(said, then.system(), then.monotonicMs());
  }

  private boolean isSure(TimeSource source) {
    return get().said().stream().anyMatch(one -> one.source() == source && one.vouches());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
