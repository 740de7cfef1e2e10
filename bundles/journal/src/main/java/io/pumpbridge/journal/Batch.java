// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.model.time.ClockReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What goes into one transaction: what waited when it was taken, and what has come while that was
 * being sealed. So a burst shares one commit, and a lone event waits for nobody.
 */
final class Batch {

  /**
   * What a batch is made of.
   *
   * @param entries in order within each lane, most urgent lane first
   * @param at a time for what the journal itself adds at the end; not after any audit event that
   *     still waits
   */
  record Part(List<Pending> entries, ClockReading at) {}

  /** Where more comes from. */
  interface Latecomers {
    /** What goes into the same transaction behind what it has so far; empty if that is the end. */
    Part after(List<Pending> soFar);
  }

  private final List<Pending> entries;
  private final Latecomers latecomers;
  private ClockReading at;

  Batch(Part first, Latecomers latecomers) {
    this.entries = new ArrayList<>(first.entries());
    this.at = first.at();
    this.latecomers = latecomers;
  }

  /** That nobody comes late to. */
  static Batch of(List<Pending> entries, ClockReading at) {
    return new Batch(new Part(entries, at), soFar -> new Part(List.of(), at));
  }

  /** As of now. From any thread, since whoever closes the journal looks what is in hand. */
  synchronized List<Pending> entries() {
    return List.copyOf(entries);
  }

  /** For what the journal itself adds at the end. */
  synchronized ClockReading at() {
    return at;
  }

  /** Not after any of the entries. */
  synchronized ClockReading earliest() {
    ClockReading earliest = at;
    for (Pending entry : entries) {
      if (entry.at().monotonicMs() < earliest.monotonicMs()) {
        earliest = entry.at();
      }
    }
    return earliest;
  }

  /** How many there are, as of now. */
  synchronized int size() {
    return entries.size();
  }

  /** Whether there is an entry at a place; takes in what has come meanwhile if that is the end. */
  synchronized boolean reaches(int place) {
    if (place >= entries.size() && place < Intake.BATCH_LIMIT) {
      Part part = latecomers.after(Collections.unmodifiableList(entries));
      entries.addAll(part.entries());
      at = part.at();
    }
    return place < entries.size();
  }

  /** That at a place which {@link #reaches} has reached. */
  synchronized Pending entry(int place) {
    return entries.get(place);
  }
}
