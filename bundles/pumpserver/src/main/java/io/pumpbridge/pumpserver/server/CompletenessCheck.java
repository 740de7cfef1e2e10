// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.server.Completeness.DeclaredGap;
import io.pumpbridge.pumpserver.server.Completeness.Fault;
import io.pumpbridge.pumpserver.server.Completeness.Kind;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through what is stored and names what is wrong with it. Shares nothing with {@link
 * LaneLedger}: whoever checks should not be the one who is checked. Pure.
 */
final class CompletenessCheck {
  private static final int MAX_FAULTS = 10_000; // who has more knows enough

  private final Map<StreamId, Trail> trails = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<DeclaredGap> gaps = new ArrayList<>();

  /** What is known of one stream so far. */
  private static final class Trail {
    private final BitSet seen = new BitSet();
    private long previous;
    private String previousHash = EventRecord.FIRST_PREVIOUS;
    private long highest;
    private String highestHash = EventRecord.FIRST_PREVIOUS;
  }

  /** A stored record that can be read, with the hash that stands beside it. */
  void see(ReceivedRecord received, String storedHash) {
    EventRecord record = received.record();
    Trail trail = trails.computeIfAbsent(record.stream(), stream -> new Trail());
    long sequence = record.sequence();
    if (sequence > LaneLedger.MAX_RECORDS) {
      fault(Kind.CHANGED, record.stream(), sequence);
      return;
    }
    if (trail.seen.get((int) sequence)) {
      fault(Kind.DUPLICATE, record.stream(), sequence);
      return;
    }
    trail.seen.set((int) sequence);
    if (!record.hash().equals(storedHash)) {
      fault(Kind.CHANGED, record.stream(), sequence);
    } else if (sequence < trail.highest) {
      fault(Kind.REORDERED, record.stream(), sequence);
    } else if (sequence == trail.previous + 1
        && !record.previousHash().equals(trail.previousHash)) {
      // The chain breaks between the two; the first record of all has only itself to blame.
      fault(Kind.CHANGED, record.stream(), Math.max(1, trail.previous));
    }
    trail.previous = sequence;
    trail.previousHash = storedHash;
    if (sequence > trail.highest) {
      trail.highest = sequence;
      trail.highestHash = record.hash();
    }
    GapNotice.from(received)
        .ifPresent(gap -> gaps.add(new DeclaredGap(gap.stream(), gap.first(), gap.last())));
  }

  /** A stored line that is no record any more. */
  void seeUnreadable(String gateway) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(new Fault(Kind.CHANGED, gateway, "", "", 0));
    }
  }

  /**
   * The verdict.
   *
   * @param confirmed what the server has told gateways it holds
   */
  Completeness finish(Collection<StreamPosition> confirmed) {
    Map<StreamId, StreamPosition> last = new HashMap<>();
    for (StreamPosition position : confirmed) {
      last.put(position.stream(), position);
      trails.computeIfAbsent(position.stream(), stream -> new Trail());
    }
    Map<StreamId, Long> records = new LinkedHashMap<>();
    trails.forEach(
        (stream, trail) -> {
          records.put(stream, (long) trail.seen.cardinality());
          Optional<StreamPosition> position = Optional.ofNullable(last.get(stream));
          long until = Math.max(trail.highest, position.map(StreamPosition::sequence).orElse(0L));
          for (long sequence = 1; sequence <= until && faults.size() < MAX_FAULTS; sequence++) {
            if (!trail.seen.get((int) sequence) && !isDeclared(stream, sequence)) {
              fault(Kind.MISSING, stream, sequence);
            }
          }
          boolean otherEnd =
              position.isPresent()
                  && position.get().sequence() == trail.highest
                  && !position.get().hash().equals(trail.highestHash);
          if (otherEnd) {
            fault(Kind.CHANGED, stream, trail.highest);
          }
        });
    return new Completeness(records, faults.stream().distinct().toList(), gaps);
  }

  private boolean isDeclared(StreamId stream, long sequence) {
    return gaps.stream()
        .anyMatch(
            gap ->
                gap.stream().equals(stream) && gap.first() <= sequence && sequence <= gap.last());
  }

  private void fault(Kind kind, StreamId stream, long sequence) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(
          new Fault(kind, stream.gateway(), stream.epoch(), stream.lane().wireName(), sequence));
    }
  }
}
