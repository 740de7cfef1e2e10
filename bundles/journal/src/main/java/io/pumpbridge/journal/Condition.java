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
 * @param full whether the disk is full, and the journal lives on the room it has
 * @param failure why the last attempt to write failed, empty if it did not
 * @param mending how a damaged store comes back, empty if there was none in this run
 */
record Condition(
    List<StreamStatus> streams,
    boolean open,
    int fullness,
    int setAsideCount,
    boolean lossy,
    boolean full,
    Optional<Failure> failure,
    Optional<Mending> mending) {

  static final Condition UNOPENED =
      new Condition(List.of(), false, 0, 0, false, false, Optional.empty(), Optional.empty());

  private static final Failure NOT_YET =
      new Failure(Trouble.FAILING, "the journal is not open yet");

  /** In hundredths: from here on somebody should ask why the server does not take the records. */
  static final int NEARLY_FULL = 80;

  /** What refused, and its words. */
  record Failure(Trouble trouble, String why) {}

  Condition opened(Ledger ledger, int fullness, int setAsideCount, boolean diskFull) {
    return new Condition(
        ledger.statuses(),
        true,
        fullness,
        setAsideCount,
        lossy,
        diskFull,
        Optional.empty(),
        mending);
  }

  Condition closed(Trouble trouble, String why) {
    Optional<Failure> now = Optional.of(new Failure(trouble, why));
    return new Condition(streams, false, fullness, setAsideCount, lossy, full, now, mending);
  }

  Condition onDisk(boolean diskFull) {
    return new Condition(streams, open, fullness, setAsideCount, lossy, diskFull, failure, mending);
  }

  Condition gaveWay() {
    return new Condition(streams, open, fullness, setAsideCount, true, full, failure, mending);
  }

  Condition mending(Mending how) {
    return new Condition(
        streams, open, fullness, setAsideCount, lossy, full, failure, Optional.of(how));
  }

  /** Whether nothing is written any more in this run. */
  boolean hasStopped() {
    return failure.filter(last -> last.trouble() == Trouble.STOPPED).isPresent();
  }

  /** Whether nothing need be tried again. */
  boolean isSound() {
    return open && !full;
  }

  /** Worst first. */
  Health health() {
    if (!open) {
      Failure last = failure.orElse(NOT_YET);
      return last.trouble().health(last.why());
    }
    if (full) {
      return Trouble.FULL.health("the journal is open");
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
