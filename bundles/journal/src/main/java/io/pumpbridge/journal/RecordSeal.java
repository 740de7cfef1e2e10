// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Seals what goes into the file and opens what comes out; each piece is bound to its place. */
final class RecordSeal {
  private final Sealer sealer;

  RecordSeal(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Tries what may be something else: nobody is told of a broken seal that never was one. */
  RecordSeal trying() {
    return new RecordSeal(new Trying(sealer));
  }

  private record Trying(Sealer sealer) implements Sealer {
    @Override
    public Bytes seal(Bytes plain, Bytes context) {
      return sealer.seal(plain, context);
    }

    @Override
    public Bytes open(Bytes sealed, Bytes context) throws TrustException {
      return sealer
          .tryOpen(sealed, context)
          .orElseThrow(() -> new TrustException(SEAL_BROKEN, "This is something else.", ""));
    }
  }

  StoredRecord seal(EventRecord record) {
    return new StoredRecord(
        record.sequence(),
        Bytes.fromHex(record.previousHash()),
        Bytes.fromHex(record.hash()),
        sealer.seal(record.canonical(), place(record.stream(), record.sequence())));
  }

  EventRecord open(StreamId stream, StoredRecord stored) throws JournalException {
    Bytes place = place(stream, stored.sequence());
    return new EventRecord(
        stream,
        stored.sequence(),
        stored.previousHash().toHex(),
        stored.hash().toHex(),
        open(stored.sealed(), place));
  }

  /** What its canonical bytes say. */
  Fields openContent(StreamId stream, StoredRecord stored) throws JournalException {
    String text = open(stream, stored).canonical().toText(StandardCharsets.UTF_8);
    try {
      return Fields.from(JSON.std.mapFrom(text));
    } catch (IOException | DocumentException e) {
      throw damaged("record " + stream + " " + stored.sequence() + " is no document", e);
    }
  }

  /** Empty if it does not open; the key may still be out of reach, and then that is said. */
  Optional<EventRecord> find(StreamId stream, StoredRecord stored) throws JournalException {
    try {
      return Optional.of(open(stream, stored));
    } catch (JournalException e) {
      if (e.reason() == JournalException.Reason.DAMAGED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Bytes sealAnswer(String requestId, Fields answer) {
    return sealer.seal(Bytes.of(answer.toString(), StandardCharsets.UTF_8), answerPlace(requestId));
  }

  Fields openAnswer(String requestId, Bytes sealed) throws JournalException {
    String text = open(sealed, answerPlace(requestId)).toText(StandardCharsets.UTF_8);
    try {
      return Fields.from(JSON.std.mapFrom(text));
    } catch (IOException | DocumentException e) {
      throw damaged("the answer to a command is no document", e);
    }
  }

  /** Whether it is the answer to that request; the key may be out of reach, and that is said. */
  boolean opensAnswer(String requestId, Bytes sealed) throws JournalException {
    try {
      Fields unused = openAnswer(requestId, sealed);
      return true;
    } catch (JournalException e) {
      if (e.reason() == JournalException.Reason.DAMAGED) {
        return false;
      }
      throw e;
    }
  }

  private Bytes open(Bytes sealed, Bytes place) throws JournalException {
    try {
      return sealer.open(sealed, place);
    } catch (TrustException e) {
      String what = place.toText(StandardCharsets.UTF_8);
      if (e.code().equals(Sealer.SEAL_BROKEN)) {
        throw damaged("record " + what + " does not open", e);
      }
      // The key may only be out of reach for now: no reason to condemn the store.
      throw new JournalException(
          JournalException.Reason.STORAGE, "record " + what + " cannot be opened now", e);
    }
  }

  /** Unambiguous because only the gateway's id, which comes first, is free text. */
  private static Bytes place(StreamId stream, long sequence) {
    String header =
        String.join(
            "|",
            stream.gateway(),
            stream.epoch(),
            stream.lane().wireName(),
            Long.toString(sequence));
    return Bytes.of(header, StandardCharsets.UTF_8);
  }

  /** Begins as no record can: a gateway always has a name. */
  private static Bytes answerPlace(String requestId) {
    return Bytes.of("|answer|" + requestId, StandardCharsets.UTF_8);
  }

  private static JournalException damaged(String message, Exception cause) {
    return new JournalException(JournalException.Reason.DAMAGED, message, cause);
  }
}
