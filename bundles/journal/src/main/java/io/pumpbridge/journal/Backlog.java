// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is found of a dead gateway's journal, store by store and stream by stream, as findings. */
final class Backlog {

  /** What was found of one stream in one store. */
  private static final class Tally {
    private final StreamId stream;
    private final long confirmed;
    private long told;
    private long undelivered;
    private long closed;

    Tally(StreamId stream, long confirmed) {
      this.stream = stream;
      this.confirmed = confirmed;
    }

    Map<String, Object> describe() {
      Map<String, Object> map = place("backlog", stream);
      map.put("told", told);
      map.put("confirmed", confirmed);
      map.put("undelivered", undelivered);
      map.put("closed", closed);
      return map;
    }
  }

  /** A record that came back from a store that was set aside is in both stores. */
  private record Told(StreamId stream, long sequence, String hash) {}

  private final Consumer<String> lines;
  private final JournalReview review = new JournalReview(false);
  private final List<Tally> tallies = new ArrayList<>();
  private final Set<Told> told = new HashSet<>();
  private final List<Map<String, Object>> damage = new ArrayList<>();
  private long closedElsewhere;

  /**
   * @param lines takes each record that opens, once, as an export has it
   */
  Backlog(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * A stream begins; what follows is about it.
   *
   * @param before what its first record follows, if that is known
   */
  void stream(StreamId stream, long confirmed, Optional<Anchor> before) {
    tallies.add(new Tally(stream, confirmed));
    before.ifPresent(anchor -> review.frame(stream, anchor, 0));
  }

  private Tally present() {
    return tallies.get(tallies.size() - 1);
  }

  /** Numbers that damage has taken earlier; a gap record said so, and may have been delivered. */
  void earlierHole(Hole hole) {
    review.hole(present().stream, hole);
  }

  /** A row of it; no record if it does not open. */
  void row(StoredRecord row, Optional<EventRecord> record) throws JournalException {
    Tally tally = present();
    if (record.isEmpty()) {
      review.add(StoredEvidence.of(tally.stream, row, record));
      tally.closed++;
    } else if (told.add(new Told(tally.stream, row.sequence(), row.hash().toHex()))) {
      review.add(StoredEvidence.of(tally.stream, row, record));
      lines.accept(ExportLines.ofStored(record.get()));
      tally.told++;
      tally.undelivered += row.sequence() > tally.confirmed ? 1 : 0;
    }
  }

  /** Numbers of it that the store has lost. */
  void lost(String store, Hole hole, String reason) {
    Map<String, Object> map = place("damage", present().stream);
    map.put("store", store);
    map.put("first", hole.first());
    map.put("last", hole.last());
    map.put("reason", reason);
    damage.add(map);
  }

  /** Something is wrong with a whole store. */
  void spoilt(String store, String reason) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "damage");
    map.put("store", store);
    map.put("reason", reason);
    damage.add(map);
  }

  /** Rows like records that do not open, so that nobody knows of which stream they are. */
  void closedElsewhere(long rows) {
    closedElsewhere += rows;
  }

  /** Of which gateways there is a stream. */
  List<String> gateways() {
    return tallies.stream().map(tally -> tally.stream.gateway()).distinct().toList();
  }

  /** Whether there are records, and not one of them opens. */
  boolean isAllClosed() {
    return tallies.stream().mapToLong(tally -> tally.told).sum() == 0
        && tallies.stream().mapToLong(tally -> tally.closed).sum() + closedElsewhere > 0;
  }

  List<Map<String, Object>> damage() {
    return damage;
  }

  void tell(Consumer<Map<String, Object>> findings) {
    tallies.forEach(tally -> findings.accept(tally.describe()));
    damage.forEach(findings);
    review.tell(findings);
  }

  private static Map<String, Object> place(String type, StreamId stream) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", type);
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    return map;
  }
}
