// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

/** The pumps that speak it, by the type number in their ident number. */
public enum DianetModel {
  INFUSOMAT_FMS(202, 300, DianetAlarm.EMPTY),
  INFUSOMAT_P(203, 300, DianetAlarm.EMPTY),
  PERFUSOR_FM(1019, 300, DianetAlarm.SYRINGE),
  PERFUSOR_COMPACT(1200, 400, DianetAlarm.SYRINGE),
  PERFUSOR_COMPACT_S(1201, 400, DianetAlarm.SYRINGE);

  private static final int SERIAL_BITS = 18;

  /** The greatest serial number there is room for. */
  public static final int LAST_SERIAL = (1 << SERIAL_BITS) - 1;

  private final int type;
  private final long frameTimeoutMs;
  private final DianetAlarm end;

  DianetModel(int type, long frameTimeoutMs, DianetAlarm end) {
    this.type = type;
    this.frameTimeoutMs = frameTimeoutMs;
    this.end = end;
  }

  /** The ident number: the serial number in bits 0 to 17, the type above it. */
  int ident(int serial) {
    return type << SERIAL_BITS | serial;
  }

  /** A longer pause between two bytes ends a frame. */
  long frameTimeoutMs() {
    return frameTimeoutMs;
  }

  /** What it raises when nothing is left: a syringe that is through, or a bag that is empty. */
  DianetAlarm end() {
    return end;
  }
}
