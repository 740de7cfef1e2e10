// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is wrong with a stream.
 *
 * @param sequence the record it is about
 * @param to the last one of a hole, else the same
 * @param line where it stands in a file; 0 if it stands nowhere
 */
record Finding(Kind kind, StreamId stream, long sequence, long to, long line) {

  /** As the contract names them. */
  enum Kind {
    MISSING("It is not there."),
    CHANGED("It is not what was written."),
    REORDERED("It does not stand where its number says."),
    INSERTED("It does not belong there: the chain goes on without it."),
    DUPLICATE("It stands there more than once.");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  static Finding of(Kind kind, Evidence about) {
    return new Finding(kind, about.stream(), about.sequence(), about.sequence(), about.line());
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "fault");
    map.put("fault", kind.name().toLowerCase(Locale.ROOT));
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    map.put("seq", sequence);
    if (to > sequence) {
      map.put("to", to);
    }
    if (line > 0) {
      map.put("line", line);
    }
    map.put("reason", kind.sentence);
    return map;
  }
}
