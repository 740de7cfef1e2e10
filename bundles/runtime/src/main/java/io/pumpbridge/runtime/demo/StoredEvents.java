// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the pump server has on its disk, in the order in which it got there. */
final class StoredEvents {

  /**
   * One of them.
   *
   * @param event what stands under {@code event} in the canonical bytes
   * @param at when the gateway says it happened
   * @param storedNs when the server had it on its disk, {@link System#nanoTime()}
   */
  record Stored(EventRecord record, Fields event, Instant at, long storedNs) {
    String name() {
      return textOf("name");
    }

    Lane lane() {
      return record.stream().lane();
    }

    /** As the agent's log names it. */
    String id() {
      return record.stream().epoch()
          + "/"
          + record.stream().lane().wireName()
          + "/"
          + record.sequence();
    }

    String textOf(String field) {
      try {
        return event.findText(field).orElse("");
      } catch (DocumentException e) {
        return "";
      }
    }

    /** The rate as text, or empty. */
    String rate() {
      try {
        Optional<Fields> rate = event.findFields("rate");
        return rate.isEmpty() ? "" : rate.get().text("value");
      } catch (DocumentException e) {
        return "";
      }
    }
  }

  private final List<Stored> all = new ArrayList<>();

  /** Called by the server for every record once it is stored. */
  synchronized void add(EventRecord record, Fields document, long storedNs) {
    try {
      all.add(new Stored(record, document.fields("event"), document.time("t"), storedNs));
      notifyAll();
    } catch (DocumentException e) {
      throw new IllegalStateException("the server stored what it should have refused", e);
    }
  }

  /** How many there are: what comes later has this index or a higher one. */
  synchronized int mark() {
    return all.size();
  }

  synchronized List<Stored> since(int mark) {
    return List.copyOf(all.subList(mark, all.size()));
  }

  synchronized Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    all.forEach(stored -> ids.add(stored.id()));
    return ids;
  }

  /** Waits for the first one since the mark that fits. */
  synchronized Optional<Stored> await(int mark, Predicate<Stored> fits, Duration limit)
      throws InterruptedException {
    long endNs = System.nanoTime() + limit.toNanos();
    int next = mark;
    while (true) {
      for (; next < all.size(); next++) {
        if (fits.test(all.get(next))) {
          return Optional.of(all.get(next));
        }
      }
      long leftMs = (endNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return Optional.empty();
      }
      wait(leftMs);
    }
  }

  /** Waits until all of these are stored; answers which are not. */
  synchronized Set<String> awaitAll(Set<String> ids, Duration limit) throws InterruptedException {
    long endNs = System.nanoTime() + limit.toNanos();
    Set<String> missing = new TreeSet<>(ids);
    missing.removeAll(ids());
    long leftMs = limit.toMillis();
    while (!missing.isEmpty() && leftMs > 0) {
      wait(leftMs);
      missing.removeAll(ids());
      leftMs = (endNs - System.nanoTime()) / 1_000_000;
    }
    return missing;
  }
}
