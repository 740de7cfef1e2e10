// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts what a module wrote into the model's words, by the tables of the profile. */
record FreseniusVocabulary(FreseniusSettings settings) {

  /** Alarm, error, mode, rate (delivery), volume (result): all that a poll asks for. */
  static final String ALL_IDS = "aemdr";

  /** The two that the public program reads; for a pump that does not know the others. */
  static final String FLOW_IDS = "dr";

  /** What changes at once matter; the volume would tell itself all the time. */
  static final String EVENT_IDS = "aemd";

  /** These pumps have one channel each. */
  private static final String CHANNEL = "1";

  /** The rate is in steps of 0.1 mL/h, the volume of 0.001 mL. */
  private static final int RATE_SCALE = 1;

  private static final int VOLUME_SCALE = 3;

  /** What is no longer a label but a mistake of ours; the longest frame holds 80 characters. */
  private static final int MAX_LABEL = 40;

  /**
   * The protocol tells no serial number: only the kind of device is public. So nothing can be
   * associated with the pump, and after any loss it counts as another one.
   */
  PumpIdentity identity(String type) {
    String model = type.isBlank() ? settings.model() : settings.model() + ", type " + type.strip();
    return new PumpIdentity(FreseniusDriver.PROTOCOL, settings.profile(), model, "", "");
  }

  /**
   * One read.
   *
   * @param values by letter, as the pump wrote them
   * @param standing the alarms that were told last: what a read does not tell has not ended
   */
  Observation observation(
      Map<Character, String> values, Optional<String> drug, List<PumpAlarm> standing) {
    List<PumpAlarm> alarms = new ArrayList<>();
    for (char letter : new char[] {'a', 'e'}) {
      String said = values.get(letter);
      if (said != null) {
        alarm(said, letter).ifPresent(alarms::add);
      } else {
        standing.stream().filter(told -> told.code().charAt(0) == letter).forEach(alarms::add);
      }
    }
    Optional<Quantity> rate = number(values, 'd', RATE_SCALE, Unit.ML_PER_HOUR);
    return new Observation(
        CHANNEL,
        status(values, rate, alarms),
        rate,
        number(values, 'r', VOLUME_SCALE, Unit.ML),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        drug,
        alarms);
  }

  /**
   * What the drug command answers is not published. Words are taken for the label; a bare number
   * would be one of a list that is not public either.
   */
  static Optional<String> label(String data) {
    String label = data.strip();
    boolean isWord = label.length() <= MAX_LABEL && label.chars().anyMatch(Character::isLetter);
    return isWord ? Optional.of(label) : Optional.empty();
  }

  /**
   * What the values of alarm and error mean is not public: nothing but zeros is taken for "none",
   * and anything else for something that a nurse must look at.
   */
  private Optional<PumpAlarm> alarm(String said, char letter) {
    String value = said.strip();
    if (value.chars().allMatch(c -> c == '0')) {
      return Optional.empty();
    }
    String code = letter + value;
    DeviceProfile.Alarm known = settings.alarms().get(code);
    if (known != null) {
      return Optional.of(new PumpAlarm(code, known.mdc(), known.priority(), known.text()));
    }
    String text = letter == 'a' ? "unknown alarm" : "unknown error";
    return Optional.of(new PumpAlarm(code, OptionalInt.empty(), AlarmPriority.HIGH, text));
  }

  /**
   * A mode that the profile does not list is unknown; the shipped profile lists none, because none
   * is public. Nothing is concluded from the rate: it may be the one that is set.
   */
  private PumpStatus status(
      Map<Character, String> values, Optional<Quantity> rate, List<PumpAlarm> alarms) {
    DeviceProfile.Mode known = settings.modes().get(values.getOrDefault('m', ""));
    if (known == null || !values.containsKey('a')) {
      return PumpStatus.UNKNOWN;
    }
    return switch (known.status()) {
      case INFUSING ->
          rate.filter(flow -> flow.value().signum() > 0).isPresent()
              ? PumpStatus.INFUSING
              : PumpStatus.UNKNOWN;
      case STOPPED -> alarms.isEmpty() ? PumpStatus.STOPPED : PumpStatus.ALARM;
      case STANDBY, KVO, ALARM, LOST, UNKNOWN -> known.status();
    };
  }

  /**
   * A hexadecimal number. All ones are taken for "no value": which sentinels there are is not
   * public, and no such pump delivers 6553.5 mL/h.
   */
  private static Optional<Quantity> number(
      Map<Character, String> values, char letter, int scale, Unit unit) {
    String digits = values.getOrDefault(letter, "");
    if (!digits.matches("[0-9A-Fa-f]{1,8}") || digits.matches("[Ff]{2,}")) {
      return Optional.empty();
    }
    return Optional.of(new Quantity(new BigDecimal(new BigInteger(digits, 16), scale), unit));
  }
}
