// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.PumpServerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** All gateways, and what happens at their bedsides. */
final class Ward implements AutoCloseable {
  /** Every so often some of them have something to say. */
  private static final long TURN_MS = 100;

  private static final double TURNS_PER_SECOND = 10;

  /** Switched on one after the other, as by hand: each one's very first try is at once. */
  private static final long SWITCH_ON_MS = 10;

  private static final int ENDING_AT_ONCE = 64;
  private static final long LOOK_MS = 100;

  private final List<PlayedGateway> gateways = new ArrayList<>();
  private final SplittableRandom random;
  private final double rate;
  private final AtomicBoolean lively = new AtomicBoolean();
  private final ScheduledExecutorService bedsides = new ScheduledThreadPoolExecutor(1);

  /**
   * @param rate records a second of each
   */
  Ward(int count, double rate, long seed, Site site, Returns returns) throws PumpServerException {
    this.rate = rate;
    this.random = new SplittableRandom(seed);
    for (int number = 0; number < count; number++) {
      gateways.add(new PlayedGateway(number, site, returns));
    }
    var unused = bedsides.scheduleAtFixedRate(this::turn, TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
  }

  /** Each has a first record to bring. */
  void switchOn() throws InterruptedException {
    for (PlayedGateway gateway : gateways) {
      gateway.make();
      gateway.start();
      Thread.sleep(SWITCH_ON_MS);
    }
  }

  /** From now on, or no longer, things happen at random. */
  void live(boolean now) {
    lively.set(now);
  }

  private void turn() {
    if (!lively.get()) {
      return;
    }
    double due = gateways.size() * rate / TURNS_PER_SECOND;
    long count = (long) due + (random.nextDouble() < due - (long) due ? 1 : 0);
    for (long i = 0; i < count; i++) {
      gateways.get(random.nextInt(gateways.size())).make();
    }
  }

  /** Each makes so many more. */
  void pileUp(int backlog) {
    for (int i = 0; i < backlog; i++) {
      gateways.forEach(PlayedGateway::make);
    }
  }

  /**
   * Waits until every record of every gateway is confirmed by the server.
   *
   * @return of how many gateways that was not so in time
   */
  long undrained(long limitMs) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
    while (true) {
      long left = gateways.stream().filter(gateway -> !gateway.isDrained()).count();
      if (left == 0 || System.nanoTime() > end) {
        return left;
      }
      Thread.sleep(LOOK_MS);
    }
  }

  /** What the server must have: the last number of each stream. */
  Map<StreamId, Long> lastNumbers() {
    Map<StreamId, Long> all = new HashMap<>();
    gateways.forEach(gateway -> all.putAll(gateway.lastNumbers()));
    return all;
  }

  @Override
  public void close() {
    bedsides.shutdownNow();
    ExecutorService ending = Executors.newFixedThreadPool(ENDING_AT_ONCE);
    List<Future<?>> ended = new ArrayList<>();
    gateways.forEach(gateway -> ended.add(ending.submit(gateway::close)));
    ending.shutdown();
    try {
      var unused = ending.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
