// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.SalvageLog.Progress;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;

/** How the records of a damaged store come back, in words for those who look after the gateway. */
sealed interface Mending {

  Health health();

  /** Not all is back. */
  record Salvaging(Progress progress) implements Mending {
    @Override
    public Health health() {
      return new Health(
          Level.WARNING,
          "salvaging",
          "The journal was damaged and has begun anew; %d records of the old one are back, and more may be. Its files are kept in %s."
              .formatted(progress.records(), progress.name()));
    }
  }

  /** All that could be read is back. */
  record Salvaged(Progress progress) implements Mending {
    @Override
    public Health health() {
      return new Health(
          Level.WARNING,
          "salvaged",
          "The journal was damaged: %d records came back, %d are missing. Its files are kept in %s; check the gateway's disk."
              .formatted(progress.records(), progress.lost(), progress.name()));
    }
  }

  /** Its files cannot be read at the moment; it is tried again. */
  record Waiting(Progress progress, String why) implements Mending {
    @Override
    public Health health() {
      String refused =
          progress.answersDone()
              ? ""
              : " Until then commands are refused, for it may hold their answers.";
      return new Health(
          Level.WARNING,
          "salvage-waiting",
          "The journal was damaged, and the old one, kept in %s, cannot be read now: %s. It is tried again by itself.%s Check the gateway's disk; if it can never be read, move that directory out of the journal's and keep it."
              .formatted(progress.name(), why, refused));
    }
  }

  /** Somebody took it away before all of it was read. */
  record GivenUp(Progress progress) implements Mending {
    @Override
    public Health health() {
      return new Health(
          Level.WARNING,
          "salvage-given-up",
          "The damaged journal in %s was taken away when %d of its records were back: the others are missing, and a command that it had answered may be done again. Keep it for pump-bridge journal rescue."
              .formatted(progress.name(), progress.records()));
    }
  }
}
