// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.physics.Plunger;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the pump is to do, as segments 04 and 12 carry it.
 *
 * @param rate 0.01 mL/h
 * @param vtbd volume to be delivered, 0.1 mL; 0 for none
 * @param minutes infusion time; 0 for none
 * @param bolusRate 0.01 mL/h
 * @param bolusVolume 0.1 mL
 * @param pressureStep 1 to 9
 * @param drug 20 characters
 */
record Targets(
    long rate,
    long vtbd,
    long minutes,
    long bolusRate,
    long bolusVolume,
    int pressureStep,
    long standbyMinutes,
    String drug) {
  static final int LENGTH = 39;

  /**
   * What the models can do is not public: each tells it in segment 06. No infusion pump of the
   * family goes beyond this.
   */
  static final long MAX_RATE = 99_990;

  static final long LEAST_RATE = 1;
  static final long MAX_VTBD = 99_999;
  static final long MAX_BOLUS = 9_999;
  static final int MAX_STEP = 9;
  private static final long MAX_MINUTES = 9_999;
  private static final int DRUG_LENGTH = 20;
  private static final int VTBD_AT = 4;
  private static final int MINUTES_AT = 8;
  private static final long NONE_32 = 0xFFFF_FFFFL;
  private static final int NONE_16 = 0xFFFF;
  private static final int NONE_8 = 0xFF;

  static final Targets AT_FIRST = new Targets(0, 0, 0, 0, 0, 5, 0, " ".repeat(DRUG_LENGTH));

  Targets withRate(long hundredths) {
    return new Targets(
        hundredths, vtbd, minutes, bolusRate, bolusVolume, pressureStep, standbyMinutes, drug);
  }

  Targets withVtbd(long tenths) {
    return new Targets(
        rate, tenths, minutes, bolusRate, bolusVolume, pressureStep, standbyMinutes, drug);
  }

  Optional<BigDecimal> vtbdMl() {
    return vtbd == 0 ? Optional.empty() : Optional.of(BigDecimal.valueOf(vtbd, 1));
  }

  Optional<Long> minutesToRun() {
    return minutes == 0 ? Optional.empty() : Optional.of(minutes);
  }

  long bolusGrains() {
    return bolusVolume * (Plunger.GRAINS_PER_ML / 10);
  }

  /** These, changed by what somebody wrote; a field full of FF leaves what was. */
  Targets changedBy(Bytes written) {
    ByteBuffer in = written.toBuffer();
    return new Targets(
        keep(in.getInt() & NONE_32, NONE_32, rate),
        keep(in.getInt() & NONE_32, NONE_32, vtbd),
        keep(in.getShort() & NONE_16, NONE_16, minutes),
        keep(in.getInt() & NONE_32, NONE_32, bolusRate),
        keep(in.getShort() & NONE_16, NONE_16, bolusVolume),
        (int) keep(in.get() & NONE_8, NONE_8, pressureStep),
        keep(in.getShort() & NONE_16, NONE_16, standbyMinutes),
        drug(in));
  }

  /** Whether somebody wrote a volume to be delivered, be it the old one. */
  static boolean setsVtbd(Bytes written) {
    return (written.toBuffer().getInt(VTBD_AT) & NONE_32) != NONE_32;
  }

  static boolean setsMinutes(Bytes written) {
    return (written.toBuffer().getShort(MINUTES_AT) & NONE_16) != NONE_16;
  }

  private static long keep(long written, long none, long before) {
    return written == none ? before : written;
  }

  private String drug(ByteBuffer in) {
    byte[] text = new byte[DRUG_LENGTH];
    in.get(text);
    String written = new String(text, StandardCharsets.ISO_8859_1);
    return written.chars().allMatch(c -> c == NONE_8) ? drug : written;
  }

  /** Whether the pump can do that, each for itself. */
  boolean isInRange() {
    return rate <= MAX_RATE
        && vtbd <= MAX_VTBD
        && minutes <= MAX_MINUTES
        && bolusRate <= MAX_RATE
        && bolusVolume <= MAX_BOLUS
        && pressureStep >= 1
        && pressureStep <= MAX_STEP
        && standbyMinutes <= MAX_MINUTES;
  }

  /** Whether rate, volume and time agree; the time is whole minutes, the volume whole tenths. */
  boolean isConsistent() {
    if (rate == 0 || vtbd == 0 || minutes == 0) {
      return true;
    }
    long apart = Math.abs(rate * minutes - vtbd * 10 * 60); // in 0.01 mL/h for a minute
    return apart <= rate + 10 * 60;
  }

  /** As segment 04 carries it. That a value that is not set reads as FF is a guess. */
  byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH)
        .putInt((int) rate)
        .putInt((int) (vtbd == 0 ? NONE_32 : vtbd))
        .putShort((short) (minutes == 0 ? NONE_16 : minutes))
        .putInt((int) bolusRate)
        .putShort((short) bolusVolume)
        .put((byte) pressureStep)
        .putShort((short) standbyMinutes)
        .put(drug.getBytes(StandardCharsets.ISO_8859_1))
        .array();
  }
}
