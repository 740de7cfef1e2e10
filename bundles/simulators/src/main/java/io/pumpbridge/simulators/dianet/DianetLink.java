// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import java.util.Arrays;
import java.util.Optional;

/**
 * Who may do what over the line: the mode of central control, the address, and the watchdog. Not
 * safe for threads.
 */
final class DianetLink {
  /** The pump gives its host up after so long without a sound frame. */
  static final long TIMEOUT_MS = 1_200;

  /** As long after a key the pump takes nothing from the line. */
  static final long USER_MS = 2_000;

  /** What the host may do. */
  enum Mode {
    DOCUMENTATION(0),
    REMOTE(1),
    REMOTE_ONLY(2);

    private final int code;

    Mode(int code) {
      this.code = code;
    }

    static Optional<Mode> of(int code) {
      return Arrays.stream(values()).filter(mode -> mode.code == code).findFirst();
    }
  }

  private static final int FIRST_ADDRESS = 'A';
  private static final int LAST_ADDRESS = 'Z';

  private Optional<Mode> mode = Optional.empty();
  private int address;
  private long lastHeardMs;
  private long keysUntilMs;
  private boolean locked;

  static boolean isAddress(int address) {
    return address >= FIRST_ADDRESS && address <= LAST_ADDRESS;
  }

  void enter(Mode next, int newAddress) {
    mode = Optional.of(next);
    address = newAddress;
  }

  /**
   * The host has gone; whether the address goes with it is not public, but it must be found again.
   */
  void leave() {
    mode = Optional.empty();
    address = 0;
  }

  /** When the host will be given up if it stays silent; empty if there is none. */
  Optional<Long> deadlineMs() {
    return mode.map(held -> lastHeardMs + TIMEOUT_MS);
  }

  void heard(long nowMs) {
    lastHeardMs = nowMs;
  }

  void keyPressed(long nowMs) {
    keysUntilMs = nowMs + USER_MS;
  }

  boolean isUserOperating(long nowMs) {
    return nowMs < keysUntilMs;
  }

  void lock(boolean on) {
    locked = on;
  }

  boolean isLocked() {
    return locked;
  }

  int address() {
    return address;
  }

  boolean isIn(Mode which) {
    return mode.equals(Optional.of(which));
  }

  /** Whether the host may act. */
  boolean isRemote() {
    return isIn(Mode.REMOTE) || isIn(Mode.REMOTE_ONLY);
  }
}
