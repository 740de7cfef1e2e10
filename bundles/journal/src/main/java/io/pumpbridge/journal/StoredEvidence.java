// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A row of the store as evidence: its columns are held against what it seals. */
final class StoredEvidence {
  /** Computed of a record that nobody can read. */
  static final String NO_HASH = "";

  private StoredEvidence() {}

  static Evidence of(StreamId stream, StoredRecord row, Optional<EventRecord> record) {
    String claimed = row.hash().toHex();
    String previous = row.previousHash().toHex();
    Evidence closed =
        new Evidence(stream, row.sequence(), previous, claimed, NO_HASH, Evidence.Word.NONE, 0);
    if (record.isEmpty()) {
      return closed;
    }
    String text = record.get().canonical().toText(StandardCharsets.UTF_8);
    try {
      Evidence inside = ExportLines.evidence(Fields.from(JSON.std.mapFrom(text)), claimed, text, 0);
      boolean same =
          inside.stream().equals(stream)
              && inside.sequence() == row.sequence()
              && inside.previous().equals(previous);
      return same ? inside : closed;
    } catch (IOException | DocumentException e) {
      return closed;
    }
  }
}
