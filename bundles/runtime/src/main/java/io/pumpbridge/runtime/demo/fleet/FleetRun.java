// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.server.Completeness;
import io.pumpbridge.pumpserver.server.PumpServer;
import io.pumpbridge.pumpserver.server.Statistics;
import io.pumpbridge.runtime.command.FleetSimulateCommand.Order;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Connects them, takes the broker away, gives it back, and measures. */
final class FleetRun {
  /** What the product promises about the way back. */
  private static final double MEDIAN_LIMIT_S = 5;

  private static final double LATE_LIMIT_S = 60;

  /**
   * How much more than an even spread one second may bring. Computed for outages of 0 to 600 s it
   * is up to 2.3 times as much: whoever called in vain calls again while others call first.
   */
  private static final double PEAK_OVER_EVEN = 2.5;

  /** Among few gateways chance weighs more. */
  private static final double BY_CHANCE = 5;

  /** The longest wait between two tries, and a slow machine. */
  private static final long RETURN_LIMIT_MS = 180_000;

  /** What a broker lost is sent again after 30 s at the earliest, and then after 60 s. */
  private static final long DRAIN_LIMIT_MS = 240_000;

  private static final double MS_PER_S = 1_000;
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final double KB_PER_MB = 1_024;

  private final Order order;
  private final Mosquitto broker;
  private final PumpServer server;
  private final Ward ward;
  private final Returns returns;
  private final Figures figures;

  FleetRun(
      Order order,
      Mosquitto broker,
      PumpServer server,
      Ward ward,
      Returns returns,
      Figures figures) {
    this.order = order;
    this.broker = broker;
    this.server = server;
    this.ward = ward;
    this.returns = returns;
    this.figures = figures;
  }

  /** The whole of it. */
  void run() throws LaunchException, PumpServerException, IOException, InterruptedException {
    connect();
    outage();
    drain();
    prove();
    weigh();
  }

  private void connect()
      throws LaunchException, PumpServerException, IOException, InterruptedException {
    broker.start();
    server.start(broker.url());
    figures.say(
        order.gateways()
            + " gateways are switched on, one every 10 ms; at most "
            + order.atOnce()
            + " are on their way at a time.");
    returns.begin();
    ward.switchOn();
    figures.none("gateways still away after the first connect", stillAway());
    figures.figure("broker's work for one arrival", msEach(broker.computed()), "ms");
    figures.none("gateways not confirmed before it", undrained());
  }

  private double msEach(Duration computed) {
    return (double) computed.toNanos() / NS_PER_MS / order.gateways();
  }

  private int stillAway() throws InterruptedException {
    var unused = returns.await(RETURN_LIMIT_MS);
    return returns.away();
  }

  private long undrained() throws InterruptedException {
    return ward.undrained(DRAIN_LIMIT_MS);
  }

  private void outage() throws LaunchException, IOException, InterruptedException {
    ward.live(true);
    figures.say(
        "The broker is killed; it begins again after " + order.outage().toSeconds() + " s.");
    broker.kill();
    long killedNs = System.nanoTime();
    ward.pileUp(order.backlog());
    Duration left = order.outage().minusNanos(System.nanoTime() - killedNs);
    if (!left.isNegative()) {
      Thread.sleep(left.toMillis());
    }
    Duration before = computedHere();
    returns.begin(); // the broker's own start counts as time of the gateways
    broker.start();
    figures.none("gateways still away after the outage", stillAway());
    figures.figure("broker's work for one return", msEach(broker.computed()), "ms");
    figures.figure(
        "this process's work for one return", msEach(computedHere().minus(before)), "ms");
    figures.atMost("back again, half of them within", seconds(50), MEDIAN_LIMIT_S, "s");
    figures.atMost("back again, 99 % within", seconds(99), LATE_LIMIT_S, "s");
    figures.figure("back again, the last one after", seconds(100), "s");
    double bound = PEAK_OVER_EVEN * order.gateways() / order.spreadSeconds() + BY_CHANCE;
    figures.atMost("calls in the fullest second", returns.peakCalls(), bound, "");
    figures.count("connections in the fullest second", returns.peakConnections());
    figures.count("calls in all", returns.calls());
    returns.failures().forEach((code, count) -> figures.count("calls that ended: " + code, count));
  }

  /** By gateways and server, which are one process here. */
  private static Duration computedHere() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private double seconds(int percent) {
    return (double) returns.percentileMs(percent) / MS_PER_S;
  }

  private void drain() throws InterruptedException {
    long beganNs = System.nanoTime();
    ward.live(false);
    figures.none("gateways not confirmed after it", undrained());
    figures.figure(
        "confirmed to the last record after",
        (double) (System.nanoTime() - beganNs) / NS_PER_S,
        "s");
  }

  /** What the server has on its disk against what the gateways have made. */
  private void prove() throws PumpServerException {
    Map<StreamId, Long> made = ward.lastNumbers();
    Statistics statistics = server.statistics();
    Completeness found = server.verifyCompleteness();
    long records = made.values().stream().mapToLong(Long::longValue).sum();
    long missing =
        made.entrySet().stream()
            .mapToLong(each -> each.getValue() - found.records().getOrDefault(each.getKey(), 0L))
            .sum();
    figures.count("records made", records);
    figures.none("records that the server has not", missing);
    figures.none("faults in its chains", found.faults().size());
    figures.none("messages that it had to refuse", statistics.faults());
    figures.count("came twice, stored once", statistics.duplicates());
    figures.count("confirmations signed", statistics.confirmations());
  }

  private void weigh() {
    ProcessStatus own = ProcessStatus.of(ProcessHandle.current().pid());
    figures.count("threads of this process", own.threads());
    figures.figure("memory of this process, at most", (double) own.peakKb() / KB_PER_MB, "MB");
    figures.figure(
        "memory of the broker, a gateway", (double) broker.residentKb() / order.gateways(), "kB");
  }
}
