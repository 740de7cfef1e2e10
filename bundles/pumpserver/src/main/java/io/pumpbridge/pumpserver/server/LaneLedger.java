// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides, for one stream, what each arriving record is: next in the chain, seen before, ahead of a
 * gap, or wrong. Pure and single-threaded. Only what it has accepted, in order, is ever stored, and
 * only what is stored is confirmed.
 */
final class LaneLedger {
  /** Ahead of a gap; what is more comes again, since it is not confirmed. */
  static final int MAX_HELD = 1_000;

  static final int MAX_HELD_BYTES = 4 * 1024 * 1024;

  /** The highest number; a telemetry lane of one pump reaches it in more than a year. */
  static final long MAX_RECORDS = 4L * 1024 * 1024;

  private static final int MAX_GAPS = 1_000; // open at once; one a day would be many

  /** What became of a record. */
  sealed interface Decision {
    EventRecord record();

    /** Next in the chain: to be stored now. */
    record Accepted(EventRecord record) implements Decision {}

    /** Seen before, the same: to be confirmed again. */
    record Duplicate(EventRecord record) implements Decision {}

    /** Ahead of a gap: kept until the gap closes, if there is room. */
    record Held(EventRecord record, boolean kept) implements Decision {}

    /** A fault: never stored, never confirmed. */
    record Refused(EventRecord record, String problem) implements Decision {}
  }

  private final StreamId stream;
  private final GatewayShare share;
  private final TreeMap<Long, EventRecord> held = new TreeMap<>();
  private final TreeMap<Long, GapNotice> declaredGaps = new TreeMap<>();
  private final Digests digests = new Digests();
  private long lastSequence;
  private String lastHash = EventRecord.FIRST_PREVIOUS;
  private int heldBytes;

  LaneLedger(StreamId stream) {
    this(stream, new GatewayShare());
  }

  /**
   * @param share of all streams of this gateway
   */
  LaneLedger(StreamId stream, GatewayShare share) {
    this.stream = stream;
    this.share = share;
  }

  /** The last accepted record; empty if there is none. */
  Optional<StreamPosition> position() {
    return lastSequence == 0
        ? Optional.empty()
        : Optional.of(new StreamPosition(stream, lastSequence, lastHash));
  }

  /** The record that is stored under a number; empty if none is. */
  Optional<StreamPosition> stored(long sequence) {
    return sequence < 1 || sequence > lastSequence
        ? Optional.empty()
        : digests.find(sequence).map(hash -> new StreamPosition(stream, sequence, hash));
  }

  /** What it takes to tell a duplicate from a lie, for as long as the server runs. */
  long digestBytes() {
    return digests.bytes();
  }

  int heldCount() {
    return held.size();
  }

  /** One record in, decisions on it and on what it sets free, in order. */
  List<Decision> offer(EventRecord record) {
    if (!record.stream().equals(stream)) {
      throw new IllegalArgumentException("a record of another stream");
    }
    List<Decision> decisions = new ArrayList<>();
    if (record.sequence() <= lastSequence) {
      decisions.add(compareWithStored(record));
    } else if (isNext(record.sequence())) {
      accept(record, decisions);
      drain(decisions);
    } else {
      decisions.add(hold(record));
    }
    return decisions;
  }

  /**
   * The gateway's journal has said that these records are lost for good: the chain may go on behind
   * them.
   */
  List<Decision> declareGap(GapNotice gap) {
    List<Decision> decisions = new ArrayList<>();
    boolean sensible = gap.first() >= 1 && gap.first() <= gap.last() && gap.last() <= MAX_RECORDS;
    if (sensible && declaredGaps.size() < MAX_GAPS) {
      declaredGaps.merge(gap.first(), gap, (old, other) -> old.last() > other.last() ? old : other);
      drain(decisions);
    }
    return decisions;
  }

  private Decision compareWithStored(EventRecord record) {
    Optional<String> stored = digests.find(record.sequence());
    if (stored.isEmpty()) {
      return new Decision.Refused(record, "inserted where a gap was declared");
    }
    return stored.get().equals(record.hash())
        ? new Decision.Duplicate(record)
        : new Decision.Refused(record, "conflict: another record has this number");
  }

  /** True also if all that lies between is declared lost. */
  private boolean isNext(long sequence) {
    return firstMissingAfter(lastSequence) >= sequence;
  }

  private long firstMissingAfter(long sequence) {
    long missing = sequence + 1;
    for (GapNotice gap : declaredGaps.values()) {
      if (gap.first() <= missing && missing <= gap.last()) {
        missing = gap.last() + 1;
      }
    }
    return missing;
  }

  private void accept(EventRecord record, List<Decision> decisions) {
    Optional<String> expected = hashBefore(record.sequence());
    if (expected.isPresent() && !record.previousHash().equals(expected.get())) {
      decisions.add(
          new Decision.Refused(
              record,
              lastSequence == 0
                  ? "an epoch's first record names a predecessor"
                  : "its predecessor is not the one stored or declared"));
      return;
    }
    if (record.sequence() > MAX_RECORDS) {
      decisions.add(new Decision.Refused(record, "more records than one stream may have"));
      return;
    }
    digests.add(record.sequence(), record.hash());
    lastSequence = record.sequence();
    lastHash = record.hash();
    declaredGaps.headMap(lastSequence, true).values().removeIf(gap -> gap.last() <= lastSequence);
    decisions.add(new Decision.Accepted(record));
  }

  /** Empty if that record is lost and nobody has said its hash. */
  private Optional<String> hashBefore(long sequence) {
    if (sequence == lastSequence + 1) {
      return Optional.of(lastHash);
    }
    return declaredGaps.values().stream()
        .filter(gap -> gap.last() == sequence - 1)
        .findFirst()
        .flatMap(GapNotice::lastHash);
  }

  private void drain(List<Decision> decisions) {
    while (!held.isEmpty()) {
      long sequence = held.firstKey();
      if (sequence > lastSequence && !isNext(sequence)) {
        return;
      }
      EventRecord record = release(sequence);
      if (sequence <= lastSequence) {
        decisions.add(compareWithStored(record));
      } else {
        accept(record, decisions);
      }
    }
  }

  private Decision hold(EventRecord record) {
    EventRecord waiting = held.get(record.sequence());
    if (waiting != null) {
      return waiting.hash().equals(record.hash())
          ? new Decision.Duplicate(record)
          : new Decision.Refused(record, "conflict: another record with this number waits");
    }
    int bytes = record.canonical().length();
    boolean room =
        held.size() < MAX_HELD && heldBytes + bytes <= MAX_HELD_BYTES && share.hasRoomFor(bytes);
    if (room) {
      held.put(record.sequence(), record);
      heldBytes += bytes;
      share.hold(bytes);
    }
    return new Decision.Held(record, room);
  }

  private EventRecord release(long sequence) {
    EventRecord record = held.remove(sequence);
    if (record == null) {
      throw new IllegalStateException("only what is held is released");
    }
    heldBytes -= record.canonical().length();
    share.release(record.canonical().length());
    return record;
  }
}
