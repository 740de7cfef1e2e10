// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.simulators.physics.Plunger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What stands in the segments that can be read. */
final class DianetAnswers {
  static final int IDENT = 0x01;
  static final int STATUS = 0x02;
  static final int ACTUAL = 0x03;
  static final int TARGETS = 0x04;
  static final int LIMITS = 0x06;

  private static final int PROTOCOL = 0x000E;
  private static final String SOFTWARE = "SIM 1.0   ";

  /** The pump's clock at the beginning; a simulator knows no other time. */
  private static final long CLOCK_AT_START = Instant.parse("2026-06-01T12:00:00Z").getEpochSecond();

  /** That its display shows two decimals is a guess. */
  private static final int RATE_DECIMALS = 2;

  private static final int NOTHING_32 = 0xFFFF_FFFF;
  private static final short NOTHING_16 = (short) 0xFFFF;
  private static final long TENTH = Plunger.GRAINS_PER_ML / 10;

  private final int ident;
  private final DianetDrive drive;
  private final DianetLink link;
  private long clockOffset = CLOCK_AT_START;

  DianetAnswers(int ident, DianetDrive drive, DianetLink link) {
    this.ident = ident;
    this.drive = drive;
    this.link = link;
  }

  int ident() {
    return ident;
  }

  void setClock(long unixTime) {
    clockOffset = unixTime - drive.nowMs() / 1_000;
  }

  byte[] identity() {
    return ByteBuffer.allocate(20)
        .putInt(ident)
        .putShort((short) PROTOCOL)
        .put(SOFTWARE.getBytes(StandardCharsets.ISO_8859_1))
        .putInt((int) (clockOffset + drive.nowMs() / 1_000))
        .array();
  }

  byte[] status() {
    return ByteBuffer.allocate(19)
        .put((byte) 0) // the pump's requests are not public; it has none
        .putInt(alarms())
        .putInt(state())
        .putInt((int) drive.flow()) // that it is what flows and not what is set is a guess
        .putInt(drive.vtbdLeft().map(grains -> (int) (grains / TENTH)).orElse(NOTHING_32))
        .putShort(drive.minutesLeft().map(DianetAnswers::minutes).orElse(NOTHING_16))
        .array();
  }

  private int alarms() {
    return drive.alarms().stream().mapToInt(DianetAlarm::mask).reduce(0, (a, b) -> a | b);
  }

  private int state() {
    return bit(1, link.isIn(DianetLink.Mode.DOCUMENTATION))
        | bit(2, link.isIn(DianetLink.Mode.REMOTE))
        | bit(3, link.isIn(DianetLink.Mode.REMOTE_ONLY))
        | bit(4, drive.battery().isOnMains())
        | bit(5, drive.standbyMinutes().isPresent())
        | bit(6, drive.canStart())
        | bit(7, drive.isRunning())
        | bit(8, drive.isBolusReady())
        | bit(9, drive.bolus().isRunning()) // which of 9, 10 and 12 means which bolus is not public
        | bit(11, link.isUserOperating(drive.nowMs()))
        | bit(13, drive.isKeepingVeinOpen())
        | bit(14, drive.board().isMuted())
        | bit(16, link.isLocked());
  }

  private static int bit(int number, boolean set) {
    return set ? 1 << number : 0;
  }

  private static short minutes(long minutes) {
    return (short) Math.min(minutes, 0xFFFE);
  }

  byte[] actual() {
    return ByteBuffer.allocate(21)
        .put((byte) drive.plunger().pressure(100))
        .putInt((int) (drive.plunger().infused() / TENTH))
        .putShort(minutes(drive.infusionMinutes()))
        .putShort((short) 0) // rest of the bolus interval: this pump has no PCA
        .putShort(minutes(drive.battery().minutesLeft()))
        .putShort(minutes(drive.standbyMinutes().orElse(0L)))
        .putShort((short) DianetDrive.SYRINGE_ML) // its size; what else it could mean is not public
        .putShort(NOTHING_16) // not public
        .putShort(NOTHING_16) // not public
        .putShort((short) (drive.bolus().given() / TENTH))
        .array();
  }

  /**
   * Segment 06, laid out as the vendor's header has it (dstarcom.h, _dstar_data_limits); that
   * control from outside changes no limit is a guess.
   */
  private static byte[] limits() {
    ByteBuffer limits =
        ByteBuffer.allocate(49)
            .putInt((int) Targets.MAX_RATE) // of a bolus
            .put((byte) 0) // how somebody is called is not this pump's business
            .put((byte) RATE_DECIMALS);
    putRates(limits)
        .put((byte) TimeUnit.MILLISECONDS.toMinutes(DianetDrive.NEAR_END_MS))
        .putInt(0b1111) // bolus, standby, pressure, key lock
        .put((byte) Targets.MAX_STEP)
        .putInt((int) Targets.MAX_VTBD)
        .putShort((short) Targets.MAX_BOLUS)
        .putInt(1) // least rate and volume of a bolus
        .putShort((short) 1)
        .put((byte) RATE_DECIMALS);
    return putRates(putRates(limits)).array(); // by hand, and under control from outside
  }

  private static ByteBuffer putRates(ByteBuffer limits) {
    return limits.putInt((int) Targets.MAX_RATE).putInt((int) Targets.LEAST_RATE);
  }

  /** What can be read; empty for what the pump has but nothing public describes. */
  Optional<byte[]> read(int segment) {
    return switch (segment) {
      case IDENT -> Optional.of(identity());
      case STATUS -> Optional.of(status());
      case ACTUAL -> Optional.of(actual());
      case TARGETS -> Optional.of(drive.targets().toBytes());
      case LIMITS -> Optional.of(limits());
      default -> Optional.empty();
    };
  }
}
