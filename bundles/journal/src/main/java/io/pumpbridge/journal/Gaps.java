// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;

/** How a loss is put into words: it is an event of the audit lane like any other. */
final class Gaps {

  private Gaps() {}

  /**
   * The oldest records of a stream gave way to newer or more urgent ones.
   *
   * @param before the stream before
   * @param after and after
   */
  static Event gaveWay(Head before, Head after) {
    long first = before.goneUpTo() + 1;
    long last = after.removedUpTo();
    return Event.of(
        EventName.JOURNAL_GAP,
        Fields.builder()
            .put("reason", "budget")
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

  /** The file was taken away while the journal was in use. */
  static Event storeVanished() {
    return Event.of(
        EventName.JOURNAL_GAP, Fields.builder().put("reason", "store-vanished").build());
  }
}
