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
  private final Set<StreamId> gaps = new HashSet<>();

  /** One record in, everything that follows from it out, in the order to store. */
  List<Decision> offer(ReceivedRecord received) {
    LaneLedger ledger = ledgers.get(received.record().stream());
    if (ledger == null) {
      if (ledgers.size() >= MAX_STREAMS) {
        return List.of(new Decision.Refused(received.record(), "more streams than are allowed"));
      }
      ledger = ledgerOf(received.record().stream());
    }
    List<Decision> decisions = new ArrayList<>(ledger.offer(received.record()));
    noteGap(received.record().stream(), ledger);
    // Grows while it is walked: what a notice sets free may hold a notice too.
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i) instanceof Decision.Accepted accepted) {
        Optional<GapNotice> notice = GapNotice.from(parsed(accepted.record(), received));
        if (notice.isPresent() && ledgers.size() < MAX_STREAMS) {
          LaneLedger declared = ledgerOf(notice.get().stream());
          decisions.addAll(declared.declareGap(notice.get()));
          noteGap(notice.get().stream(), declared);
        }
      }
    }
    return decisions;
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

  private LaneLedger ledgerOf(StreamId stream) {
    return ledgers.computeIfAbsent(stream, LaneLedger::new);
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
