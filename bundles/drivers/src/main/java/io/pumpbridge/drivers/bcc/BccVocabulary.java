// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts what the rack wrote into the model's words. */
record BccVocabulary(BccSettings settings) {

  /** A place holds one pump, and each pump of these has one channel. */
  static final String CHANNEL = "1";

  private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");

  /**
   * As far as INRMT goes. An infusion of 158 h shows just this (page 12: 47.64 mL at 0.30 mL/h), so
   * it means "longer than can be said".
   */
  private static final int LONGEST_SECONDS = 65_535;

  /** A drug's name has 25 characters at most (page 18). */
  private static final int LONGEST_DRUG = 25;

  PumpIdentity identity(Who who) {
    return new PumpIdentity(
        BccDriver.PROTOCOL, settings.profile(), model(who), who.serialNumber(), who.model());
  }

  private String model(Who who) {
    return settings.types().entrySet().stream()
        .filter(type -> who.model().startsWith(type.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(settings.model());
  }

  /**
   * What a reading says.
   *
   * @param standing the alarms that were told last
   */
  Observation observation(Reading reading, List<PumpAlarm> standing) {
    List<PumpAlarm> alarms = new BccAlarms(settings.alarms()).in(reading, standing);
    PumpState state = PumpState.from(reading);
    Optional<Quantity> rate = quantity(reading, "INRT", Unit.ML_PER_HOUR);
    boolean rateIsZero = rate.filter(one -> one.value().signum() == 0).isPresent();
    PumpStatus status = state.status(BccAlarms.isSerious(alarms), rateIsZero);
    boolean isOfNoFlow = state.isBolus() || (standsStill(status) && !rateIsZero);
    return new Observation(
        CHANNEL,
        status,
        isOfNoFlow ? Optional.empty() : rate,
        quantity(reading, "INVI", Unit.ML),
        // INVTB is what was set, not what is left, so it is not read; VOLREMAIN came with BCC 3.36
        quantity(reading, "VOLREMAIN", Unit.ML),
        timeLeft(reading),
        quantity(reading, "INP2", Unit.PERCENT),
        drug(reading),
        alarms);
  }

  /** Nothing flows then: what a rack tells as the rate all the same is the one that is set. */
  private static boolean standsStill(PumpStatus status) {
    return status == PumpStatus.STOPPED
        || status == PumpStatus.ALARM
        || status == PumpStatus.STANDBY;
  }

  private static Optional<Quantity> quantity(Reading reading, String key, Unit unit) {
    return reading
        .value(key)
        .flatMap(text -> Quantity.from(text, unit))
        .filter(quantity -> quantity.value().signum() >= 0);
  }

  private static Optional<Duration> timeLeft(Reading reading) {
    return reading
        .value("INRMT")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(Integer::parseInt)
        .filter(seconds -> seconds < LONGEST_SECONDS)
        .map(Duration::ofSeconds);
  }

  /**
   * The long name, else the short one. A site may have set the long one to be the drug's number
   * (page 45), which nobody can tell from a name. A name with bytes that are no text is none.
   */
  private static Optional<String> drug(Reading reading) {
    return reading
        .value("INSOL")
        .or(() -> reading.value("INSOLSN"))
        .filter(text -> text.codePointCount(0, text.length()) <= LONGEST_DRUG)
        .filter(text -> text.codePoints().allMatch(c -> c >= ' ' && c != 0x7f && c != 0xfffd));
  }
}
