// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a session remembers of the line, whatever state it is in.
 *
 * @param garbled whether bytes without a valid checksum came since the last answer
 * @param lateUntilMs until when the reply to a request that was given up may still come
 * @param held the remote control that could not be given back
 */
record AlarisLine(
    AlarisFrameReader reader, boolean garbled, OptionalLong lateUntilMs, Optional<Held> held) {

  /**
   * Remote control of a pump that did not confirm its release.
   *
   * @param tries how often it has been asked since
   */
  record Held(String serialNumber, int tries) {}

  static AlarisLine quiet() {
    return new AlarisLine(AlarisFrameReader.empty(), false, OptionalLong.empty(), Optional.empty());
  }

  AlarisLine after(Cut cut) {
    boolean noise =
        cut.items().stream().anyMatch(item -> !(item instanceof AlarisFrameReader.Frame));
    return new AlarisLine(cut.next(), garbled || noise, lateUntilMs, held);
  }

  AlarisLine answered() {
    return new AlarisLine(reader, false, lateUntilMs, held);
  }

  /** A request went unanswered; its reply may come when something else has been asked. */
  AlarisLine unanswered(long nowMs) {
    return new AlarisLine(
        reader, garbled, OptionalLong.of(nowMs + AlarisSettings.LATEST_REPLY_MS), held);
  }

  /** Whether a reply that comes now answers what was asked last, and nothing older. */
  boolean isInStep(long nowMs) {
    return lateUntilMs.isEmpty() || nowMs - lateUntilMs.getAsLong() >= 0;
  }

  /** The pump did not confirm that it has its control back; gives up after a while. */
  AlarisLine notReleased(String serialNumber) {
    int tries = holds(serialNumber) ? held.orElseThrow().tries() + 1 : 1;
    return new AlarisLine(
        reader,
        garbled,
        lateUntilMs,
        tries > AlarisSettings.LATER_RELEASES
            ? Optional.empty()
            : Optional.of(new Held(serialNumber, tries)));
  }

  AlarisLine released() {
    return new AlarisLine(reader, garbled, lateUntilMs, Optional.empty());
  }

  /** Whether this pump's control may still be ours. */
  boolean holds(String serialNumber) {
    return held.isPresent() && held.get().serialNumber().equals(serialNumber);
  }

  /** An unfinished frame counts as garbled too: something talks, but not to the end. */
  LossReason lossReason() {
    return garbled || reader.held().length() > 0 ? LossReason.GARBLED : LossReason.SILENT;
  }
}
