// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.described.FrameReader.Cut;
import io.pumpbridge.model.driver.Effect.LossReason;

/**
 * What a session remembers of the line, whatever state it is in.
 *
 * @param garbled whether bytes without a valid checksum came since the last answer
 */
record DescribedLine(FrameReader reader, boolean garbled) {

  static DescribedLine quiet(DescribedSettings settings) {
    return new DescribedLine(FrameReader.of(settings.shape()), false);
  }

  DescribedLine after(Cut cut) {
    boolean noise = cut.items().stream().anyMatch(item -> item instanceof FrameReader.Noise);
    return new DescribedLine(cut.next(), garbled || noise);
  }

  DescribedLine answered() {
    return new DescribedLine(reader, false);
  }

  int held() {
    return reader.held().length();
  }

  /**
   * Before a question is asked, what is left of an older answer is given up: a damaged length would
   * otherwise swallow the answers that come.
   */
  DescribedLine fresh() {
    return held() == 0 ? this : new DescribedLine(FrameReader.of(reader.shape()), true);
  }

  /** An unfinished frame counts as garbled too: something talks, but not to the end. */
  LossReason lossReason() {
    return garbled || held() > 0 ? LossReason.GARBLED : LossReason.SILENT;
  }
}
