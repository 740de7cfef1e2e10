// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;

/** What a session wants done. */
public sealed interface Effect {

  record Send(Bytes bytes) implements Effect {}

  /** The pump said who it is; comes before the first report and after each loss. */
  record Identified(PumpIdentity pump) implements Effect {}

  record Report(Observation observation) implements Effect {}

  /** The pump is no longer followed; the session goes on by itself to find it again. */
  record Lost(LossReason reason) implements Effect {}

  /** Bytes that were no valid frame; counted, never interpreted. */
  record Noise(int byteCount) implements Effect {}

  /** Whose fault a loss is. */
  enum LossReason {
    /** The pump does not answer. */
    SILENT,
    /** It answers, but nothing that holds its checksum. */
    GARBLED,
    /** The port has gone. */
    UNPLUGGED,
    /** Another pump answers. */
    DIFFERENT_PUMP
  }
}
