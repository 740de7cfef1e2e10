// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

/** What became of bytes that somebody sent. */
public sealed interface Decoded {

  /** A payload within all limits. */
  record Good(KuraPayload payload) implements Decoded {}

  /**
   * None.
   *
   * @param code short and stable: {@code too-large}, {@code compressed} or {@code malformed}
   * @param reason a sentence that repeats nothing of what was sent
   */
  record Bad(String code, String reason) implements Decoded {}
}
