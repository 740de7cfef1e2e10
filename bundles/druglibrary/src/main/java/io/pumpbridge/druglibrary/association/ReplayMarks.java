// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The newest association ever seen per channel, so that an older one cannot be played again after
 * it has ended. An association lives seven days at most, so older marks can go.
 *
 * @param floor for channels without a mark: what was issued at or before this is refused
 */
record ReplayMarks(Instant floor, Map<Channel, Mark> marks) {
  static final ReplayMarks NONE = new ReplayMarks(Instant.EPOCH, Map.of());

  /** One gateway serves one bedside; this is years of pumps. */
  static final int MAX_MARKS = 256;

  private static final Set<String> KNOWN = Set.of("floor", "marks");
  private static final Set<String> MARK = Set.of("pump", "channel", "issued", "sha256", "ended");

  /**
   * The newest association of a channel.
   *
   * @param ended it was dropped and must not come back, not even the same one
   */
  record Mark(Instant issued, String sha256, boolean ended) {}

  ReplayMarks {
    marks = Map.copyOf(marks);
  }

  /** Nothing is known any more: whatever was issued before now is refused. */
  static ReplayMarks lostAt(Instant now) {
    return new ReplayMarks(now, Map.of());
  }

  boolean allows(Channel channel, Instant issued, String sha256) {
    Mark mark = marks.get(channel);
    if (mark == null) {
      return issued.isAfter(floor);
    }
    return issued.isAfter(mark.issued()) || (mark.sha256().equals(sha256) && !mark.ended());
  }

  ReplayMarks with(Channel channel, Instant issued, String sha256, Instant now) {
    return with(channel, new Mark(issued, sha256, false), now);
  }

  ReplayMarks ended(Channel channel, Instant now) {
    Mark mark = marks.get(channel);
    return mark == null ? this : with(channel, new Mark(mark.issued(), mark.sha256(), true), now);
  }

  private ReplayMarks with(Channel channel, Mark mark, Instant now) {
    Map<Channel, Mark> kept = new HashMap<>(marks);
    kept.put(channel, mark);
    kept.values().removeIf(old -> old.issued().plus(AssociationCheck.MAX_LIFE).isBefore(now));
    Instant raised = floor;
    while (kept.size() > MAX_MARKS) {
      Map.Entry<Channel, Mark> oldest =
          kept.entrySet().stream()
              .min(Comparator.comparing(entry -> entry.getValue().issued()))
              .orElseThrow();
      raised = raised.isAfter(oldest.getValue().issued()) ? raised : oldest.getValue().issued();
      kept.remove(oldest.getKey());
    }
    return new ReplayMarks(raised, kept);
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
