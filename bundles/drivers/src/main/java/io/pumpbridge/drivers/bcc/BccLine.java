// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Cut;
import io.pumpbridge.drivers.bcc.BccFrameReader.Noise;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;

/**
 * What a session remembers of the line, whatever state it is in.
 *
 * @param garbled whether bytes without a valid checksum came since the last request or block
 * @param heardMs when anything came last
 */
record BccLine(BccFrameReader reader, boolean garbled, long heardMs) {

  static BccLine quiet(BccStuffing stuffing, long nowMs) {
    return new BccLine(BccFrameReader.empty(stuffing), false, nowMs);
  }

  BccLine after(Cut cut, long nowMs) {
    return new BccLine(
        cut.next(), garbled || cut.items().stream().anyMatch(Noise.class::isInstance), nowMs);
  }

  /** A new request goes out: what came before it no longer counts. */
  BccLine fresh() {
    return new BccLine(reader.emptied(), false, heardMs);
  }

  /** A block came: what was damaged before it no longer counts. */
  BccLine answered() {
    return new BccLine(reader, false, heardMs);
  }

  /** What is given up with {@link #fresh()}. */
  List<Effect> unfinished() {
    int held = reader.held().length();
    return held == 0 ? List.of() : List.of(new Effect.Noise(held));
  }

  /** An unfinished frame counts too: something talks, but not to the end. */
  boolean isDamaged() {
    return garbled || reader.held().length() > 0;
  }

  LossReason lossReason() {
    return isDamaged() ? LossReason.GARBLED : LossReason.SILENT;
  }
}
