// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Walks along one stream, record by record, and names the first thing that does not hold. Trusts
 * nothing but the anchor it begins with: number, predecessor and stream are compared with what
 * stands inside the canonical bytes, and the hash is computed anew.
 */
final class ChainVerifier {

  /** What is wrong with a record. */
  enum Kind {
    /** One or more records before it are not there. */
    MISSING,
    /** Its number was passed already. */
    REPEATED,
    /** It is not what was written, or does not follow its predecessor. */
    CHANGED
  }

  /**
   * A finding.
   *
   * @param sequence the record that is missing, repeated or changed
   */
  record Fault(Kind kind, long sequence, String sentence) {}

  private final StreamId stream;
  private final String beforeEvent;
  private final String afterEvent;
  private long lastSequence;
  private String lastHash;

  /**
   * @param lastSequence where to begin: the record before the first one, 0 at the very beginning
   * @param lastHash its hash
   */
  ChainVerifier(StreamId stream, long lastSequence, String lastHash) {
    this.stream = stream;
    this.lastSequence = lastSequence;
    this.lastHash = lastHash;
    Fields epoch = Fields.builder().put("epoch", stream.epoch()).build();
    Fields address =
        Fields.builder()
            .put("gateway", stream.gateway())
            .put("lane", stream.lane().wireName())
            .build();
    this.beforeEvent = "," + inner(epoch) + ",\"event\":{";
    this.afterEvent = "," + inner(address) + ",\"mono_ms\":";
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Judges the next record; steps on only if all holds. */
  Optional<Fault> check(EventRecord record) {
    long expected = lastSequence + 1;
    if (record.sequence() > expected) {
      return fault(Kind.MISSING, expected, "is missing");
    }
    if (record.sequence() < expected) {
      return fault(Kind.REPEATED, record.sequence(), "comes again");
    }
    if (!EventRecord.hashOf(record.canonical()).equals(record.hash())) {
      return fault(Kind.CHANGED, expected, "does not have the hash it claims");
    }
    if (!record.previousHash().equals(lastHash)) {
      return fault(Kind.CHANGED, expected, "does not follow its predecessor");
    }
    if (!record.stream().equals(stream) || !saysSo(record)) {
      return fault(Kind.CHANGED, expected, "says inside that it is another one");
    }
    lastSequence = expected;
    lastHash = record.hash();
    return Optional.empty();
  }

  /**
   * Keys of canonical JSON are sorted, so the free part ({@code event}) is framed by fixed ones:
   * the first {@code ,"epoch":} and the last {@code ,"gateway":} are the outermost, and quotes
   * within texts are escaped.
   */
  private boolean saysSo(EventRecord record) {
    String text = record.canonical().toText(StandardCharsets.UTF_8);
    int epochAt = text.indexOf(",\"epoch\":");
    int addressAt = text.lastIndexOf(",\"gateway\":");
    if (epochAt < 0 || addressAt < 0) {
      return false;
    }
    String place =
        ",\"prev\":\"" + record.previousHash() + "\",\"seq\":" + record.sequence() + ",\"t\":\"";
    int placeAt = text.indexOf(",\"prev\":", addressAt);
    return text.startsWith(beforeEvent, epochAt)
        && text.startsWith(afterEvent, addressAt)
        && placeAt > 0
        && text.startsWith(place, placeAt);
  }

  private Optional<Fault> fault(Kind kind, long sequence, String what) {
    String sentence =
        "record %s/%s/%s/%d %s"
            .formatted(stream.gateway(), stream.epoch(), stream.lane().wireName(), sequence, what);
    return Optional.of(new Fault(kind, sequence, sentence));
  }

  private static String inner(Fields fields) {
    String text = fields.toString();
    return text.substring(1, text.length() - 1);
  }
}
