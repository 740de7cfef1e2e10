// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The heads of all streams. A transaction works on a copy, which takes the original's place only
 * after the commit; that is why a failed one leaves no hole in the numbers.
 */
final class Ledger {
  private final String gateway;
  private final String epoch;
  private Map<StreamId, Head> heads;

  /** Of the audit lane on disk; empty while nobody had to know. */
  private OptionalLong auditBytes = OptionalLong.empty();

  /** Of those written since the store was opened. */
  private Optional<EventRecord> newestGap = Optional.empty();

  private Optional<EventRecord> newestAudit = Optional.empty();

  /**
   * @param heads oldest stream first
   */
  Ledger(String gateway, String epoch, List<Head> heads) {
    this(gateway, epoch, new LinkedHashMap<>());
    heads.forEach(this::put);
  }

  private Ledger(String gateway, String epoch, Map<StreamId, Head> heads) {
    this.gateway = gateway;
    this.epoch = epoch;
    this.heads = heads;
  }

  Ledger copy() {
    Ledger copy = new Ledger(gateway, epoch, new LinkedHashMap<>(heads));
    copy.auditBytes = auditBytes;
    copy.newestGap = newestGap;
    copy.newestAudit = newestAudit;
    return copy;
  }

  /** What was said last of a loss; empty if nothing was since the store was opened. */
  Optional<EventRecord> newestGap() {
    return newestGap;
  }

  /** Of the audit lane; empty if none was written since the store was opened. */
  Optional<EventRecord> newestAudit() {
    return newestAudit;
  }

  void gapTold(EventRecord gap) {
    newestGap = Optional.of(gap);
  }

  /** What the audit lane takes on disk, once somebody has measured it. */
  OptionalLong auditBytes() {
    return auditBytes;
  }

  void measured(long bytes) {
    auditBytes = OptionalLong.of(bytes);
  }

  /** Rows of the audit lane came (or, negative, went). */
  void auditGrew(long bytes) {
    if (auditBytes.isPresent()) {
      auditBytes = OptionalLong.of(auditBytes.getAsLong() + bytes);
    }
  }

  Optional<Head> find(StreamId stream) {
    return Optional.ofNullable(heads.get(stream));
  }

  /** That new records belong to. */
  String epoch() {
    return epoch;
  }

  /** The stream that new records of a lane go to. */
  Head current(Lane lane) {
    return find(new StreamId(gateway, epoch, lane))
        .orElseThrow(() -> new IllegalStateException("a lane without a stream: " + lane));
  }

  void put(Head head) {
    heads.put(head.stream(), head);
  }

  /** A stream that came back just now: older than all that did not. */
  void putReturned(Head head) {
    Map<StreamId, Head> ordered = new LinkedHashMap<>();
    heads.values().stream().filter(Head::returned).forEach(one -> ordered.put(one.stream(), one));
    ordered.put(head.stream(), head);
    heads.forEach(ordered::putIfAbsent);
    heads = ordered;
  }

  /** What the next record of the event's lane would be; takes no number yet. */
  EventRecord next(WrittenEvent event, ClockReading at) {
    Head head = current(event.lane());
    return EventRecord.of(head.stream(), head.last() + 1, head.lastHash(), at, event);
  }

  /**
   * What a record of an ended epoch would be in the present one, with its time and all it tells;
   * takes no number yet.
   *
   * @param content as its canonical bytes say it
   */
  EventRecord again(Lane lane, Fields content) {
    Head head = current(lane);
    Fields moved =
        Fields.builder()
            .putAll(content)
            .put("epoch", epoch)
            .put("seq", head.last() + 1)
            .put("prev", head.lastHash())
            .build();
    Bytes canonical = Bytes.of(moved.toString(), StandardCharsets.UTF_8);
    return new EventRecord(
        head.stream(), head.last() + 1, head.lastHash(), EventRecord.hashOf(canonical), canonical);
  }

  /** Takes the number. */
  void take(EventRecord record) {
    if (record.stream().lane() == Lane.AUDIT) {
      newestAudit = Optional.of(record);
    }
    put(current(record.stream().lane()).appended(record));
  }

  List<Head> heads() {
    return List.copyOf(heads.values());
  }

  /** Most urgent lane first, older epochs before newer ones. */
  List<StreamStatus> statuses() {
    List<StreamStatus> statuses = new ArrayList<>();
    for (Head head : heads.values()) {
      if (head.storedCount() > 0 || isCurrent(head)) {
        statuses.add(head.status());
      }
    }
    statuses.sort(Comparator.comparing(status -> status.stream().lane()));
    return List.copyOf(statuses);
  }

  boolean isCurrent(Head head) {
    return head.stream().gateway().equals(gateway) && head.stream().epoch().equals(epoch);
  }
}
