// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Who has come back since the broker did, and how the calls came in. A gateway is back when it is
 * connected and a record of its is acknowledged. Told the time; any thread.
 */
final class Returns {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long NS_PER_MS = 1_000_000;

  /** Not back yet. */
  private static final long AWAY = -1;

  private final LongSupplier clockNs;
  private final boolean[] isConnected;
  private final long[] backNs;
  private final List<Long> callsNs = new ArrayList<>();
  private final List<Long> connectionsNs = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private long beganNs;
  private int away;

  /**
   * @param clockNs monotonic
   */
  Returns(int gateways, LongSupplier clockNs) {
    this.clockNs = clockNs;
    this.isConnected = new boolean[gateways];
    this.backNs = new long[gateways];
    begin();
  }

  /** The broker begins now; what was before counts no more. */
  synchronized void begin() {
    beganNs = clockNs.getAsLong();
    callsNs.clear();
    connectionsNs.clear();
    failures.clear();
    Arrays.fill(isConnected, false);
    Arrays.fill(backNs, AWAY);
    away = backNs.length;
  }

  synchronized void called() {
    callsNs.add(clockNs.getAsLong());
  }

  synchronized void connected(int gateway) {
    connectionsNs.add(clockNs.getAsLong());
    isConnected[gateway] = true;
  }

  synchronized void acknowledged(int gateway) {
    if (isConnected[gateway] && backNs[gateway] == AWAY) {
      backNs[gateway] = clockNs.getAsLong() - beganNs;
      away--;
      notifyAll();
    }
  }

  synchronized void ended(int gateway, String code) {
    isConnected[gateway] = false;
    failures.merge(code, 1, Integer::sum);
  }

  /**
   * Waits for the last one.
   *
   * @return whether all are back
   */
  synchronized boolean await(long limitMs) throws InterruptedException {
    long end = clockNs.getAsLong() + limitMs * NS_PER_MS;
    for (long left = limitMs; away > 0 && left > 0; ) {
      wait(left);
      left = (end - clockNs.getAsLong()) / NS_PER_MS;
    }
    return away == 0;
  }

  synchronized int away() {
    return away;
  }

  /** Why connections ended or never came to be, and how often. */
  synchronized Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  /**
   * By nearest rank, in milliseconds; those that are still away count as the longest.
   *
   * @param percent 1 to 100
   */
  synchronized long percentileMs(int percent) {
    long[] sorted = Arrays.stream(backNs).map(ns -> ns == AWAY ? Long.MAX_VALUE : ns).toArray();
    Arrays.sort(sorted);
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[rank - 1] / NS_PER_MS;
  }

  /** How many calls there were, answered or not. */
  synchronized int calls() {
    return callsNs.size();
  }

  /** Most calls in any span of one second, wherever it begins. */
  synchronized int peakCalls() {
    return peak(callsNs);
  }

  /** Most connections completed in any span of one second. */
  synchronized int peakConnections() {
    return peak(connectionsNs);
  }

  private static int peak(List<Long> timesNs) {
    long[] sorted = timesNs.stream().mapToLong(Long::longValue).sorted().toArray();
    int most = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= SECOND_NS) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
