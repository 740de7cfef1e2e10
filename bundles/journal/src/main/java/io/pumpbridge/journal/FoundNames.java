// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafCells.Value;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which streams a damaged store may have held, and how each stood. Their names stand there at least
 * five times (four lanes of an epoch, and an index of its own page), so no single page takes them
 * all. How far a stream was confirmed and removed counts only if it has its digest.
 */
final class FoundNames {
  /** A gateway sees a handful; more are no names. */
  private static final int MAX_EPOCHS = 64;

  private static final int MAX_GATEWAYS = 4;
  private static final int MAX_NAME = 256;

  /**
   * A stream.
   *
   * @param standing how it stood; empty if that cannot be believed
   */
  record Found(StreamId stream, Optional<Head> standing) {

    /** What the server or nobody needs any more. */
    long goneUpTo() {
      return standing.map(Head::goneUpTo).orElse(0L);
    }

    /** What the server has, as far as that is known. */
    long confirmedUpTo() {
      return standing.map(Head::confirmedUpTo).orElse(0L);
    }

    /** What somebody may still want is newer than this. */
    long releasedUpTo() {
      return standing.map(Head::releasedUpTo).orElse(0L);
    }
  }

  private final Set<String> gateways = new LinkedHashSet<>();
  private final Map<String, Long> epochs = new HashMap<>();
  private final Map<Long, Row> streamRows = new HashMap<>();
  private final Map<Long, Long> passed = new HashMap<>();
  private final List<StreamId> streams = new ArrayList<>();

  FoundNames(String gateway) {
    gateways.add(gateway);
  }

  void see(Row row, boolean live) {
    if (row.looksLike(
        Value.Nothing.class,
        Value.Text.class,
        Value.Text.class,
        Value.Text.class,
        Value.Whole.class,
        Value.Whole.class,
        Value.Blob.class,
        Value.Whole.class,
        Value.Blob.class)) {
      name(row.text(1), row.text(2), row.number());
      if (live) {
        streamRows.put(row.number(), row);
      }
    } else if (row.looksLike(
        Value.Text.class, Value.Text.class, Value.Text.class, Value.Whole.class)) {
      name(row.text(0), row.text(1), row.whole(3));
    } else if (live && row.looksLike(Value.Nothing.class, Value.Whole.class)) {
      passed.put(row.number(), row.whole(1));
    }
  }

  private void name(String gateway, String epoch, long id) {
    if (gateway.isEmpty() || gateway.length() > MAX_NAME || epoch.length() > MAX_NAME) {
      return;
    }
    if (gateways.size() < MAX_GATEWAYS) {
      gateways.add(gateway);
    }
    if (epochs.size() < MAX_EPOCHS || epochs.containsKey(epoch)) {
      epochs.merge(epoch, id, Math::min);
    }
  }

  /** All that there may be, once everything was seen. */
  void settle() {
    List<String> oldestFirst = new ArrayList<>(epochs.keySet());
    oldestFirst.sort(Comparator.comparing(epochs::get));
    for (Lane lane : Lane.values()) {
      for (String gateway : gateways) {
        for (String epoch : oldestFirst) {
          streams.add(new StreamId(gateway, epoch, lane));
        }
      }
    }
  }

  List<StreamId> streams() {
    return streams;
  }

  List<Found> found() {
    Map<StreamId, Head> heads = new HashMap<>();
    streamRows.values().forEach(row -> head(row).ifPresent(head -> heads.put(head.stream(), head)));
    return streams.stream()
        .map(stream -> new Found(stream, Optional.ofNullable(heads.get(stream))))
        .toList();
  }

  /** Empty unless the row's digest says that all of it holds. */
  private Optional<Head> head(Row row) {
    Optional<Lane> lane = Lane.find(row.text(3));
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    Head head =
        new Head(
            row.number(),
            new StreamId(row.text(1), row.text(2), lane.get()),
            row.whole(4),
            row.whole(5),
            row.blob(6).toHex(),
            passed.getOrDefault(row.number(), Head.UNHELD),
            row.whole(5),
            row.blob(6).toHex(),
            row.whole(7) != 0);
    return row.blob(8).equals(head.digest()) ? Optional.of(head) : Optional.empty();
  }
}
