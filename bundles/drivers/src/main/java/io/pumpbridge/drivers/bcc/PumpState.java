// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.pump.PumpStatus;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pump does, as far as the keys that the site has enabled say it: INM1 to INM14 (pages 19
 * and 26), RUNSTATE (page 23), STATUS1 (pages 33 and 34), DSSTATUS (page 20). Who says two
 * different things is not believed in either.
 *
 * @param on whether it is switched on
 * @param running whether the drive runs, for whatever reason
 * @param bolus a bolus is given, or the line is being filled
 */
record PumpState(Said on, Said running, Said bolus, Said standby, Said keepsVeinOpen) {

  static PumpState from(Reading reading) {
    Optional<Bits> runs = Bits.from(reading.value("RUNSTATE"));
    Optional<Bits> status = Bits.from(reading.value("STATUS1"));
    return new PumpState(
        switchedOn(reading).and(bit(status, 0)),
        state(reading, "INM3").and(running(runs)).and(bit(status, 7)),
        bolus(reading, status),
        state(reading, "INM6").and(bit(status, 2)),
        // "KVO active" of the bit fields is clear; INM10 says only "KVO function", so it comes last
        bit(runs, 3).and(bit(status, 13)).otherwise(state(reading, "INM10")));
  }

  private static Said switchedOn(Reading reading) {
    return reading
        .value("DSSTATUS")
        .map(
            value ->
                value.equals("00051") ? Said.YES : value.equals("00050") ? Said.NO : Said.NOTHING)
        .orElse(Said.NOTHING);
  }

  /** Manual or by volume; INM14 fills the line, which INM3 does not tell from infusing. */
  private static Said bolus(Reading reading, Optional<Bits> status) {
    return state(reading, "INM2")
        .or(state(reading, "INM14"))
        .or(bit(status, 4))
        .or(bit(status, 10))
        .or(bit(status, 11));
  }

  private static Said state(Reading reading, String key) {
    return Said.from(reading.value(key));
  }

  private static Said bit(Optional<Bits> bits, int bit) {
    return bits.map(one -> Said.of(one.has(bit))).orElse(Said.NOTHING);
  }

  /** Bit 0 stop, bit 1 run; neither says nothing. */
  private static Said running(Optional<Bits> runs) {
    Said run = runs.filter(one -> one.has(1)).isPresent() ? Said.YES : Said.NOTHING;
    Said stop = runs.filter(one -> one.has(0)).isPresent() ? Said.NO : Said.NOTHING;
    return run.and(stop);
  }

  /**
   * The status, by whether a serious alarm stands. A pump that stands still with one is in alarm;
   * one that infuses with an alarm infuses, so that its dose stays judged. A bolus has no word of
   * its own and is unknown: it is never judged as a continuous dose.
   *
   * @param rateIsZero "infusing" at a rate of zero contradicts itself
   */
  PumpStatus status(boolean alarm, boolean rateIsZero) {
    if (contradictsItself() || isBolus()) {
      return PumpStatus.UNKNOWN;
    }
    if (running == Said.YES || keepsVeinOpen == Said.YES) {
      if (keepsVeinOpen == Said.YES) {
        return PumpStatus.KVO;
      }
      return rateIsZero ? PumpStatus.UNKNOWN : PumpStatus.INFUSING;
    }
    if (running == Said.NOTHING && standby != Said.YES && on != Said.NO) {
      return PumpStatus.UNKNOWN;
    }
    if (alarm) {
      return PumpStatus.ALARM;
    }
    return standby == Said.YES ? PumpStatus.STANDBY : PumpStatus.STOPPED;
  }

  /** While it lasts nobody says what INRT means. */
  boolean isBolus() {
    return bolus == Said.YES;
  }

  private boolean contradictsItself() {
    boolean flows = running == Said.YES || keepsVeinOpen == Said.YES;
    return Stream.of(on, running, standby, keepsVeinOpen).anyMatch(said -> said == Said.BOTH)
        || (flows && (standby == Said.YES || on == Said.NO));
  }
}
