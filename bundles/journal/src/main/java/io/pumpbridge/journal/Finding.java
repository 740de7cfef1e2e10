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
 * @param detail a sentence more; empty if there is no more to say
 */
record Finding(Kind kind, StreamId stream, long sequence, long to, long line, String detail) {

  /** As the contract names them. */
  enum Kind {
    MISSING("It is not there."),
    CHANGED("It is not what was written."),
    REORDERED("It does not stand where its number says."),
    INSERTED("It does not belong there: the chain goes on without it."),
    DUPLICATE("It stands there more than once."),
    UNVOUCHED("No signature stands behind this gap record: anybody may have written it."),
    SIGNATURE_INVALID("The signature of a gap record does not verify."),
    SIGNATURE_FOREIGN("The signature of a gap record is another gateway's."),
    SIGNATURE_MISPLACED("The signature is of another record than the one that it names.");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  static Finding of(Kind kind, Evidence about) {
    return of(kind, about.stream(), about.sequence(), about.line(), "");
  }

  static Finding of(Kind kind, StreamId stream, long sequence, long line, String detail) {
    return new Finding(kind, stream, sequence, sequence, line, detail);
  }

  static Finding missing(StreamId stream, Hole hole) {
    return new Finding(Kind.MISSING, stream, hole.first(), hole.last(), 0, "");
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "fault");
    map.put("fault", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
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
    map.put("reason", detail.isEmpty() ? kind.sentence : kind.sentence + " " + detail);
    return map;
  }
}
