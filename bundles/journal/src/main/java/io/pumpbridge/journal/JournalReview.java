// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Evidence.Gap;
import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Collects what was found of a journal and tells all there is to say about it. A record that was
 * changed may tell a wrong place; where it belongs is then found by its hashes, which its
 * neighbours repeat.
 */
final class JournalReview {
  private static final Comparator<StreamId> ORDER =
      Comparator.comparing(StreamId::gateway)
          .thenComparing(StreamId::lane)
          .thenComparing(StreamId::epoch);

  /** What is known of a stream besides its records. */
  private record Frame(Optional<Anchor> anchor, long expectedLast) {}

  private final boolean fromTheBeginning;
  private final List<Evidence> found = new ArrayList<>();
  private final List<Long> unreadable = new ArrayList<>();
  private final Map<StreamId, Frame> frames = new HashMap<>();
  private final List<Gap> holes = new ArrayList<>();

  /**
   * @param fromTheBeginning whether every stream must begin with record 1
   */
  JournalReview(boolean fromTheBeginning) {
    this.fromTheBeginning = fromTheBeginning;
  }

  void add(Evidence evidence) {
    found.add(evidence);
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
    Map<StreamId, List<Evidence>> byStream = new TreeMap<>(ORDER);
    frames.keySet().forEach(stream -> byStream.put(stream, new ArrayList<>()));
    List<Evidence> placed = inPlace();
    placed.addAll(guessed(placed));
    placed.sort(Comparator.comparingLong(Evidence::line)); // stable: rows of a store have none
    for (Evidence one : placed) {
      byStream.computeIfAbsent(one.stream(), stream -> new ArrayList<>()).add(one);
    }
    List<Gap> gaps =
        Stream.concat(found.stream().flatMap(one -> one.gap().stream()), holes.stream())
            .distinct()
            .toList();
    Map<StreamId, List<Finding>> faults = new LinkedHashMap<>();
    byStream.forEach((stream, all) -> faults.put(stream, review(stream, all, gaps)));
    byStream.forEach(
        (stream, all) ->
            findings.accept(lane(stream, all, faults.getOrDefault(stream, List.of()).isEmpty())));
    gaps.forEach(gap -> findings.accept(describe(gap)));
    faults.values().forEach(all -> all.forEach(fault -> findings.accept(fault.toMap())));
  }

  private List<Finding> review(StreamId stream, List<Evidence> all, List<Gap> gaps) {
    Frame frame =
        frames.getOrDefault(
            stream,
            new Frame(fromTheBeginning ? Optional.of(Anchor.BEGINNING) : Optional.empty(), 0));
    List<Gap> own = gaps.stream().filter(gap -> gap.stream().equals(stream)).toList();
    return LaneReview.review(stream, all, frame.anchor(), frame.expectedLast(), own);
  }

  /** Everything where it belongs, what was changed included. */
  private List<Evidence> inPlace() {
    Map<String, Evidence> byPrevious = new HashMap<>();
    Map<String, Evidence> byHash = new HashMap<>();
    for (Evidence one : found) {
      if (one.isSound()) {
        byPrevious.put(one.previous(), one);
        byHash.put(one.claimed(), one);
      }
    }
    List<Evidence> placed = new ArrayList<>();
    for (Evidence one : found) {
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

  private static Map<String, Object> lane(StreamId stream, List<Evidence> all, boolean ok) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "lane");
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    map.put("first", all.stream().mapToLong(Evidence::sequence).min().orElse(0));
    Optional<Evidence> last = all.stream().max(Comparator.comparingLong(Evidence::sequence));
    map.put("last", last.map(Evidence::sequence).orElse(0L));
    map.put("count", (long) all.size());
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
