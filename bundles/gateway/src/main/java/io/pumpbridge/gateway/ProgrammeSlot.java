// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The one programme that waits for a port's own thread or is under way there. It is handed in by
 * any thread, and always has an outcome: whatever the line does, whoever waits is told.
 */
final class ProgrammeSlot {
  private record Held(
      Programme programme,
      BooleanSupplier stillThere,
      CompletableFuture<ProgrammeOutcome> outcome,
      boolean begun) {
    private Held asBegun() {
      return new Held(programme, stillThere, outcome, true);
    }
  }

  private Optional<Held> held = Optional.empty();

  /**
   * Hands in.
   *
   * @param stillThere asked on the port's thread right before the session is told: whether the pump
   *     that is meant is still the one at its place
   */
  synchronized CompletableFuture<ProgrammeOutcome> offer(
      Programme programme, BooleanSupplier stillThere) {
    if (held.isPresent()) {
      return CompletableFuture.completedFuture(
          new Refused(Reason.BUSY, "Another programme is under way on this port."));
    }
    Held mine = new Held(programme, stillThere, new CompletableFuture<>(), false);
    held = Optional.of(mine);
    return mine.outcome();
  }

  /** For the port's thread: what its session is to be told now. */
  synchronized Optional<Programme> take() {
    if (held.isEmpty() || held.get().begun()) {
      return Optional.empty();
    }
    if (!held.get().stillThere().getAsBoolean()) {
      end(new Refused(Reason.NOT_FOLLOWED, "The pump has gone from its place."));
      return Optional.empty();
    }
    held = Optional.of(held.get().asBegun());
    return Optional.of(held.get().programme());
  }

  /** The session says how it ended. */
  synchronized void ended(Effect.Programmed said) {
    if (held.filter(mine -> mine.programme().equals(said.programme())).isPresent()) {
      end(said.outcome());
    }
  }

  /**
   * No session talks on this port any more; one that was told a programme has said how it ended.
   */
  synchronized void lineGone() {
    if (held.isPresent()) {
      end(
          held.get().begun()
              ? new Failed(Reason.LOST, "The port's driver failed under way.")
              : new Refused(Reason.LOST, "The port went before the pump was touched."));
    }
  }

  /**
   * Whoever waits has waited long enough.
   *
   * @return whether it has not begun, and now will not
   */
  synchronized boolean withdraw(Programme programme) {
    boolean waits =
        held.filter(mine -> mine.programme().equals(programme) && !mine.begun()).isPresent();
    if (waits) {
      held = Optional.empty();
    }
    return waits;
  }

  private void end(ProgrammeOutcome outcome) {
    CompletableFuture<ProgrammeOutcome> waiting = held.orElseThrow().outcome();
    held = Optional.empty();
    waiting.complete(outcome);
  }
}
