// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Cut;
import io.pumpbridge.model.driver.Effect.LossReason;

/**
 * What a session remembers of the line, whatever state it is in.
 *
 * @param garbled whether bytes without a valid checksum came since the last answer
 */
record DianetLine(DianetFrameReader reader, boolean garbled) {

  static DianetLine quiet() {
    return new DianetLine(DianetFrameReader.empty(), false);
  }

  DianetLine after(Cut cut) {
    boolean noise = cut.items().stream().anyMatch(item -> item instanceof DianetFrameReader.Noise);
    return new DianetLine(cut.next(), garbled || noise);
  }

  DianetLine answered() {
    return new DianetLine(reader, false);
  }

  /** An unfinished frame counts as garbled too: something talks, but not to the end. */
  LossReason lossReason() {
    return garbled || reader.held().length() > 0 ? LossReason.GARBLED : LossReason.SILENT;
  }
}
