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
  record Waiting(String name, String why) implements Mending {
    @Override
    public Health health() {
      return new Health(
          Level.WARNING,
          "salvage-waiting",
          "The journal was damaged, and the old one, kept in %s, cannot be read now: %s."
              .formatted(name, why));
    }
  }
}
