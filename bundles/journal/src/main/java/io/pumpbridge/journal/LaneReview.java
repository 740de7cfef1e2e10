// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Evidence.Gap;
import io.pumpbridge.journal.Finding.Kind;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks at all that was found of one stream, in the order in which it stands, and names each fault
 * once, with the smallest story that explains it. Pure.
 */
final class LaneReview {

  /**
   * What the first record must follow.
   *
   * @param sequence the record before the first
   * @param hash its hash; empty if only the number is known
   */
  record Anchor(long sequence, Optional<String> hash) {
    static final Anchor BEGINNING = new Anchor(0, Optional.of(EventRecord.FIRST_PREVIOUS));
  }

  private final StreamId stream;
  private final TreeMap<Long, Evidence> kept = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private LaneReview(StreamId stream) {
    this.stream = stream;
  }

  /**
   * Reviews a stream.
   *
   * @param found in the order in which it stands
   * @param anchor what must have come before; empty if it may begin with any number
   * @param expectedLast the newest record that there must be; 0 if nobody knows
   * @param gaps what the journal says is not there
   */
  static List<Finding> review(
      StreamId stream,
      List<Evidence> found,
      Optional<Anchor> anchor,
      long expectedLast,
      List<Gap> gaps) {
    LaneReview review = new LaneReview(stream);
    List<Evidence> once = review.sortOut(found);
    review.findDisplaced(once);
    review.findHoles(anchor, expectedLast, gaps);
    review.findChanged(anchor);
    review.findings.sort(Comparator.comparingLong(Finding::sequence).thenComparing(Finding::kind));
    return List.copyOf(review.findings);
  }

  /** One of each number stays; the others are duplicates, or were put in. */
  private List<Evidence> sortOut(List<Evidence> found) {
    Map<Long, List<Evidence>> byNumber = new TreeMap<>();
    for (Evidence one : found) {
      byNumber.computeIfAbsent(one.sequence(), number -> new ArrayList<>()).add(one);
    }
    Set<Evidence> leftOut = new HashSet<>();
    byNumber.forEach(
        (number, all) -> {
          Evidence genuine = genuine(all, byNumber);
          kept.put(number, genuine);
          for (Evidence one : all) {
            if (!one.equals(genuine)) {
              boolean same = one.isSound() && one.computed().equals(genuine.computed());
              findings.add(Finding.of(same ? Kind.DUPLICATE : Kind.INSERTED, one));
              leftOut.add(one);
            }
          }
        });
    return found.stream().filter(one -> !leftOut.contains(one)).toList();
  }

  /** The one that its neighbours name; a record that is whole before one that is not. */
  private static Evidence genuine(List<Evidence> all, Map<Long, List<Evidence>> byNumber) {
    if (all.size() == 1) {
      return all.get(0);
    }
    List<Evidence> after = byNumber.getOrDefault(all.get(0).sequence() + 1, List.of());
    List<Evidence> before = byNumber.getOrDefault(all.get(0).sequence() - 1, List.of());
    return all.stream()
        .max(
            Comparator.comparing(Evidence::isSound)
                .thenComparing(
                    one -> after.stream().anyMatch(next -> next.previous().equals(one.claimed())))
                .thenComparing(
                    one -> before.stream().anyMatch(last -> last.claimed().equals(one.previous())))
                .thenComparing(one -> standsBetween(before, one, after))
                .thenComparing(Comparator.comparingLong(Evidence::line).reversed()))
        .orElseThrow();
  }

  /** Of two copies the one counts that stands where its number says. */
  private static boolean standsBetween(List<Evidence> before, Evidence one, List<Evidence> after) {
    return (before.isEmpty() || before.stream().anyMatch(last -> last.line() < one.line()))
        && (after.isEmpty() || after.stream().anyMatch(next -> next.line() > one.line()));
  }

  /** Who has to move so that the numbers rise: all but a longest rising part. */
  private void findDisplaced(List<Evidence> once) {
    int[] tails = new int[once.size()];
    int[] previous = new int[once.size()];
    int length = 0;
    for (int i = 0; i < once.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (once.get(tails[middle]).sequence() < once.get(i).sequence()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low > 0 ? tails[low - 1] : -1;
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    boolean[] stays = new boolean[once.size()];
    for (int i = length > 0 ? tails[length - 1] : -1; i >= 0; i = previous[i]) {
      stays[i] = true;
    }
    IntStream.range(0, stays.length)
        .filter(i -> !stays[i])
        .forEach(i -> findings.add(Finding.of(Kind.REORDERED, once.get(i))));
  }

  private void findHoles(Optional<Anchor> anchor, long expectedLast, List<Gap> gaps) {
    if (kept.isEmpty() && expectedLast == 0) {
      return;
    }
    long before = anchor.map(Anchor::sequence).orElse(kept.isEmpty() ? 0 : kept.firstKey() - 1);
    for (long number : kept.keySet()) {
      addHoles(before + 1, number - 1, gaps);
      before = Math.max(before, number);
    }
    addHoles(before + 1, expectedLast, gaps);
  }

  private void addHoles(long first, long last, List<Gap> gaps) {
    for (Hole hole : unexplained(first, last, gaps)) {
      findings.add(Finding.missing(stream, hole));
    }
  }

  /** What of first to last no gap record of the stream covers. */
  static List<Hole> unexplained(long first, long last, List<Gap> gaps) {
    if (first > last) {
      return List.of();
    }
    List<Hole> holes = new ArrayList<>();
    long from = first;
    for (Gap gap : gaps.stream().sorted(Comparator.comparingLong(Gap::first)).toList()) {
      if (gap.last() < from || gap.first() > last) {
        continue;
      }
      if (gap.first() > from) {
        holes.add(new Hole(from, gap.first() - 1));
      }
      from = Math.max(from, gap.last() + 1);
    }
    if (from <= last) {
      holes.add(new Hole(from, last));
    }
    return holes;
  }

  /**
   * Backwards: a record that is whole vouches by its {@code prev} for the one before it. One that
   * is not vouches for nothing, and the one before it then stands on its own content.
   */
  private void findChanged(Optional<Anchor> anchor) {
    Optional<Evidence> witness = Optional.empty();
    for (Evidence one : kept.descendingMap().values()) {
      boolean named =
          witness
              .filter(next -> next.sequence() == one.sequence() + 1)
              .map(next -> next.previous().equals(one.claimed()))
              .orElse(true);
      boolean good = one.isSound() && named && follows(one, anchor);
      if (!good) {
        findings.add(Finding.of(Kind.CHANGED, one));
      }
      witness = good ? Optional.of(one) : Optional.empty();
    }
  }

  /** Whether a first record follows what must have come before it, as far as that is known. */
  static boolean follows(Evidence one, Optional<Anchor> anchor) {
    Optional<Anchor> known = one.sequence() == 1 ? Optional.of(Anchor.BEGINNING) : anchor;
    return known
        .filter(before -> before.sequence() + 1 == one.sequence())
        .flatMap(Anchor::hash)
        .map(one.previous()::equals)
        .orElse(true);
  }
}
