// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.server.LaneLedger.Decision;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All ledgers, and how a gap notice in one lane lets another go on. Pure, single-threaded. */
final class StreamBook {
  /** Four lanes of a thousand epochs or gateways; beyond it is no demonstration. */
  static final int MAX_STREAMS = 4_096;

  private final Map<StreamId, LaneLedger> ledgers = new HashMap<>();
  private final Map<String, GatewayShare> shares = new HashMap<>();
  private final Set<StreamId> gaps = new HashSet<>();

  /** One record in, everything that follows from it out, in the order to store. */
  List<Decision> offer(ReceivedRecord received) {
    return offer(received, true);
  }

  /** As {@link #offer}, of a record that is stored: it was let in, whatever the limits are now. */
  List<Decision> restore(ReceivedRecord stored) {
    return offer(stored, false);
  }

  private List<Decision> offer(ReceivedRecord received, boolean limited) {
    Optional<LaneLedger> ledger = ledger(received.record().stream(), limited);
    if (ledger.isEmpty()) {
      return List.of(new Decision.Refused(received.record(), "more streams than are allowed"));
    }
    List<Decision> decisions = new ArrayList<>(ledger.get().offer(received.record()));
    noteGap(received.record().stream(), ledger.get());
    // Grows while it is walked: what a notice sets free may hold a notice too.
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i) instanceof Decision.Accepted accepted) {
        decisions.addAll(declare(parsed(accepted.record(), received), limited));
      }
    }
    return decisions;
  }

  /** What a record sets free that is a notice. */
  private List<Decision> declare(ReceivedRecord accepted, boolean limited) {
    Optional<GapNotice> notice = GapNotice.from(accepted);
    Optional<LaneLedger> declared = notice.flatMap(gap -> ledger(gap.stream(), limited));
    if (notice.isEmpty() || declared.isEmpty()) {
      return List.of();
    }
    List<Decision> freed = declared.get().declareGap(notice.get());
    noteGap(notice.get().stream(), declared.get());
    return freed;
  }

  /** A new one if there is none; empty if there may be no more. */
  private Optional<LaneLedger> ledger(StreamId stream, boolean limited) {
    LaneLedger present = ledgers.get(stream);
    if (present != null) {
      return Optional.of(present);
    }
    GatewayShare share = shares.computeIfAbsent(stream.gateway(), gateway -> new GatewayShare());
    if (limited && (!share.hasStreamsLeft() || ledgers.size() >= MAX_STREAMS)) {
      return Optional.empty();
    }
    LaneLedger ledger = new LaneLedger(stream, share);
    ledgers.put(stream, ledger);
    share.addStream();
    return Optional.of(ledger);
  }

  Optional<StreamPosition> position(StreamId stream) {
    LaneLedger ledger = ledgers.get(stream);
    return ledger == null ? Optional.empty() : ledger.position();
  }

  /** The record that is stored under the number of this one. */
  Optional<StreamPosition> storedInPlaceOf(EventRecord record) {
    return Optional.ofNullable(ledgers.get(record.stream()))
        .flatMap(ledger -> ledger.stored(record.sequence()));
  }

  /** What is stored under a number. */
  Optional<String> storedHash(StreamId stream, long sequence) {
    return Optional.ofNullable(ledgers.get(stream))
        .flatMap(ledger -> ledger.stored(sequence))
        .map(StreamPosition::hash);
  }

  /** What all accepted records take for as long as the server runs. */
  long digestBytes() {
    return ledgers.values().stream().mapToLong(LaneLedger::digestBytes).sum();
  }

  /** How many streams wait for a missing record. */
  int openGaps() {
    return gaps.size();
  }

  /** Counted as it changes: there are thousands of streams, and it is asked for every record. */
  private void noteGap(StreamId stream, LaneLedger ledger) {
    if (ledger.heldCount() > 0) {
      gaps.add(stream);
    } else {
      gaps.remove(stream);
    }
  }

  /** A record that was held back has only its bytes left. */
  static ReceivedRecord parsed(EventRecord record, ReceivedRecord offered) {
    if (record.equals(offered.record())) {
      return offered;
    }
    try {
      return RecordReader.fromCanonical(record.canonical());
    } catch (DocumentException e) {
      throw new IllegalStateException("it was read once before", e);
    }
  }
}
