// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every order that this gateway has had, so that none comes a second time: pure, immutable.
 *
 * @param floor what was issued at or before this and has no mark is refused, for its mark may have
 *     gone
 */
record OrderMarks(Instant floor, Map<String, Mark> marks) {
  static final OrderMarks NONE = new OrderMarks(Instant.EPOCH, Map.of());

  /** A bedside has a few orders an hour; beyond this the oldest gives way and raises the floor. */
  static final int MAX_MARKS = 128;

  /**
   * Of them from the future: refused, but remembered for when their time comes. An order system
   * whose clock is ahead must not push out what was carried out.
   */
  static final int MAX_MARKS_AHEAD = 64;

  private static final Comparator<Map.Entry<String, Mark>> BY_TIME =
      Comparator.comparing(entry -> entry.getValue().issued());

  private static final Set<String> KNOWN = Set.of("floor", "marks");
  private static final Set<String> MARK =
      Set.of("id", "pump", "channel", "issued", "sha256", "told", "kind", "ending");

  /**
   * One order.
   *
   * @param ending empty from just before the pump is touched until it is known how that went
   * @param told whether the journal holds the ending
   */
  record Mark(
      Channel channel, Instant issued, String sha256, Optional<Ending> ending, boolean told) {
    Mark ended(Ending how) {
      return new Mark(channel, issued, sha256, Optional.of(how), false);
    }

    private boolean isAfter(Instant latest) {
      return issued.isAfter(latest);
    }

    Mark asTold() {
      return new Mark(channel, issued, sha256, ending, true);
    }

    static Mark of(SignedOrder order, Optional<Ending> ending) {
      return new Mark(order.channel(), order.heading().issued(), order.sha256(), ending, false);
    }
  }

  OrderMarks {
    marks = Map.copyOf(marks);
  }

  /** Nothing is known any more: whatever was issued before now is refused. */
  static OrderMarks lostAt(Instant now) {
    return new OrderMarks(now, Map.of());
  }

  Optional<Mark> find(String id) {
    return Optional.ofNullable(marks.get(id));
  }

  /** Whether the order may have been here before. */
  boolean hasHad(SignedOrder order) {
    return marks.containsKey(order.id()) || !order.heading().issued().isAfter(floor);
  }

  /** Of an order that has its mark. */
  OrderMarks changed(String id, Mark mark) {
    Map<String, Mark> all = new LinkedHashMap<>(marks);
    all.put(id, mark);
    return new OrderMarks(floor, all);
  }

  /** A floor higher than what can have been carried out would only keep good orders out. */
  OrderMarks upTo(Instant latest) {
    return floor.isAfter(latest) ? new OrderMarks(latest, marks) : this;
  }

  /**
   * With one more; beyond the bounds others give way, but none that the journal was not told.
   *
   * @param latest what was issued later has never been carried out, so losing its mark raises no
   *     floor; {@link Instant#MAX} where the time is unknown
   */
  OrderMarks with(String id, Mark mark, Instant latest) {
    Map<String, Mark> kept = new LinkedHashMap<>(marks);
    kept.put(id, mark);
    while (kept.values().stream().filter(each -> each.isAfter(latest)).count() > MAX_MARKS_AHEAD) {
      Optional<Map.Entry<String, Mark>> furthest =
          told(kept).filter(each -> each.getValue().isAfter(latest)).max(BY_TIME);
      if (furthest.isEmpty()) {
        break;
      }
      kept.remove(furthest.get().getKey());
    }
    Instant raised = floor;
    while (kept.size() > MAX_MARKS) {
      Optional<Map.Entry<String, Mark>> oldest =
          told(kept).filter(each -> !each.getValue().isAfter(latest)).min(BY_TIME);
      if (oldest.isEmpty()) {
        break; // the journal takes nothing: what it was not told is kept
      }
      Instant issued = oldest.get().getValue().issued();
      raised = raised.isAfter(issued) ? raised : issued;
      kept.remove(oldest.get().getKey());
    }
    return new OrderMarks(raised, kept);
  }

  private static Stream<Map.Entry<String, Mark>> told(Map<String, Mark> marks) {
    return marks.entrySet().stream().filter(entry -> entry.getValue().told());
  }

  /** Orders between the mark and the outcome when the power went: by id. */
  List<String> interrupted() {
    return marks.entrySet().stream()
        .filter(entry -> entry.getValue().ending().isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  List<String> untold() {
    return marks.entrySet().stream()
        .filter(entry -> !entry.getValue().told() && entry.getValue().ending().isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  Bytes toBytes() {
    List<Fields> all = new ArrayList<>();
    marks.forEach((id, mark) -> all.add(fields(id, mark)));
    Fields fields = Fields.builder().put("floor", floor).put("marks", all).build();
    return Bytes.of(fields.toString(), StandardCharsets.UTF_8);
  }

  private static Fields fields(String id, Mark mark) {
    Fields.Builder fields =
        Fields.builder()
            .put("id", id)
            .put("pump", mark.channel().pump())
            .put("channel", mark.channel().name())
            .put("issued", mark.issued())
            .put("sha256", mark.sha256())
            .put("told", mark.told());
    mark.ending()
        .ifPresent(
            ending -> fields.put("kind", ending.kind().name()).put("ending", ending.toFields()));
    return fields.build();
  }

  static OrderMarks from(Bytes stored) throws DocumentException {
    Fields fields = StrictJson.parse(stored);
    fields.refuseOthersThan(KNOWN);
    Map<String, Mark> marks = new LinkedHashMap<>();
    for (Fields mark : fields.list("marks")) {
      mark.refuseOthersThan(MARK);
      marks.put(
          mark.text("id"),
          new Mark(
              new Channel(mark.text("pump"), mark.text("channel")),
              mark.time("issued"),
              mark.text("sha256"),
              ending(mark),
              mark.findFlag("told").orElse(false)));
    }
    return new OrderMarks(fields.time("floor"), marks);
  }

  private static Optional<Ending> ending(Fields mark) throws DocumentException {
    Optional<Fields> ending = mark.findFields("ending");
    if (ending.isEmpty()) {
      return Optional.empty();
    }
    Fields said = ending.get();
    OptionalInt piv = OptionalInt.empty();
    try {
      Optional<String> number = said.findText("piv");
      if (number.isPresent()) {
        piv = OptionalInt.of(Integer.parseInt(number.get()));
      }
      return Optional.of(
          new Ending(
              Ending.Kind.valueOf(mark.text("kind")),
              said.text("code"),
              piv,
              said.text("reason"),
              said));
    } catch (IllegalArgumentException e) {
      throw new DocumentException(mark.path(), "holds an ending that does not exist");
    }
  }
}
