// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.SalvageLog.Progress;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How a loss is put into words: it is an event of the audit lane like any other. */
final class Gaps {

  /** Why records of a store that came back are missing. */
  static final String DAMAGED = "damaged";

  /** The journal has used up what it may take. */
  static final String BUDGET = "budget";

  /** The disk did not let it take what it may. */
  static final String DISK_FULL = "disk-full";

  private Gaps() {}

  /**
   * The oldest records of a stream gave way to newer or more urgent ones.
   *
   * @param reason {@link #BUDGET} or {@link #DISK_FULL}
   * @param before the stream before
   * @param after and after
   */
  static Event gaveWay(String reason, Head before, Head after) {
    long first = before.goneUpTo() + 1;
    long last = after.removedUpTo();
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", reason)
            .put("epoch", after.stream().epoch())
            .put("lane", after.stream().lane().wireName())
            .put("first", first)
            .put("last", last)
            .put("count", last - first + 1)
            .put("hash", after.removedHash())
            .build());
  }

  /**
   * Records that the server has, and the second reader has not, gave way. The names differ from
   * those of a loss, so that no server takes it for one.
   *
   * @param before the stream before
   * @param after and after
   */
  static Event collectorMissed(Head before, Head after) {
    long first = before.releasedUpTo() + 1;
    long last = Math.min(after.removedUpTo(), before.goneUpTo());
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "collector-budget")
            .put("held_epoch", after.stream().epoch())
            .put("held_lane", after.stream().lane().wireName())
            .put("held_first", first)
            .put("held_last", last)
            .build());
  }

  /**
   * A whole store could not be used any more; a new epoch begins with this.
   *
   * @param keptIn the directory it was moved to
   */
  static Event storeSetAside(String why, String keptIn) {
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "store-damaged")
            .put("why", why)
            .put("kept_in", keptIn)
            .build());
  }

  /**
   * Records of a damaged store that cannot be read.
   *
   * @param hash of the last of them, as the next readable record names it
   * @param count how many, if that is known yet; some between first and last may be there
   */
  static Event unreadable(StreamId stream, Hole hole, OptionalLong count, Optional<String> hash) {
    Fields.Builder fields =
        Fields.builder()
            .put("reason", DAMAGED)
            .put("epoch", stream.epoch())
            .put("lane", stream.lane().wireName())
            .put("first", hole.first())
            .put("last", hole.last());
    count.ifPresent(known -> fields.put("count", known));
    hash.ifPresent(known -> fields.put("hash", known));
    return Event.of(EventName.JOURNAL_GAP, fields.build());
  }

  /**
   * A damaged store was read to its end: what came back, and after which record of each stream
   * nothing was found any more. Whether there was more, nobody can know.
   *
   * @param closed rows that look like records and that this gateway's key does not open
   */
  static Event salvaged(Progress progress, long closed, List<Fields> ends) {
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "salvaged")
            .put("kept_in", progress.name())
            .put("records", progress.records())
            .put("lost", progress.lost())
            .put("answers", progress.answers())
            .put("closed", closed)
            .put("ends", ends)
            .build());
  }

  /**
   * A damaged store was taken away before all that can be read of it had come back.
   *
   * @param progress how much had
   */
  static Event setAsideRemoved(Progress progress) {
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "set-aside-removed")
            .put("kept_in", progress.name())
            .put("records", progress.records())
            .put("answers", progress.answers())
            .build());
  }

  /**
   * The store is not the file that it was: what was written after that copy was made is not in it.
   *
   * @param epoch in which nothing is written any more
   */
  static Event storeRestored(String epoch) {
    return Event.of(EventName.JOURNAL_GAP, restored(epoch).build());
  }

  /**
   * The same, found out by what the server has. The names differ from those of a loss, so that no
   * server takes it for one.
   */
  static Event setBack(SetBack how) {
    return Event.of(
        EventName.JOURNAL_GAP,
        restored(how.stream().epoch())
            .put("known_lane", how.stream().lane().wireName())
            .put("known", how.sequence())
            .put("known_hash", how.hash())
            .build());
  }

  /**
   * Records of an ended epoch under whose numbers the server has others: they stand in the present
   * one, just before this. The names differ from those of a loss, so that no server takes it for
   * one.
   *
   * @param before the stream before
   * @param after and after
   */
  static Event toldAgain(Head before, Head after) {
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "told-again")
            .put("moved_epoch", before.stream().epoch())
            .put("moved_lane", before.stream().lane().wireName())
            .put("moved_first", before.goneUpTo() + 1)
            .put("moved_last", after.goneUpTo())
            .build());
  }

  private static Fields.Builder restored(String epoch) {
    return Fields.builder().put("reason", "store-restored").put("ended_epoch", epoch);
  }

  /** The file was taken away while the journal was in use. */
  static Event storeVanished() {
    return Event.of(
        EventName.JOURNAL_GAP, Fields.builder().put("reason", "store-vanished").build());
  }
}
