// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisMessages.Infusion;
import io.pumpbridge.drivers.alaris.AlarisMessages.Measured;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what the pump wrote into the model's words, by the tables of the profile. */
record AlarisVocabulary(DeviceProfile profile) {

  /** These pumps have one channel. */
  static final String CHANNEL = "1";

  /** The code when the flag stands but the pump does not say which alarm it is: the flag itself. */
  static final String FLAG_ALONE = "A";

  private static final Pattern TIME_LEFT = Pattern.compile("(\\d{2,3}):([0-5]\\d):([0-5]\\d)");

  Observation observation(Infusion infusion, List<PumpAlarm> alarms) {
    Optional<Quantity> rate = measured(infusion.rate()).filter(AlarisVocabulary::notNegative);
    return new Observation(
        CHANNEL,
        status(infusion.mode(), rate, alarms),
        rate,
        measured(infusion.volumeInfused()).filter(AlarisVocabulary::notNegative),
        Optional.empty(),
        timeLeft(infusion.timeLeft()),
        measured(infusion.pressure()),
        Optional.empty(), // the protocol names no drug
        alarms);
  }

  /** The alarms behind the codes; the code for "none" gives none, an unlisted one is a value. */
  List<PumpAlarm> alarms(List<String> codes) {
    List<PumpAlarm> alarms = new ArrayList<>();
    for (String code : codes) {
      if (!code.equals(profile.noAlarm())) {
        alarms.add(alarm(code));
      }
    }
    return alarms;
  }

  /** Something is wrong, and the pump has not said what. */
  static PumpAlarm flagAlone() {
    return new PumpAlarm(
        FLAG_ALONE, OptionalInt.empty(), AlarmPriority.HIGH, "alarm, the pump does not say which");
  }

  private PumpAlarm alarm(String code) {
    DeviceProfile.Alarm known = profile.alarms().get(code);
    return known == null
        ? new PumpAlarm(code, OptionalInt.empty(), AlarmPriority.HIGH, "unknown alarm")
        : new PumpAlarm(code, known.mdc(), known.priority(), known.text());
  }

  /**
   * A pump that stands still with an alarm is in alarm; one that infuses with an alarm infuses, so
   * that its dose stays judged, or keeps the vein open, which is judged otherwise. "Infusing" at a
   * rate of zero contradicts itself and is unknown, and so does "on hold" at any other: the modes'
   * meaning is only inferred, and a captured pump on hold told what flows, 0.00.
   */
  private PumpStatus status(String mode, Optional<Quantity> rate, List<PumpAlarm> alarms) {
    DeviceProfile.Mode known = profile.modes().get(mode);
    if (known == null) {
      return PumpStatus.UNKNOWN;
    }
    return switch (known.status()) {
      case INFUSING -> infusing(rate, alarms);
      case STOPPED -> onHold(rate, alarms);
      case STANDBY, KVO, ALARM, LOST, UNKNOWN -> known.status();
    };
  }

  /**
   * Whether a pump may be set: it says that it is on hold, that exactly nothing flows, and that no
   * alarm stands. Anything unknown or unreadable is a no.
   */
  boolean standsStill(Infusion infusion) {
    DeviceProfile.Mode mode = profile.modes().get(infusion.mode());
    return mode != null
        && mode.status() == PumpStatus.STOPPED
        && !infusion.alarmRaised()
        && measured(infusion.rate())
            .filter(rate -> rate.unit().equals(Unit.ML_PER_HOUR))
            .filter(rate -> rate.value().signum() == 0)
            .isPresent();
  }

  private static PumpStatus onHold(Optional<Quantity> rate, List<PumpAlarm> alarms) {
    if (rate.filter(flow -> flow.value().signum() > 0).isPresent()) {
      return PumpStatus.UNKNOWN;
    }
    return alarms.isEmpty() ? PumpStatus.STOPPED : PumpStatus.ALARM;
  }

  private PumpStatus infusing(Optional<Quantity> rate, List<PumpAlarm> alarms) {
    if (rate.isPresent() && rate.get().value().signum() == 0) {
      return PumpStatus.UNKNOWN;
    }
    return alarms.stream().anyMatch(this::keepsVeinOpen) ? PumpStatus.KVO : PumpStatus.INFUSING;
  }

  private boolean keepsVeinOpen(PumpAlarm alarm) {
    DeviceProfile.Alarm known = profile.alarms().get(alarm.code());
    return known != null && known.keepsVeinOpen();
  }

  /** An unknown unit or an unreadable number is nothing, never a guess. */
  private Optional<Quantity> measured(Measured measured) {
    Unit unit = profile.units().get(measured.unit());
    return unit == null ? Optional.empty() : Quantity.from(measured.value(), unit);
  }

  private static boolean notNegative(Quantity quantity) {
    return quantity.value().signum() >= 0;
  }

  /** {@code 24+} says "longer than a day", which no duration says; so it is absent. */
  private static Optional<Duration> timeLeft(String text) {
    Matcher matcher = TIME_LEFT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(Long.parseLong(matcher.group(1)))
            .plusMinutes(Long.parseLong(matcher.group(2)))
            .plusSeconds(Long.parseLong(matcher.group(3))));
  }
}
