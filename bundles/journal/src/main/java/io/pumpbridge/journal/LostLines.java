// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which record a line was that is none any more: the one that its neighbours' numbers leave
 * room for. Without room it was put in, and counts as the record beside it. Pure.
 */
final class LostLines {
  /**
   * Streams that are searched for a hole around the line. Four lanes of 64 gateways; in a file with
   * more, made to keep us busy, only the lines right beside it are asked.
   */
  private static final int MAX_STREAMS = 256;

  private final NavigableMap<Long, Evidence> byLine = new TreeMap<>();
  private final Map<StreamId, NavigableMap<Long, Evidence>> byStream = new LinkedHashMap<>();
  private final Map<StreamId, Set<Long>> taken = new HashMap<>();

  /** A number for the line, and how far apart the lines are that leave it free. */
  private record Room(Evidence beside, int step, long span) {}

  LostLines(List<Evidence> placed) {
    for (Evidence one : placed) {
      byLine.put(one.line(), one);
      byStream.computeIfAbsent(one.stream(), stream -> new TreeMap<>()).put(one.line(), one);
      taken.computeIfAbsent(one.stream(), stream -> new HashSet<>()).add(one.sequence());
    }
  }

  /** Empty only if there is not one record to compare it with. */
  Optional<Evidence> guess(long line) {
    Optional<Room> room =
        hole(line)
            .or(() -> behind(byLine.higherEntry(line)))
            .or(() -> ahead(byLine.lowerEntry(line)))
            .or(() -> beginning(line))
            .or(() -> besides(line));
    room.ifPresent(found -> take(found.beside(), found.step()));
    return room.map(found -> unreadable(found, line));
  }

  /** Between two records of one stream, whose numbers leave one free; the closest two. */
  private Optional<Room> hole(long line) {
    return searched()
        .map(
            stream -> {
              Map.Entry<Long, Evidence> before = stream.lowerEntry(line);
              Map.Entry<Long, Evidence> after = stream.higherEntry(line);
              return before != null && after != null
                  ? between(before.getValue(), after.getValue())
                  : Optional.<Room>empty();
            })
        .flatMap(Optional::stream)
        .min(Comparator.comparingLong(Room::span));
  }

  private Optional<Room> between(Evidence before, Evidence after) {
    return after.sequence() > before.sequence() + 1 && isFree(before, 1)
        ? Optional.of(new Room(before, 1, after.line() - before.line()))
        : Optional.empty();
  }

  private Optional<Room> behind(Map.@Nullable Entry<Long, Evidence> next) {
    return Optional.ofNullable(next)
        .map(Map.Entry::getValue)
        .filter(after -> after.sequence() > 1 && isFree(after, -1))
        .map(after -> new Room(after, -1, 1));
  }

  private Optional<Room> ahead(Map.@Nullable Entry<Long, Evidence> last) {
    return Optional.ofNullable(last)
        .map(Map.Entry::getValue)
        .filter(before -> isFree(before, 1))
        .map(before -> new Room(before, 1, 1));
  }

  /** The first record of a stream that now begins with its second. */
  private Optional<Room> beginning(long line) {
    return searched()
        .map(NavigableMap::firstEntry)
        .filter(first -> first.getKey() > line && first.getValue().sequence() == 2)
        .map(first -> new Room(first.getValue(), -1, first.getKey() - line))
        .filter(room -> isFree(room.beside(), room.step()))
        .min(Comparator.comparingLong(Room::span));
  }

  private Optional<Room> besides(long line) {
    Map.Entry<Long, Evidence> before = byLine.lowerEntry(line);
    Map.Entry<Long, Evidence> beside = before != null ? before : byLine.higherEntry(line);
    return Optional.ofNullable(beside).map(entry -> new Room(entry.getValue(), 0, 1));
  }

  private Stream<NavigableMap<Long, Evidence>> searched() {
    Collection<NavigableMap<Long, Evidence>> streams = byStream.values();
    return streams.size() <= MAX_STREAMS ? streams.stream() : Stream.empty();
  }

  private boolean isFree(Evidence beside, int step) {
    return !taken.getOrDefault(beside.stream(), Set.of()).contains(beside.sequence() + step);
  }

  private void take(Evidence beside, int step) {
    taken.computeIfAbsent(beside.stream(), stream -> new HashSet<>()).add(beside.sequence() + step);
  }

  private static Evidence unreadable(Room room, long line) {
    return new Evidence(
        room.beside().stream(),
        room.beside().sequence() + room.step(),
        "",
        "",
        "unreadable",
        Evidence.Word.NONE,
        line);
  }
}
