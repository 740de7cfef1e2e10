// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.clock.SignedTime.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of trusted time, pure: a clock that stands before the floor is not believed, and what
 * has been shown to be past lifts the floor.
 *
 * <p><b>Why it is so careful.</b> A floor that is too low lets a certificate count that has ended;
 * one that is too high makes all of them count as ended, at every gateway that heard the same lie,
 * also after the liar has been removed, until a technician has been there. So nobody alone moves it
 * far:
 *
 * <ul>
 *   <li><i>Vouched for</i> is the build date, or what a technician set, and every millisecond that
 *       this gateway has run since. Nobody outside can add to it.
 *   <li>Everybody else is a {@link Witness}, the machine's own clock too: a battery may be broken
 *       and a time service spoofed. Each says a time: the clock whenever it is read, an anchor by
 *       what it, or whoever stands below it, signed.
 *   <li><i>Agreed</i> is the second latest of what they say, or what is vouched for if that is
 *       later: as long as not two of them lie, it is past.
 *   <li>The floor is the latest time that anybody says within {@link #REACH} of what is agreed. A
 *       single forged date so lifts it by at most that, once, and not again at each start or each
 *       connection, since what is agreed does not move with it. A date beyond is not believed at
 *       all; it is kept, in case another witness agrees.
 *   <li>Two that lie in common reach {@link #LIFE} beyond what is vouched for, and no further.
 * </ul>
 *
 * <p>Signed times help a clock that stands in the past, they do not correct a good one: while a
 * time service vouches for the clock they only confirm what it says anyway. While it runs on its
 * own, only moments of signing count (a certificate that was installed a month too early must not
 * set a whole ward's time), and only if they are more than {@link #LAG} ahead: a clock that is some
 * minutes slow is still better than none. What a signer of a file says of when he signed counts
 * never: he is a person with a key, and it is his own word (RFC 5652, 11.3).
 *
 * @param built it is certainly not earlier than this, whoever resets what
 * @param vouched by nobody but this gateway and its technician
 * @param vouchedMs the monotonic clock then
 * @param floor it is taken to be not earlier than this; never lower but by a technician
 * @param floorMs the monotonic clock when the floor was set
 */
record TimeFloor(
    Instant built, Instant vouched, long vouchedMs, Instant floor, long floorMs, Claims claims) {

  /**
   * How far one witness alone may lift the floor. Longer than a gateway lies on a shelf while its
   * server's certificate is renewed, and short of what a broken battery makes of the year.
   */
  static final Duration REACH = Duration.ofDays(400);

  /** How long a gateway is in use: later than so long after its build it is not. */
  static final Duration LIFE = Duration.ofDays(3653);

  /** How slow a clock on its own may be before signed times count against it. */
  static final Duration LAG = Duration.ofDays(1);

  /** Of 1000 ms that the monotonic clock counts, so many are certain: crystals err far less. */
  private static final long CERTAIN_OF_1000 = 999;

  /** What is kept over restarts. */
  record Kept(Instant vouched, Instant floor, Claims claims) {}

  static TimeFloor starting(Instant built, Kept kept, long monotonicMs) {
    Instant vouched = later(built, kept.vouched());
    return new TimeFloor(
        built, vouched, monotonicMs, later(vouched, kept.floor()), monotonicMs, kept.claims());
  }

  Kept kept() {
    return new Kept(vouched, floor, claims);
  }

  ClockReading read(RawTime raw) {
    if (raw.system().isBefore(floor)) {
      Instant atLeast = floor.plusMillis(raw.monotonicMs() - floorMs);
      return new ClockReading(atLeast, ClockQuality.FLOOR, raw.monotonicMs());
    }
    ClockQuality quality = raw.synchronised() ? ClockQuality.SYNCHRONISED : ClockQuality.HOLDOVER;
    return new ClockReading(raw.system(), quality, raw.monotonicMs());
  }

  /** Who said the time that the floor is; empty if nobody else than this gateway vouches for it. */
  Optional<Witness> witness() {
    return floor.isAfter(vouched) ? claims.whoSaid(floor) : Optional.empty();
  }

  /** The floor after this look at the clock; never lower. */
  TimeFloor liftedBy(RawTime raw) {
    return with(raw, withMachine(raw));
  }

  /** The floor after a witness has been heard; never lower. */
  TimeFloor heard(List<SignedTime> said, Witness witness, RawTime raw) {
    ClockReading now = read(raw);
    Claims heard = withMachine(raw);
    for (SignedTime time : said) {
      Instant counted = counts(time, now) ? time.at() : earlier(time.at(), now.wall());
      heard = isWithinLife(counted, raw) ? heard.with(witness, counted) : heard;
    }
    return with(raw, heard);
  }

  /**
   * By what time to judge whatever shows these times: the latest of them that would be believed, or
   * the clock's. Here a clock on its own is corrected by minutes too, since nothing stays of it.
   */
  ClockReading judgingTime(List<SignedTime> said, Witness witness, RawTime raw) {
    ClockReading now = read(raw);
    Instant limit = limit(witness, raw);
    Instant latest = now.wall();
    for (SignedTime time : said) {
      if (mayCount(time, now) && !time.at().isAfter(limit)) {
        latest = later(latest, time.at());
      }
    }
    return latest.equals(now.wall())
        ? now
        : new ClockReading(latest, ClockQuality.FLOOR, raw.monotonicMs());
  }

  /** What a technician says counts, not before the build; whatever anybody said is forgotten. */
  TimeFloor reset(Instant to, RawTime raw) {
    Instant set = later(built, to);
    return new TimeFloor(built, set, raw.monotonicMs(), set, raw.monotonicMs(), Claims.NONE);
  }

  /** The latest that the floor can be set to. */
  Instant latestReset() {
    return built.plus(LIFE);
  }

  private Claims withMachine(RawTime raw) {
    ClockReading now = read(raw);
    if (now.quality() == ClockQuality.FLOOR || !isWithinLife(now.wall(), raw)) {
      return claims;
    }
    return now.quality() == ClockQuality.SYNCHRONISED
        ? claims.replaced(Witness.MACHINE, now.wall())
        : claims.with(Witness.MACHINE, now.wall());
  }

  private TimeFloor with(RawTime raw, Claims newer) {
    Instant surely = vouchedAt(raw);
    ClockReading now = read(raw);
    Instant proven = proven(surely, newer);
    if (now.quality() == ClockQuality.FLOOR) {
      proven = later(proven, now.wall());
    }
    return proven.isAfter(floor)
        ? new TimeFloor(built, surely, raw.monotonicMs(), proven, raw.monotonicMs(), newer)
        : new TimeFloor(built, surely, raw.monotonicMs(), floor, floorMs, newer);
  }

  private static Instant proven(Instant surely, Claims claims) {
    List<Instant> said = claims.latestFirst();
    Instant agreed = said.size() < 2 ? surely : later(surely, said.get(1));
    Instant limit = agreed.plus(REACH);
    return later(
        agreed, said.stream().filter(time -> !time.isAfter(limit)).findFirst().orElse(agreed));
  }

  /** The latest time that this witness could bring about. */
  private Instant limit(Witness witness, RawTime raw) {
    Instant surely = vouchedAt(raw);
    return withMachine(raw)
        .ofOthers(witness)
        .map(other -> later(surely, other))
        .orElse(surely)
        .plus(REACH);
  }

  private static boolean mayCount(SignedTime time, ClockReading now) {
    return switch (now.quality()) {
      case FLOOR -> true;
      case HOLDOVER -> time.kind() == Kind.PRESENT;
      case SYNCHRONISED -> false;
    };
  }

  private static boolean counts(SignedTime time, ClockReading now) {
    return mayCount(time, now)
        && (now.quality() == ClockQuality.FLOOR || time.at().isAfter(now.wall().plus(LAG)));
  }

  private boolean isWithinLife(Instant time, RawTime raw) {
    return !time.isAfter(vouchedAt(raw).plus(LIFE));
  }

  private Instant vouchedAt(RawTime raw) {
    return vouched.plusMillis((raw.monotonicMs() - vouchedMs) * CERTAIN_OF_1000 / 1000);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
