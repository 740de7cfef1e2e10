// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.dianet.DianetRequest.WriteTargets;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * A programme in the pump's steps.
 *
 * @param rate 0.01 mL/h
 * @param volume 0.1 mL
 */
record Wanted(long rate, OptionalLong volume) {

  static final int RATE_DECIMALS = 2;
  static final int VOLUME_DECIMALS = 1;
  static final ProgrammeSteps STEPS =
      new ProgrammeSteps(
          new Quantity(BigDecimal.ONE.movePointLeft(RATE_DECIMALS), Unit.ML_PER_HOUR),
          new Quantity(BigDecimal.ONE.movePointLeft(VOLUME_DECIMALS), Unit.ML));

  /** Of a programme that {@link Objection#toProgramme} has nothing against; nothing is rounded. */
  static Wanted of(Programme programme) {
    return new Wanted(
        programme.rate().value().movePointRight(RATE_DECIMALS).longValueExact(),
        programme.volumeToBeInfused().isPresent()
            ? OptionalLong.of(
                programme
                    .volumeToBeInfused()
                    .get()
                    .value()
                    .movePointRight(VOLUME_DECIMALS)
                    .longValueExact())
            : OptionalLong.empty());
  }

  static boolean isInSteps(BigDecimal value, int decimals) {
    return value.stripTrailingZeros().scale() <= decimals;
  }

  static boolean isWritable(BigDecimal value, int decimals) {
    return value.signum() > 0
        && value.compareTo(BigDecimal.valueOf(WriteTargets.LARGEST, decimals)) <= 0;
  }

  WriteTargets write(int address) {
    return new WriteTargets(address, rate, volume);
  }

  /** Whether the pump holds what was written, and all else as before; its time it may calculate. */
  boolean isHeld(Targets now, Targets before) {
    return now.rate() == rate
        && now.volume() == volume.orElse(before.volume())
        && now.others().equals(before.others());
  }
}
