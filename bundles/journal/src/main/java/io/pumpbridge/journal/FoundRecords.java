// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.FoundNames.Found;
import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The readable records of one stream of a damaged store, in order, each number once. A record in a
 * page that was in use counts; one in a page that was not (older content, what the log holds beyond
 * its last finished transaction) counts only if a neighbour names it. Two that follow each other
 * always chain: what breaks the chain counts as unreadable.
 */
final class FoundRecords {
  private static final int LIVE = 4;
  private static final int NAMED = 2;

  private final DamagedStore store;
  private final Found found;
  private final long[] pages;
  private final TreeMap<Long, List<FoundRow>> waiting = new TreeMap<>();
  private long after;
  private Optional<String> hashAfter;
  private boolean sawLive;
  private int nextPage;

  /**
   * @param pages packed, by their lowest number
   */
  FoundRecords(
      DamagedStore store, Found found, long[] pages, long after, Optional<String> hashAfter) {
    this.store = store;
    this.found = found;
    this.pages = pages;
    this.after = after;
    this.hashAfter = hashAfter;
    this.sawLive = found.standing().isPresent();
  }

  /** The next one; empty if there is none any more. */
  Optional<FoundRow> next() throws JournalException {
    while (fetched()) {
      Map.Entry<Long, List<FoundRow>> group = waiting.pollFirstEntry();
      Optional<FoundRow> best = best(group.getValue());
      if (best.isPresent()) {
        EventRecord record = best.get().record();
        after = record.sequence();
        hashAfter = Optional.of(record.hash());
        sawLive = true;
        return best;
      }
    }
    return Optional.empty();
  }

  /** No number is higher than this; 0 if there is none. */
  long highest() {
    return pages.length == 0
        ? 0
        : DamagedStore.lowest(pages[pages.length - 1]) + 2L * DamagedStore.SPREAD;
  }

  /** Whether one waits; then all of its number and of the next one do. */
  private boolean fetched() throws JournalException {
    while (nextPage < pages.length) {
      long lowest = DamagedStore.lowest(pages[nextPage]);
      if (!waiting.isEmpty() && lowest > waiting.firstKey() + 1) {
        return true;
      }
      if (lowest + 2L * DamagedStore.SPREAD >= after) {
        for (FoundRow row : store.open(found.stream(), pages[nextPage], this)) {
          waiting.computeIfAbsent(row.record().sequence(), none -> new ArrayList<>()).add(row);
        }
      }
      nextPage++;
    }
    return !waiting.isEmpty();
  }

  /** Not what is known already: pages are copied as trees grow, and the log keeps them all. */
  boolean wants(Row row, boolean live) {
    List<FoundRow> same = waiting.getOrDefault(row.number(), List.of());
    return row.number() > after
        && same.stream()
            .noneMatch(one -> (one.live() || !live) && one.sealed().equals(row.blob(3)));
  }

  private Optional<FoundRow> best(List<FoundRow> candidates) {
    int highest = 0;
    Optional<FoundRow> best = Optional.empty();
    for (FoundRow one : candidates) {
      int score = score(one);
      if (score > highest) {
        highest = score;
        best = Optional.of(one);
      }
    }
    return best;
  }

  /** 0 if it does not count. */
  private int score(FoundRow row) {
    EventRecord record = row.record();
    boolean next = record.sequence() == after + 1;
    boolean follows = next && hashAfter.filter(record.previousHash()::equals).isPresent();
    if ((next && hashAfter.isPresent() && !follows) || (!sawLive && !row.live())) {
      return 0;
    }
    boolean named =
        waiting.getOrDefault(record.sequence() + 1, List.of()).stream()
            .anyMatch(one -> one.record().previousHash().equals(record.hash()));
    return (row.live() ? LIVE : 0) + (named ? NAMED : 0) + (follows ? 1 : 0);
  }
}
