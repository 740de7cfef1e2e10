// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;

/** Judges by the library in force and the associations held; never blocks. */
public interface DoseJudge {

  Judgement judge(PumpIdentity pump, Observation observation);

  /**
   * As {@link #judge(PumpIdentity, Observation)}; where no association holds, the device limits of
   * this care area (where the gateway stands) are judged by, and nothing else.
   */
  default Judgement judge(PumpIdentity pump, Observation observation, String careArea) {
    return judge(pump, observation);
  }

  /** What is known to run on a channel, if an association says so. */
  Optional<Association> association(PumpIdentity pump, String channel);

  /**
   * Another pump is on this port, or none: what was associated with this one no longer holds. The
   * caller records it as an event; what expires or is replaced is recorded by the judge itself.
   *
   * @return what was dropped
   */
  List<Association> drop(PumpIdentity pump, String reason);

  /**
   * The pump does not answer for now, by its own protocol's measure; its next reading says that it
   * does again. What was said of it holds until {@link #drop}.
   */
  default void lost(PumpIdentity pump) {}

  /** The version in force, 0 if none. */
  long libraryVersion();
}
