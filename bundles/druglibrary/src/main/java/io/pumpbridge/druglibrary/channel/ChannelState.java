// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * What one channel is judged by.
 *
 * @param sha256 of the library's content; empty if none is in force for it
 * @param version 0 if none
 * @param since when it came into force here
 * @param running whether an infusion runs that began with this library
 * @param programme what is known to run, as a fingerprint; empty if no order says so
 * @param heard the last reading, by the trusted clock
 * @param heardMs the same in this run's monotonic time; empty if not heard since the start
 * @param lost whether its pump has stopped to answer since
 */
record ChannelState(
    String sha256,
    long version,
    Instant since,
    boolean running,
    Optional<String> programme,
    Instant heard,
    Optional<Long> heardMs,
    boolean lost) {

  /**
   * Also if nobody says that it is lost. That a pump does not answer, its protocol knows by its own
   * measure; this is longer than two rounds of the slowest rack (282 s), which is what that one
   * allows.
   */
  static final long UNREACHABLE_AFTER_MS = 300_000;

  /** The pump left, or was silent for long: whatever it does next is another infusion. */
  ChannelState released() {
    return new ChannelState(sha256, version, since, false, Optional.empty(), heard, heardMs, lost);
  }

  /** Its pump does not answer any more; what it does next is the same infusion all the same. */
  ChannelState asLost() {
    return new ChannelState(sha256, version, since, running, programme, heard, heardMs, true);
  }

  /**
   * Why it is not on the newest library, for programs; empty if it is.
   *
   * @param newest the content's SHA-256; empty if none is in force
   * @param none why none is in force
   */
  Optional<String> whyNot(String newest, String none, long nowMs) {
    if (newest.isEmpty()) {
      return Optional.of(none);
    }
    if (sha256.equals(newest)) {
      return Optional.empty();
    }
    if (heardMs.isEmpty()) {
      return Optional.of("not-heard-yet");
    }
    if (lost || nowMs - heardMs.get() > UNREACHABLE_AFTER_MS) {
      return Optional.of("unreachable");
    }
    return Optional.of(running ? "infusing" : "at-next-reading");
  }
}
