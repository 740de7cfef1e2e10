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
 * <p>A clock that goes back makes the past look like the future. So an order counts as never
 * carried out by how it ended, not by its time alone.
 *
 * @param floor what was issued at or before this and has no mark is refused, for its mark may have
 *     gone
 * @param carriedOut the part of the floor that stays: until then a pump may have been set by an
 *     order whose mark has gone
 */
record OrderMarks(Instant floor, Instant carriedOut, Map<String, Mark> marks) {
  static final OrderMarks NONE = new OrderMarks(Instant.EPOCH, Instant.EPOCH, Map.of());

  /** A bedside has a few orders an hour; beyond this the oldest gives way and raises the floor. */
  static final int MAX_MARKS = 128;

  /**
   * Of them from the future: refused, but remembered for when their time comes. An order system
   * whose clock is ahead must not push out what was carried out.
   */
  static final int MAX_MARKS_AHEAD = 64;

  /** Where a clock that went back time and again has made all of them look like the future. */
  private static final int MAX_EVER = MAX_MARKS + MAX_MARKS_AHEAD;

  private static final Comparator<Map.Entry<String, Mark>> BY_TIME =
      Comparator.comparing(entry -> entry.getValue().issued());

  private static final Set<String> KNOWN = Set.of("floor", "carried_out", "marks");
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

    private boolean mayHaveWritten() {
      return ending.map(how -> how.kind().mayHaveWritten()).orElse(true);
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

  /**
   * Nothing is known any more, so whatever may have been carried out is refused.
   *
   * @param latest what was issued later is from the future, and was refused
   */
  static OrderMarks lost(Instant latest) {
    return new OrderMarks(latest, latest, Map.of());
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
    return new OrderMarks(floor, carriedOut, all);
  }

  /** A floor higher than what can have been carried out would only keep good orders out. */
  OrderMarks upTo(Instant latest) {
    return floor.isAfter(latest)
        ? new OrderMarks(later(latest, carriedOut), carriedOut, marks)
        : this;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * With one more; beyond the bounds others give way, but none that the journal was not told.
   *
   * @param latest what was issued later comes from the future: it was refused, so losing its mark
   *     raises no floor, unless the clock has gone back since it was carried out; {@link
   *     Instant#MAX} where the time is unknown
   */
  OrderMarks with(String id, Mark mark, Instant latest) {
    Map<String, Mark> kept = new LinkedHashMap<>(marks);
    kept.put(id, mark);
    while (kept.values().stream().filter(each -> each.isAfter(latest)).count() > MAX_MARKS_AHEAD) {
      Optional<Map.Entry<String, Mark>> furthest =
          told(kept)
              .filter(each -> each.getValue().isAfter(latest) && !each.getValue().mayHaveWritten())
              .max(BY_TIME);
      if (furthest.isEmpty()) {
        break;
      }
      kept.remove(furthest.get().getKey());
    }
    return new OrderMarks(floor, carriedOut, kept).bounded(latest);
  }

  private OrderMarks bounded(Instant latest) {
    Map<String, Mark> kept = new LinkedHashMap<>(marks);
    Instant raised = floor;
    Instant stays = carriedOut;
    while (kept.size() > MAX_MARKS) {
      Optional<Map.Entry<String, Mark>> oldest =
          told(kept)
              .filter(each -> !each.getValue().isAfter(latest))
              .min(BY_TIME)
              .or(() -> kept.size() > MAX_EVER ? told(kept).min(BY_TIME) : Optional.empty());
      if (oldest.isEmpty()) {
        break; // what the journal was not told is kept, and what a clock that went back has left
      }
      Mark gone = oldest.get().getValue();
      raised = later(raised, gone.issued());
      stays = gone.mayHaveWritten() ? later(stays, gone.issued()) : stays;
      kept.remove(oldest.get().getKey());
    }
    return new OrderMarks(raised, stays, kept);
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
    Fields fields =
        Fields.builder()
            .put("floor", floor)
            .put("carried_out", carriedOut)
            .put("marks", all)
            .build();
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
    Instant floor = fields.time("floor");
    boolean older = !fields.has("carried_out"); // it did not tell one floor from the other
    return new OrderMarks(floor, older ? floor : fields.time("carried_out"), marks);
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
