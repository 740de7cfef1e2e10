// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What two consecutive reads of one channel agree on; pure, immutable and told the time. Each read
 * is compared with the one before it, whether or not that one agreed with its own predecessor.
 *
 * <ul>
 *   <li>If channel or status differ there is no observation.
 *   <li>Rate, pressure and drug must be equal, quantities by amount and not by digits; what differs
 *       is absent.
 *   <li>Counters may have moved as far as {@link CounterAgreement} finds possible; else absent.
 *   <li>An alarm is told once two reads in a row hold it, and ends once two in a row do not.
 * </ul>
 *
 * <p>What it cannot see: a counter that a damaged read moved by less than the infusion itself could
 * have, and damage that strikes twice in the same way.
 *
 * @param last the newest read
 * @param standing the alarms of the last observation
 * @param fastest what a pump that tells no rate may give at most; empty for a pump that tells one
 * @param maxAgeMs two reads further apart than this say nothing about each other
 */
public record Agreement(
    Optional<Read> last, List<PumpAlarm> standing, Optional<Quantity> fastest, long maxAgeMs) {

  /** No infusion pump gives more, mL/h; those that are spoken here end at 1200. */
  private static final Quantity FASTEST = Quantity.of("2000", "mL/h");

  /**
   * For whoever asks each pump once in a poll interval: thrice the longest that can be configured
   * (10 s), so that one lost poll does no harm. A driver that may need longer from read to read
   * must give its own age, or nothing would ever agree.
   */
  public static final long MAX_AGE_MS = 30_000;

  /** A read and when it came; monotonic milliseconds. */
  public record Read(Observation observation, long atMs) {}

  /** What a read brought. */
  public record Agreed(Agreement next, Optional<Observation> observation) {}

  public Agreement {
    standing = List.copyOf(standing);
  }

  /** Nothing was read yet; also the right start after another pump was found. */
  public static Agreement none() {
    return within(MAX_AGE_MS);
  }

  /** The same for reads that may lie so far apart. */
  public static Agreement within(long maxAgeMs) {
    return new Agreement(Optional.empty(), List.of(), Optional.empty(), maxAgeMs);
  }

  /** The same for a pump that never tells its rate: its counters may move as any pump's can. */
  public static Agreement ofUntoldRate() {
    return new Agreement(Optional.empty(), List.of(), Optional.of(FASTEST), MAX_AGE_MS);
  }

  private Agreement next(Optional<Read> newest, List<PumpAlarm> alarms) {
    return new Agreement(newest, alarms, fastest, maxAgeMs);
  }

  /** Takes the next read; answers what it and the read before it agree on. */
  public Agreed on(Observation read, long nowMs) {
    Optional<Read> newest = Optional.of(new Read(read, nowMs));
    if (last.isEmpty() || !isFresh(last.get(), nowMs)) {
      return new Agreed(next(newest, List.of()), Optional.empty());
    }
    Observation before = last.get().observation();
    if (!before.channel().equals(read.channel()) || before.status() != read.status()) {
      return new Agreed(next(newest, standing), Optional.empty());
    }
    List<PumpAlarm> alarms = alarms(before, read);
    Observation agreed = agreed(before, read, nowMs - last.get().atMs(), alarms);
    return new Agreed(next(newest, alarms), Optional.of(agreed));
  }

  private boolean isFresh(Read read, long nowMs) {
    long age = nowMs - read.atMs();
    return age >= 0 && age <= maxAgeMs;
  }

  private Observation agreed(
      Observation before, Observation read, long elapsedMs, List<PumpAlarm> alarms) {
    Optional<Quantity> rate = same(before.rate(), read.rate());
    CounterAgreement counters = new CounterAgreement(rate.or(() -> fastest), elapsedMs);
    return new Observation(
        read.channel(),
        read.status(),
        rate,
        counters.rising(before.volumeInfused(), read.volumeInfused()),
        counters.falling(before.vtbiRemaining(), read.vtbiRemaining()),
        counters.runningDown(before.timeRemaining(), read.timeRemaining()),
        same(before.pressure(), read.pressure()),
        before.drug().equals(read.drug()) ? read.drug() : Optional.empty(),
        alarms);
  }

  private static Optional<Quantity> same(Optional<Quantity> before, Optional<Quantity> read) {
    return read.filter(now -> before.isPresent() && CounterAgreement.sameAmount(before.get(), now));
  }

  /**
   * Alarms that both reads hold; and, of those that were told before, any that at least one of them
   * holds: a damaged read must not end an alarm either.
   */
  private List<PumpAlarm> alarms(Observation before, Observation read) {
    Set<String> earlier = codes(before.alarms());
    Set<String> told = codes(standing);
    List<PumpAlarm> alarms = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (PumpAlarm alarm : read.alarms()) {
      if ((earlier.contains(alarm.code()) || told.contains(alarm.code()))
          && taken.add(alarm.code())) {
        alarms.add(alarm);
      }
    }
    for (PumpAlarm alarm : standing) {
      if (earlier.contains(alarm.code()) && taken.add(alarm.code())) {
        alarms.add(alarm);
      }
    }
    return alarms;
  }

  private static Set<String> codes(List<PumpAlarm> alarms) {
    Set<String> codes = new HashSet<>();
    alarms.forEach(alarm -> codes.add(alarm.code()));
    return codes;
  }
}
