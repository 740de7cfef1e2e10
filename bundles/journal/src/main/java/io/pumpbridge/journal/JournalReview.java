// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Evidence.Gap;
import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what was found of a journal and tells all there is to say about it. Where everything is
 * whole, some 50 bytes of each record are enough for that; only a fault needs them all. A record
 * that was changed may tell a wrong place; where it belongs is then found by its hashes, which its
 * neighbours repeat.
 */
final class JournalReview {
  static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::gateway)
          .thenComparing(StreamId::lane)
          .thenComparing(StreamId::epoch);

  /** What is known of a stream besides its records. */
  private record Frame(Optional<Anchor> anchor, long expectedLast) {}

  private final boolean fromTheBeginning;
  private final Optional<VoucherReview> vouchers;
  private final Map<StreamId, StreamEvidence> found = new LinkedHashMap<>();
  private final Set<Gap> told = new LinkedHashSet<>();
  private final List<Long> unreadable = new ArrayList<>();
  private final Map<StreamId, Frame> frames = new HashMap<>();
  private final List<Gap> holes = new ArrayList<>();

  /**
   * @param fromTheBeginning whether every stream must begin with record 1
   */
  JournalReview(boolean fromTheBeginning) {
    this(fromTheBeginning, Optional.empty());
  }

  /**
   * @param vouchers looks at signatures, too, and tells of them
   */
  JournalReview(boolean fromTheBeginning, Optional<VoucherReview> vouchers) {
    this.fromTheBeginning = fromTheBeginning;
    this.vouchers = vouchers;
  }

  void add(Evidence evidence) {
    vouchers.ifPresent(each -> each.add(evidence));
    found.computeIfAbsent(evidence.stream(), StreamEvidence::new).add(evidence.heard());
    evidence.gap().ifPresent(told::add);
  }

  /** A line that is no record any more. */
  void addUnreadable(long line) {
    unreadable.add(line);
  }

  /** The ends that a stream must have. */
  void frame(StreamId stream, Anchor anchor, long expectedLast) {
    frames.put(stream, new Frame(Optional.of(anchor), expectedLast));
  }

  /** Numbers that a gap record named which may have been delivered and removed since. */
  void hole(StreamId stream, Hole hole) {
    holes.add(new Gap(stream, hole.first(), hole.last(), Gaps.DAMAGED));
  }

  void tell(Consumer<Map<String, Object>> findings) {
    Set<Gap> all = new LinkedHashSet<>(told);
    all.addAll(holes);
    List<Gap> gaps = List.copyOf(all);
    Map<StreamId, List<Finding>> unsigned =
        vouchers.map(each -> each.faults(found)).orElse(Map.of());
    if (unreadable.isEmpty() && isWhole(gaps)) {
      for (StreamId stream : streams(found.keySet())) {
        StreamEvidence whole = found.getOrDefault(stream, new StreamEvidence(stream));
        boolean ok = unsigned.getOrDefault(stream, List.of()).isEmpty();
        findings.accept(lane(stream, whole.first(), whole.last(), whole.count(), ok));
      }
      tell(gaps, unsigned.values(), findings);
    } else {
      tellFaults(gaps, unsigned, findings);
    }
  }

  /** What comes behind the lanes. */
  private void tell(
      List<Gap> gaps, Collection<List<Finding>> faults, Consumer<Map<String, Object>> findings) {
    gaps.forEach(gap -> findings.accept(describe(gap)));
    vouchers.ifPresent(each -> each.tell(findings));
    faults.forEach(all -> all.forEach(fault -> findings.accept(fault.toMap())));
  }

  /** All that there is or should be. */
  private Set<StreamId> streams(Set<StreamId> present) {
    Set<StreamId> all = new TreeSet<>(ORDER);
    all.addAll(frames.keySet());
    all.addAll(present);
    return all;
  }

  private boolean isWhole(List<Gap> gaps) {
    Map<StreamId, List<Gap>> byStream = gaps.stream().collect(Collectors.groupingBy(Gap::stream));
    return found.entrySet().stream()
        .allMatch(
            entry -> {
              Frame frame = frame(entry.getKey());
              List<Gap> own = byStream.getOrDefault(entry.getKey(), List.of());
              return entry.getValue().isWhole(frame.anchor(), frame.expectedLast(), own);
            });
  }

  /** Takes some 500 bytes for each record, which {@link StreamEvidence} does not. */
  private void tellFaults(
      List<Gap> gaps,
      Map<StreamId, List<Finding>> unsigned,
      Consumer<Map<String, Object>> findings) {
    List<Evidence> placed = inPlace();
    placed.addAll(guessed(placed));
    placed.sort(Comparator.comparingLong(Evidence::line)); // stable: rows of a store have none
    Map<StreamId, List<Evidence>> byStream = new TreeMap<>(ORDER);
    frames.keySet().forEach(stream -> byStream.put(stream, new ArrayList<>()));
    for (Evidence one : placed) {
      byStream.computeIfAbsent(one.stream(), stream -> new ArrayList<>()).add(one);
    }
    Map<StreamId, List<Finding>> faults = new LinkedHashMap<>();
    byStream.forEach((stream, all) -> faults.put(stream, review(stream, all, gaps)));
    unsigned.forEach((stream, all) -> faults.merge(stream, all, JournalReview::both));
    byStream.forEach(
        (stream, all) -> {
          Comparator<Evidence> order = Comparator.comparingLong(Evidence::sequence);
          boolean ok = faults.getOrDefault(stream, List.of()).isEmpty();
          findings.accept(
              lane(stream, all.stream().min(order), all.stream().max(order), all.size(), ok));
        });
    tell(gaps, faults.values(), findings);
  }

  private static List<Finding> both(List<Finding> one, List<Finding> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private Frame frame(StreamId stream) {
    return frames.getOrDefault(
        stream, new Frame(fromTheBeginning ? Optional.of(Anchor.BEGINNING) : Optional.empty(), 0));
  }

  private List<Finding> review(StreamId stream, List<Evidence> all, List<Gap> gaps) {
    Frame frame = frame(stream);
    List<Gap> own = gaps.stream().filter(gap -> gap.stream().equals(stream)).toList();
    return LaneReview.review(stream, all, frame.anchor(), frame.expectedLast(), own);
  }

  /** Everything where it belongs, what was changed included. */
  private List<Evidence> inPlace() {
    Map<String, Evidence> byPrevious = new HashMap<>();
    Map<String, Evidence> byHash = new HashMap<>();
    List<Evidence> all = new ArrayList<>();
    found.values().forEach(stream -> stream.forEach(all::add));
    for (Evidence one : all) {
      if (one.isSound()) {
        byPrevious.put(one.previous(), one);
        byHash.put(one.claimed(), one);
      }
    }
    List<Evidence> placed = new ArrayList<>();
    for (Evidence one : all) {
      placed.add(one.isSound() ? one : placed(one, byPrevious, byHash));
    }
    return placed;
  }

  private static Evidence placed(
      Evidence changed, Map<String, Evidence> byPrevious, Map<String, Evidence> byHash) {
    Evidence next = byPrevious.get(changed.claimed());
    if (next != null) {
      return changed.at(next.stream(), next.sequence() - 1);
    }
    Evidence before = byHash.get(changed.previous());
    boolean first = changed.previous().equals(EventRecord.FIRST_PREVIOUS);
    return before == null || first ? changed : changed.at(before.stream(), before.sequence() + 1);
  }

  private List<Evidence> guessed(List<Evidence> placed) {
    LostLines lost = new LostLines(placed);
    return unreadable.stream().flatMap(line -> lost.guess(line).stream()).toList();
  }

  private static Map<String, Object> lane(
      StreamId stream, Optional<Evidence> first, Optional<Evidence> last, long count, boolean ok) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "lane");
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    map.put("first", first.map(Evidence::sequence).orElse(0L));
    map.put("last", last.map(Evidence::sequence).orElse(0L));
    map.put("count", count);
    map.put("hash", last.map(Evidence::claimed).orElse(""));
    map.put("ok", ok);
    return map;
  }

  private static Map<String, Object> describe(Gap gap) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "gap");
    map.put("gateway", gap.stream().gateway());
    map.put("epoch", gap.stream().epoch());
    map.put("lane", gap.stream().lane().wireName());
    map.put("first", gap.first());
    map.put("last", gap.last());
    map.put("reason", gap.reason());
    return map;
  }
}
