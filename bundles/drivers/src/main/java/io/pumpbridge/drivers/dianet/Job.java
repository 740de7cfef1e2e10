// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.PumpSession.Step;
import java.util.List;

/**
 * A programme under way at a pump.
 *
 * @param poll where the polling was, to go on from there
 */
record Job(FollowedPump pump, Poll poll, Programme programme) {

  /** The same job at a pump with this address. */
  Job at(int address) {
    return new Job(pump.assigned(address), poll, programme);
  }

  Wanted wanted() {
    return Wanted.of(programme);
  }

  boolean isAt(Identity said) {
    return pump.is(said);
  }

  /** Another programme comes while this one is under way. */
  static Effect busy(Programme other) {
    return DianetSession.refused(other, Reason.BUSY, "Another programme is under way.");
  }

  /**
   * Another pump answers. It is not told to give anything back: it holds nothing of ours, and the
   * one that does ends the control by its own time-out.
   */
  static Step differentPump(
      DianetSettings settings, DianetLine line, Effect.Programmed outcome, long nowMs) {
    return Identifying.begin(settings, line, Search.afterLoss(), nowMs)
        .after(List.of(outcome, new Effect.Lost(LossReason.DIFFERENT_PUMP)));
  }
}
