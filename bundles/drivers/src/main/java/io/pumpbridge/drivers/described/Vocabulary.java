// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import io.pumpbridge.drivers.profile.Field.Kind;
import io.pumpbridge.drivers.profile.Field.Name;
import io.pumpbridge.drivers.profile.Field.UnitSource;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Puts what the pump wrote into the model's words, by the tables of the profile. */
record Vocabulary(DeviceProfile profile) {

  /** A pump with several channels needs a driver in Java. */
  static final String CHANNEL = "1";

  /** The code when a flag stands but the pump does not say which alarm it is. */
  static final String FLAG_ALONE = "alarm";

  /** The code when an alarm is told in a way that nobody can read. */
  static final String UNREADABLE = "unreadable";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,3}):([0-5]\\d):([0-5]\\d)");

  /** Longer is no time that a pump could mean: a hundred days. */
  private static final Duration LONGEST = Duration.ofDays(100);

  List<Request> requests(Use use) {
    return profile.dialogue().requests().stream().filter(r -> r.use() == use).toList();
  }

  /** Whether an answer with values in it says whose they are. */
  boolean valuesTellTheSerialNumber() {
    return profile.fields().stream()
        .filter(field -> field.name() == Name.SERIAL_NUMBER)
        .anyMatch(
            field -> requests(Use.POLL).stream().anyMatch(poll -> poll.isCalled(field.reply())));
  }

  /**
   * What a reply says of who the pump is: compared, to notice another pump. Empty if it says
   * nothing of it though it should.
   */
  Optional<String> fingerprint(Request request, String text) {
    boolean expected =
        profile.fields().stream()
            .anyMatch(field -> field.name().saysWhoItIs() && request.isCalled(field.reply()));
    if (!expected) {
      return Optional.of(text);
    }
    Replies reply = Replies.NONE.with(request, text);
    List<String> said = new ArrayList<>();
    for (Name name : Name.values()) {
      if (name.saysWhoItIs()) {
        reply.find(profile, name).map(spot -> name + "=" + spot.value()).ifPresent(said::add);
      }
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", said));
  }

  /** Some pumps tell an alarm once, in place of whatever was asked. */
  boolean tellsAlarm(Request request, String text) {
    return Replies.NONE.with(request, text).find(profile, Name.ALARM).isPresent();
  }

  PumpIdentity identity(Replies replies) {
    String model =
        text(replies, Name.MODEL)
            .or(
                () ->
                    text(replies, Name.DEVICE_TYPE)
                        .flatMap(code -> Optional.ofNullable(profile.deviceTypes().get(code))))
            .orElse(profile.identity().model());
    return new PumpIdentity(
        profile.identity().protocol(),
        profile.identity().name(),
        model,
        text(replies, Name.SERIAL_NUMBER).orElse(""),
        text(replies, Name.SOFTWARE).orElse(""));
  }

  private Optional<String> text(Replies replies, Name name) {
    return replies.find(profile, name).map(Spot::value);
  }

  Observation observation(Replies replies) {
    Optional<Quantity> rate = positive(replies, Name.RATE);
    List<PumpAlarm> alarms = alarms(replies);
    PumpStatus status = status(replies, rate, alarms);
    return new Observation(
        CHANNEL,
        status,
        rate.filter(told -> !standsStill(status) || told.value().signum() == 0),
        positive(replies, Name.VOLUME_INFUSED),
        positive(replies, Name.VTBI_REMAINING),
        replies.find(profile, Name.TIME_REMAINING).flatMap(Vocabulary::duration),
        quantity(replies, Name.PRESSURE),
        text(replies, Name.DRUG),
        alarms);
  }

  /** Nothing flows then: what a pump tells as its rate all the same is the one that is set. */
  private static boolean standsStill(PumpStatus status) {
    return status == PumpStatus.STOPPED
        || status == PumpStatus.ALARM
        || status == PumpStatus.STANDBY;
  }

  private Optional<Quantity> positive(Replies replies, Name name) {
    return quantity(replies, name).filter(quantity -> quantity.value().signum() >= 0);
  }

  /** An unknown unit or an unreadable number is nothing, never a guess. */
  private Optional<Quantity> quantity(Replies replies, Name name) {
    return replies
        .find(profile, name)
        .flatMap(
            spot ->
                unit(spot).flatMap(unit -> spot.number().map(value -> new Quantity(value, unit))));
  }

  private Optional<Unit> unit(Spot spot) {
    UnitSource source = spot.field().unit();
    if (source instanceof UnitSource.Fixed fixed) {
      return Optional.of(fixed.unit());
    }
    return source instanceof UnitSource.None
        ? Optional.empty()
        : Optional.ofNullable(profile.units().get(spot.unit()));
  }

  private static Optional<Duration> duration(Spot spot) {
    if (spot.field().kind() == Kind.DURATION) {
      Matcher matcher = DURATION.matcher(spot.value());
      return matcher.matches()
          ? Optional.of(
              Duration.ofHours(Long.parseLong(matcher.group(1)))
                  .plusMinutes(Long.parseLong(matcher.group(2)))
                  .plusSeconds(Long.parseLong(matcher.group(3))))
          : Optional.empty();
    }
    long seconds = spot.field().kind() == Kind.MINUTES ? 60 : 1;
    return spot.number()
        .filter(number -> number.signum() >= 0 && number.scale() <= 0)
        .filter(number -> number.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) < 0)
        .map(number -> Duration.ofSeconds(number.longValue() * seconds))
        .filter(duration -> duration.compareTo(LONGEST) <= 0);
  }

  /** Whether the pump says that an alarm stands, by a flag or by its codes. */
  boolean alarmRaised(Replies replies) {
    return !alarms(replies).isEmpty();
  }

  /**
   * An unlisted code is a value too: an unknown alarm of high priority. So is one that cannot be
   * read, since it may be any.
   */
  private List<PumpAlarm> alarms(Replies replies) {
    List<PumpAlarm> alarms = new ArrayList<>();
    for (Spot spot : alarmSpots(replies)) {
      for (PumpAlarm alarm : alarms(spot)) {
        if (!alarm.code().equals(profile.noAlarm())
            && alarms.stream().noneMatch(other -> other.code().equals(alarm.code()))) {
          alarms.add(alarm);
        }
      }
    }
    if (alarms.isEmpty() && replies.find(profile, Name.ALARM_FLAG).isPresent()) {
      alarms.add(unnamed(FLAG_ALONE, "alarm, the pump does not say which"));
    }
    return alarms;
  }

  private static PumpAlarm unnamed(String code, String text) {
    return new PumpAlarm(code, OptionalInt.empty(), AlarmPriority.HIGH, text);
  }

  /** Alarms may stand in more than one place; each counts. */
  private List<Spot> alarmSpots(Replies replies) {
    return profile.fields().stream()
        .filter(field -> field.name() == Name.ALARM)
        .flatMap(field -> replies.find(profile, field).stream())
        .toList();
  }

  private List<PumpAlarm> alarms(Spot spot) {
    Optional<List<String>> codes =
        spot.field().kind() == Kind.ALARM_BITS
            ? spot.bits().map(Vocabulary::setBits)
            : spot.code().map(List::of);
    return codes
        .map(known -> known.stream().map(this::alarm).toList())
        .orElseGet(() -> List.of(unnamed(UNREADABLE, "alarm, cannot be read")));
  }

  private static List<String> setBits(BigInteger bits) {
    return IntStream.range(0, bits.bitLength())
        .filter(bits::testBit)
        .mapToObj(Integer::toString)
        .toList();
  }

  private PumpAlarm alarm(String code) {
    DeviceProfile.Alarm known = profile.alarms().get(code);
    return known == null
        ? unnamed(code, "unknown alarm")
        : new PumpAlarm(code, known.mdc(), known.priority(), known.text());
  }

  /**
   * A pump that stands still with an alarm is in alarm; one that infuses with an alarm infuses, so
   * that its dose stays judged, or keeps the vein open, which is judged otherwise. A mode that is
   * not listed is unknown, and so is "infusing" at a rate of zero.
   */
  private PumpStatus status(Replies replies, Optional<Quantity> rate, List<PumpAlarm> alarms) {
    Optional<DeviceProfile.Mode> mode =
        replies
            .find(profile, Name.MODE)
            .flatMap(Spot::code)
            .flatMap(code -> Optional.ofNullable(profile.modes().get(code)));
    if (mode.isEmpty()) {
      return PumpStatus.UNKNOWN;
    }
    return switch (mode.get().status()) {
      case INFUSING -> infusing(rate, alarms);
      case STOPPED -> alarms.isEmpty() ? PumpStatus.STOPPED : PumpStatus.ALARM;
      case STANDBY, KVO, ALARM, LOST, UNKNOWN -> mode.get().status();
    };
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
}
