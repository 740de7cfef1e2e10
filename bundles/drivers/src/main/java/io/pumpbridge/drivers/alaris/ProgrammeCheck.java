// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.PumpIdentity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Whether a programme can be tried at all: what is refused here costs no byte. */
record ProgrammeCheck(AlarisSettings settings) {

  /** Empty if nothing speaks against it. */
  Optional<Refused> refusal(Programme programme, PumpIdentity pump) {
    if (!programme.place().equals(Effect.ONLY)) {
      return refused(Reason.NOT_FOLLOWED, "There is one pump here, and it has no place.");
    }
    DeviceProfile.Capabilities may = settings.profile().capabilitiesOf(pump.software());
    if (!may.setRate() || (programme.volumeToBeInfused().isPresent() && !may.setVolume())) {
      return refused(
          Reason.NOT_SUPPORTED,
          "A pump that says '" + pump.software() + "' of its software is not known to allow this.");
    }
    Optional<Refused> rate = rate(programme.rate());
    return rate.isPresent() ? rate : programme.volumeToBeInfused().flatMap(this::volume);
  }

  private Optional<Refused> rate(Quantity rate) {
    DeviceProfile.Limits limits = settings.profile().limits();
    return judge(
        "rate",
        rate,
        Unit.ML_PER_HOUR,
        Control.RATE_DECIMALS,
        limits.rateMinimum(),
        limits.rateMaximum());
  }

  private Optional<Refused> volume(Quantity volume) {
    DeviceProfile.Limits limits = settings.profile().limits();
    return judge(
        "volume",
        volume,
        Unit.ML,
        Control.VOLUME_DECIMALS,
        limits.volumeMinimum(),
        limits.volumeMaximum());
  }

  private static Optional<Refused> judge(
      String what,
      Quantity wanted,
      Unit unit,
      int decimals,
      Optional<Quantity> least,
      Optional<Quantity> most) {
    if (!wanted.unit().equals(unit)) {
      return refused(Reason.NOT_SUPPORTED, "The " + what + " is not in " + unit + ".");
    }
    if (least.isEmpty() || most.isEmpty()) {
      return refused(Reason.OUT_OF_RANGE, "The limits of the " + what + " are not known.");
    }
    BigDecimal value = wanted.value();
    if (value.compareTo(least.get().value()) < 0 || value.compareTo(most.get().value()) > 0) {
      return refused(
          Reason.OUT_OF_RANGE,
          "The " + what + " is not between " + least.get() + " and " + most.get() + ".");
    }
    return onWire(value, decimals).isPresent()
        ? Optional.empty()
        : refused(Reason.NOT_IN_STEPS, "The " + what + " has more than " + decimals + " decimals.");
  }

  /** The value with exactly that many decimals; empty if it would have to be rounded. */
  static Optional<BigDecimal> onWire(BigDecimal value, int decimals) {
    BigDecimal written = value.setScale(decimals, RoundingMode.DOWN);
    return written.compareTo(value) == 0 ? Optional.of(written) : Optional.empty();
  }

  private static Optional<Refused> refused(Reason reason, String sentence) {
    return Optional.of(new Refused(reason, sentence));
  }
}
