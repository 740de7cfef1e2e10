// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;

/**
 * What a session wants done. Where several pumps stand behind one port (a rack, a base with
 * modules), {@code place} says which of them is meant: the pump's own name for the slot, for
 * example {@code 1/2}; {@link #ONLY} where a port has one pump.
 */
public sealed interface Effect {

  /** The place of a pump that has a port for itself. */
  String ONLY = "";

  record Send(Bytes bytes) implements Effect {}

  /** The pump at a place said who it is; comes before its first report and after each loss. */
  record Identified(String place, PumpIdentity pump) implements Effect {
    public Identified(PumpIdentity pump) {
      this(ONLY, pump);
    }
  }

  record Report(String place, Observation observation) implements Effect {
    public Report(Observation observation) {
      this(ONLY, observation);
    }
  }

  /** The pump is no longer followed; the session goes on by itself to find it again. */
  record Lost(String place, LossReason reason) implements Effect {
    public Lost(LossReason reason) {
      this(ONLY, reason);
    }
  }

  /** Bytes that were no valid frame; counted, never interpreted. */
  record Noise(int byteCount) implements Effect {}

  /** How a programme ended; comes once for each {@link SessionInput.Program}. */
  record Programmed(Programme programme, ProgrammeOutcome outcome) implements Effect {}

  /** Whose fault a loss is. */
  enum LossReason {
    /** The pump does not answer. */
    SILENT,
    /** It answers, but nothing that holds its checksum. */
    GARBLED,
    /** The port has gone. */
    UNPLUGGED,
    /** Another pump answers. */
    DIFFERENT_PUMP,
    /** The rack or base says that the pump was taken out. */
    REMOVED,
    /** We stopped listening in order: the bridge stops, or the driver was taken away. */
    RELEASED
  }
}
