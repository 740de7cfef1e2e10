// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.PumpDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which protocol a port is tried with next: pure. All enabled ones come in turn, in the order that
 * harms none of them ({@link PumpDriver#probeOrder()}). Where a pump is known, its protocol comes
 * first and again before every one or two of the others, so that it is greeted soon on a port that
 * stays, and another pump in its place is found within a round.
 *
 * @param known what was spoken here last
 * @param turn how many tries went in vain
 */
record PortSearch(Optional<String> known, int turn) {

  /** So long the others are tried before it is the known protocol's turn again; at least one is. */
  static final long OTHERS_MS = 1_200;

  /** After a loss on a port that stays, so long nobody but the known protocol speaks. */
  static final long ALONE_MS = 3_000;

  /** Between the last byte heard under one line setting and the first said under the next. */
  static final long QUIET_MS = 500;

  /** A line that is never quiet gets the next protocol after so long nevertheless. */
  static final long NEVER_QUIET_MS = 1_500;

  static PortSearch begin(Optional<String> known) {
    return new PortSearch(known, 0);
  }

  PortSearch inVain() {
    return new PortSearch(known, turn + 1);
  }

  PortSearch found(String protocol) {
    return begin(Optional.of(protocol));
  }

  /**
   * @param drivers at least one
   */
  PumpDriver next(List<PumpDriver> drivers) {
    List<PumpDriver> round = round(drivers);
    return round.get(Math.floorMod(turn, round.size()));
  }

  private List<PumpDriver> round(List<PumpDriver> drivers) {
    List<PumpDriver> inOrder = new ArrayList<>(drivers);
    inOrder.sort(
        Comparator.comparingInt(PumpDriver::probeOrder).thenComparing(PumpDriver::protocol));
    Optional<PumpDriver> first =
        inOrder.stream()
            .filter(driver -> known.filter(driver.protocol()::equals).isPresent())
            .findFirst();
    if (first.isEmpty() || inOrder.size() == 1) {
      return inOrder;
    }
    List<PumpDriver> round = new ArrayList<>();
    long othersMs = OTHERS_MS;
    for (PumpDriver driver : inOrder) {
      if (driver != first.get()) {
        othersMs += driver.probeMs();
        if (othersMs > OTHERS_MS) {
          round.add(first.get());
          othersMs = driver.probeMs();
        }
        round.add(driver);
      }
    }
    return round;
  }

  /**
   * Whether it is another protocol's turn.
   *
   * @param openMs how long the line has been open without a pump
   * @param quietMs since the last byte was heard on it
   * @param lostMs since a pump was followed on this open line; empty if none was
   */
  static boolean isOver(PumpDriver driver, long openMs, long quietMs, Optional<Long> lostMs) {
    long patience = driver.probeMs() + lostMs.map(since -> ALONE_MS).orElse(0L);
    long waited = lostMs.orElse(openMs);
    return waited >= patience && (quietMs >= QUIET_MS || waited >= patience + NEVER_QUIET_MS);
  }
}
