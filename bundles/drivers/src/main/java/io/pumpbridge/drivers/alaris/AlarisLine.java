// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.model.driver.Effect.LossReason;

/**
 * What a session remembers of the line, whatever state it is in.
 *
 * @param garbled whether bytes without a valid checksum came since the last answer
 */
record AlarisLine(AlarisFrameReader reader, boolean garbled) {

  static AlarisLine quiet() {
    return new AlarisLine(AlarisFrameReader.empty(), false);
  }

  AlarisLine after(Cut cut) {
    boolean noise =
        cut.items().stream().anyMatch(item -> !(item instanceof AlarisFrameReader.Frame));
    return new AlarisLine(cut.next(), garbled || noise);
  }

  AlarisLine answered() {
    return new AlarisLine(reader, false);
  }

  /** An unfinished frame counts as garbled too: something talks, but not to the end. */
  LossReason lossReason() {
    return garbled || reader.held().length() > 0 ? LossReason.GARBLED : LossReason.SILENT;
  }
}
