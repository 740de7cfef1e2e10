// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The newest association ever seen per channel, so that an older one cannot be played again after
 * it has ended, and when each pump left, so that none can come late that was for the bed where the
 * pump was before. An association lives seven days at most, so older marks can go.
 *
 * @param floor for channels without a mark: what was issued at or before this is refused
 */
record ReplayMarks(Instant floor, Map<Channel, Mark> marks) {
  static final ReplayMarks NONE = new ReplayMarks(Instant.EPOCH, Map.of());

  /** One gateway serves one bedside; this is years of pumps. */
  static final int MAX_MARKS = 256;

  /** Of them of pumps that left: whatever a line says who is there, it pushes out no other mark. */
  static final int MAX_LEFT = 64;

  private static final Set<String> KNOWN = Set.of("floor", "marks");
  private static final Set<String> MARK = Set.of("pump", "channel", "issued", "sha256", "ended");

  /** Where a pump's own mark stands; no channel is without a name. */
  private static final String ALL_CHANNELS = "";

  /**
   * The newest association of a channel; of a whole pump, what was issued when it left, which is
   * none.
   *
   * @param ended it was dropped and must not come back, not even the same one
   */
  record Mark(Instant issued, String sha256, boolean ended) {
    private Mark asEnded() {
      return new Mark(issued, sha256, true);
    }
  }

  ReplayMarks {
    marks = Map.copyOf(marks);
  }

  /**
   * Nothing is known any more, so whatever may have been here is refused.
   *
   * @param latest what was issued later is from the future, and was refused
   */
  static ReplayMarks lost(Instant latest) {
    return new ReplayMarks(latest, Map.of());
  }

  boolean allows(Channel channel, Instant issued, String sha256) {
    Mark left = marks.get(new Channel(channel.pump(), ALL_CHANNELS));
    if (left != null && !issued.isAfter(left.issued())) {
      return false;
    }
    Mark mark = marks.get(channel);
    if (mark == null) {
      return issued.isAfter(floor);
    }
    return issued.isAfter(mark.issued()) || (mark.sha256().equals(sha256) && !mark.ended());
  }

  /** Whether an association of that pump may still stand. */
  boolean knows(String pump) {
    return marks.entrySet().stream()
        .anyMatch(entry -> entry.getKey().pump().equals(pump) && !entry.getValue().ended());
  }

  ReplayMarks with(Channel channel, Instant issued, String sha256, Instant now) {
    Map<Channel, Mark> kept = new HashMap<>(marks);
    kept.put(channel, new Mark(issued, sha256, false));
    return bounded(kept, now);
  }

  ReplayMarks ended(Channel channel, Instant now) {
    Map<Channel, Mark> kept = new HashMap<>(marks);
    kept.computeIfPresent(channel, (name, mark) -> mark.asEnded());
    return bounded(kept, now);
  }

  /**
   * A pump left: what was said of it has ended, also what has not come yet. A clock on its own may
   * be ahead and would keep out what is said of the pump when it comes back, so by such a one only
   * what is known has ended.
   */
  ReplayMarks left(String pump, ClockReading at) {
    Map<Channel, Mark> kept = new HashMap<>(marks);
    kept.replaceAll((channel, mark) -> channel.pump().equals(pump) ? mark.asEnded() : mark);
    if (at.quality() == ClockQuality.SYNCHRONISED) {
      Instant left = at.wall().minus(SignedKind.MAX_AHEAD); // the order system's clock may be late
      kept.put(new Channel(pump, ALL_CHANNELS), new Mark(left, "", true));
    }
    return bounded(kept, at.wall());
  }

  /** What goes raises the floor: where it went by a clock that was ahead, it may not come again. */
  private ReplayMarks bounded(Map<Channel, Mark> kept, Instant now) {
    while (kept.keySet().stream().filter(ReplayMarks::isOfPump).count() > MAX_LEFT) {
      kept.remove(oldest(kept, ReplayMarks::isOfPump).getKey());
    }
    Instant raised = floor;
    while (!kept.isEmpty()) {
      Map.Entry<Channel, Mark> oldest = oldest(kept, channel -> true);
      Instant issued = oldest.getValue().issued();
      boolean over = issued.plus(AssociationCheck.MAX_LIFE).isBefore(now);
      if (!over && kept.size() <= MAX_MARKS) {
        break;
      }
      raised = raised.isAfter(issued) ? raised : issued;
      kept.remove(oldest.getKey());
    }
    return new ReplayMarks(raised, kept);
  }

  private static boolean isOfPump(Channel channel) {
    return channel.name().equals(ALL_CHANNELS);
  }

  private static Map.Entry<Channel, Mark> oldest(
      Map<Channel, Mark> kept, Predicate<Channel> among) {
    return kept.entrySet().stream()
        .filter(entry -> among.test(entry.getKey()))
        .min(Comparator.comparing(entry -> entry.getValue().issued()))
        .orElseThrow();
  }

  Bytes toBytes() {
    Fields fields =
        Fields.builder()
            .put("floor", floor)
            .put(
                "marks",
                marks.entrySet().stream()
                    .map(
                        entry ->
                            Fields.builder()
                                .put("pump", entry.getKey().pump())
                                .put("channel", entry.getKey().name())
                                .put("issued", entry.getValue().issued())
                                .put("sha256", entry.getValue().sha256())
                                .put("ended", entry.getValue().ended())
                                .build())
                    .toList())
            .build();
    return Bytes.of(fields.toString(), StandardCharsets.UTF_8);
  }

  static ReplayMarks from(Bytes stored) throws DocumentException {
    Fields fields = StrictJson.parse(stored);
    fields.refuseOthersThan(KNOWN);
    Map<Channel, Mark> marks = new HashMap<>();
    for (Fields mark : fields.list("marks")) {
      mark.refuseOthersThan(MARK);
      marks.put(
          new Channel(mark.text("pump"), mark.text("channel")),
          new Mark(mark.time("issued"), mark.text("sha256"), mark.findFlag("ended").orElse(true)));
    }
    return new ReplayMarks(fields.time("floor"), marks);
  }
}
