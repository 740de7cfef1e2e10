// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.util.List;
import java.util.Optional;

/**
 * How the store is, as a value, for those who must not wait for it.
 *
 * @param streams as of the last commit
 * @param open whether it can be used now
 * @param fullness of its budget, in hundredths
 * @param setAsideCount damaged stores that were moved aside in this run
 * @param lossy whether records had to give way in this run
 * @param failure why the last attempt to write failed, empty if it did not
 * @param mending how a damaged store comes back, empty if there was none in this run
 */
record Condition(
    List<StreamStatus> streams,
    boolean open,
    int fullness,
    int setAsideCount,
    boolean lossy,
    Optional<String> failure,
    Optional<Mending> mending) {

  static final Condition UNOPENED =
      new Condition(List.of(), false, 0, 0, false, Optional.empty(), Optional.empty());

  /** In hundredths: from here on somebody should ask why the server does not take the records. */
  static final int NEARLY_FULL = 80;

  Condition opened(Ledger ledger, int fullness, int setAsideCount) {
    return new Condition(
        ledger.statuses(), true, fullness, setAsideCount, lossy, Optional.empty(), mending);
  }

  Condition closed(String why) {
    return new Condition(streams, false, fullness, setAsideCount, lossy, Optional.of(why), mending);
  }

  Condition gaveWay() {
    return new Condition(streams, open, fullness, setAsideCount, true, failure, mending);
  }

  Condition mending(Mending how) {
    return new Condition(streams, open, fullness, setAsideCount, lossy, failure, Optional.of(how));
  }

  /** Worst first. */
  Health health() {
    if (!open) {
      return new Health(
          Level.CRITICAL,
          "storage-failing",
          "Events cannot be stored: %s. Check the gateway's disk; it is tried again by itself."
              .formatted(failure.orElse("the journal is not open yet")));
    }
    if (mending.isPresent()) {
      return mending.orElseThrow().health();
    }
    if (setAsideCount > 0) {
      return new Health(
          Level.WARNING,
          "set-aside",
          "The journal was damaged and has begun anew; the old one is kept in its directory.");
    }
    if (lossy) {
      return new Health(
          Level.WARNING,
          "giving-way",
          "The journal is full: the oldest records of the lowest lanes give way. Reach the server.");
    }
    if (fullness > NEARLY_FULL) {
      return new Health(
          Level.WARNING,
          "nearly-full",
          "The journal is %d %% full. Find out why the server does not take its records."
              .formatted(fullness));
    }
    return Health.WELL;
  }
}
