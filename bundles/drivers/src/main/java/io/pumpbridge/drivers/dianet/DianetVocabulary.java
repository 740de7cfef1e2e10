// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Actual;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts what the pump wrote into the model's words, by the tables of the profile. */
record DianetVocabulary(DeviceProfile profile) {

  /** These pumps have one channel. */
  static final String CHANNEL = "1";

  /** The code when the pump's alarm word cannot be meant. */
  static final String ALARMS_NOT_GIVEN = "FFFFFFFF";

  /** Type numbers as the public client of the protocol lists them. */
  private static final Map<Integer, String> MODELS =
      Map.of(
          202, "Infusomat fmS",
          203, "Infusomat P",
          1019, "Perfusor fm",
          1200, "Perfusor compact",
          1201, "Perfusor compact S");

  private static final int BITS = 32;
  private static final int RATE_DECIMALS = 2;
  private static final int VOLUME_DECIMALS = 1;

  /** Bits of the alarm word that say that a preset volume or time, or KVO after it, has ended. */
  private static final long DELIVERED = 1L << 12 | 1L << 13 | 1L << 15 | 1L << 17;

  PumpIdentity identity(Identity said) {
    return new PumpIdentity(
        DianetDriver.PROTOCOL,
        profile.identity().name(),
        MODELS.getOrDefault(
            said.type(), profile.identity().model() + " (type " + said.type() + ")"),
        Long.toString(said.serialNumber()),
        said.software());
  }

  static boolean isKnownType(Identity said) {
    return MODELS.containsKey(said.type());
  }

  Observation observation(Status status, Optional<Actual> actual, Optional<Targets> targets) {
    List<PumpAlarm> alarms = alarms(status.alarms());
    PumpStatus does = status(status, alarms);
    return new Observation(
        CHANNEL,
        does,
        rate(status).filter(told -> !standsStill(does) || told.value().signum() == 0),
        actual.flatMap(Actual::volumeInfused).map(DianetVocabulary::volume),
        status
            .volumeRemaining()
            .filter(left -> isBelieved(left, status))
            .map(DianetVocabulary::volume),
        status.minutesRemaining().filter(left -> isBelieved(left, status)).map(Duration::ofMinutes),
        actual
            .flatMap(Actual::pressure)
            .map(percent -> new Quantity(BigDecimal.valueOf(percent), Unit.PERCENT)),
        targets.flatMap(Targets::drug),
        alarms);
  }

  /**
   * Nothing flows then. Whether the pump tells the rate that flows or the one that is set is not
   * published, so what it tells as the rate all the same is taken for the one that is set.
   */
  private static boolean standsStill(PumpStatus status) {
    return status == PumpStatus.STOPPED
        || status == PumpStatus.ALARM
        || status == PumpStatus.STANDBY;
  }

  /** The pump is there but does not say what it does; what stood last may still stand. */
  static Observation untold(List<PumpAlarm> alarms) {
    return new Observation(
        CHANNEL,
        PumpStatus.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        alarms);
  }

  List<PumpAlarm> alarms(long word) {
    if (word == 0xffffffffL) {
      return List.of(
          new PumpAlarm(
              ALARMS_NOT_GIVEN,
              OptionalInt.empty(),
              AlarmPriority.HIGH,
              "the pump does not say which alarms stand"));
    }
    List<PumpAlarm> alarms = new ArrayList<>();
    for (int bit = 0; bit < BITS; bit++) {
      if ((word >> bit & 1) != 0) {
        alarms.add(alarm(Integer.toString(bit)));
      }
    }
    return alarms;
  }

  private PumpAlarm alarm(String code) {
    DeviceProfile.Alarm known = profile.alarms().get(code);
    return known == null
        ? new PumpAlarm(code, OptionalInt.empty(), AlarmPriority.HIGH, "unknown alarm")
        : new PumpAlarm(code, known.mdc(), known.priority(), known.text());
  }

  /**
   * What runs, runs, also with an alarm, so that its dose stays judged; keep-vein-open is judged
   * otherwise. What stands still with an alarm is in alarm. A drive that moves without infusing is
   * neither, and running at a rate of zero contradicts itself.
   */
  private PumpStatus status(Status status, List<PumpAlarm> alarms) {
    if (!status.state().isGiven()) {
      return PumpStatus.UNKNOWN;
    }
    List<PumpStatus> said = said(status.state());
    if (said.contains(PumpStatus.KVO)) {
      return PumpStatus.KVO;
    }
    if (said.contains(PumpStatus.INFUSING)) {
      boolean givesNothing = rate(status).filter(told -> told.value().signum() == 0).isPresent();
      return alarms.stream().anyMatch(this::keepsVeinOpen)
          ? PumpStatus.KVO
          : givesNothing ? PumpStatus.UNKNOWN : PumpStatus.INFUSING;
    }
    if (status.state().movesDrive()) {
      return PumpStatus.UNKNOWN;
    }
    if (!alarms.isEmpty()) {
      return PumpStatus.ALARM;
    }
    return said.contains(PumpStatus.STANDBY) ? PumpStatus.STANDBY : PumpStatus.STOPPED;
  }

  private List<PumpStatus> said(DianetState state) {
    List<PumpStatus> said = new ArrayList<>();
    for (int bit = 0; bit < BITS; bit++) {
      DeviceProfile.Mode mode = profile.modes().get(Integer.toString(bit));
      if (mode != null && state.has(bit)) {
        said.add(mode.status());
      }
    }
    return said;
  }

  private boolean keepsVeinOpen(PumpAlarm alarm) {
    DeviceProfile.Alarm known = profile.alarms().get(alarm.code());
    return known != null && known.keepsVeinOpen();
  }

  /**
   * During a bolus it is not published whether the rate is the bolus's; a bolus must never be
   * judged as a continuous dose, so the rate is left out.
   */
  private static Optional<Quantity> rate(Status status) {
    return status
        .rate()
        .filter(rate -> !status.state().givesBolus())
        .map(rate -> new Quantity(BigDecimal.valueOf(rate, RATE_DECIMALS), Unit.ML_PER_HOUR));
  }

  private static Quantity volume(long tenths) {
    return new Quantity(BigDecimal.valueOf(tenths, VOLUME_DECIMALS), Unit.ML);
  }

  /**
   * Whether a pump without a preset says zero or "not given" is not published. So that nothing is
   * left is believed only if the pump says too that the preset has ended.
   */
  private static boolean isBelieved(long left, Status status) {
    return left != 0 || (status.alarms() & DELIVERED) != 0;
  }
}
