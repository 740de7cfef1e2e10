// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafCells.Value;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record that its seal and its own content vouch for, wherever it was found.
 *
 * @param live whether it stood in a page that was in use
 */
record FoundRow(EventRecord record, Bytes sealed, boolean live) {
  private static final String BEFORE_PREVIOUS = ",\"prev\":\"";
  private static final int HASH_DIGITS = 64;

  static boolean isLike(Row row) {
    return row.number() > 0
        && row.looksLike(Value.Nothing.class, Value.Blob.class, Value.Blob.class, Value.Blob.class);
  }

  /**
   * Both hashes beside the sealed bytes only repeat what these say, so they are taken from there.
   * Empty if it does not open as that stream's, or says inside that it is another one. Both are
   * tried, so neither is told as damage: what is lost in the end says a gap.
   */
  static Optional<FoundRow> of(RecordSeal seal, StreamId stream, Row row, boolean live)
      throws JournalException {
    Bytes sealed = row.blob(3);
    StoredRecord stored = new StoredRecord(row.number(), row.blob(1), row.blob(2), sealed);
    Optional<EventRecord> opened = seal.trying().find(stream, stored);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    Bytes canonical = opened.get().canonical();
    String text = canonical.toText(StandardCharsets.UTF_8);
    int at = text.lastIndexOf(BEFORE_PREVIOUS) + BEFORE_PREVIOUS.length();
    if (at < BEFORE_PREVIOUS.length() || at + HASH_DIGITS > text.length()) {
      return Optional.empty();
    }
    String previous = text.substring(at, at + HASH_DIGITS);
    EventRecord record =
        new EventRecord(stream, row.number(), previous, EventRecord.hashOf(canonical), canonical);
    boolean holds = new ChainVerifier(stream, row.number() - 1, previous).check(record).isEmpty();
    return holds ? Optional.of(new FoundRow(record, sealed, live)) : Optional.empty();
  }

  StoredRecord stored() {
    return new StoredRecord(
        record.sequence(),
        Bytes.fromHex(record.previousHash()),
        Bytes.fromHex(record.hash()),
        sealed);
  }
}
