// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Where one stream stands. Stored are the records {@code removedUpTo + 1} to {@code last}: records
 * leave only from the front, and only damage makes a {@link Hole}, which is never at the end.
 *
 * @param table number of the table that holds its records
 * @param confirmedUpTo what the server has confirmed; may be ahead of what has been removed yet
 * @param removedUpTo newest record that has left, confirmed or given way; 0 if none
 * @param removedHash its hash: the chain's anchor for what is stored
 * @param passedUpTo how far the second reader is; {@link #UNHELD} if nobody reads beside the server
 * @param last newest record ever written, 0 if none
 * @param lastHash its hash: what the next record chains to
 * @param returned whether it came back from a damaged store; nothing is appended to it then
 */
record Head(
    long table,
    StreamId stream,
    long confirmedUpTo,
    long removedUpTo,
    String removedHash,
    long passedUpTo,
    long last,
    String lastHash,
    boolean returned) {

  /** Nobody reads beside the server, so nothing is held. */
  static final long UNHELD = Long.MAX_VALUE;

  static Head begin(long table, StreamId stream) {
    String first = EventRecord.FIRST_PREVIOUS;
    return new Head(table, stream, 0, 0, first, UNHELD, 0, first, false);
  }

  Head appended(EventRecord record) {
    return new Head(
        table,
        stream,
        confirmedUpTo,
        removedUpTo,
        removedHash,
        passedUpTo,
        record.sequence(),
        record.hash(),
        returned);
  }

  /** The same with the number of its table. */
  Head in(long number) {
    return new Head(
        number,
        stream,
        confirmedUpTo,
        removedUpTo,
        removedHash,
        passedUpTo,
        last,
        lastHash,
        returned);
  }

  /** Both ends of what is stored were found. */
  Head endingAt(long newest, String hash) {
    return new Head(
        table, stream, confirmedUpTo, removedUpTo, removedHash, passedUpTo, newest, hash, returned);
  }

  Head passed(long upTo) {
    return new Head(
        table, stream, confirmedUpTo, removedUpTo, removedHash, upTo, last, lastHash, returned);
  }

  Head confirmed(long upTo) {
    return new Head(
        table, stream, upTo, removedUpTo, removedHash, passedUpTo, last, lastHash, returned);
  }

  Head removed(long upTo, String hash) {
    return new Head(table, stream, confirmedUpTo, upTo, hash, passedUpTo, last, lastHash, returned);
  }

  /** Of a stream that came back: the records before the first one that is there have left. */
  static Head returning(long table, StreamId stream, long removed, String hash) {
    return new Head(table, stream, 0, removed, hash, UNHELD, removed, hash, true);
  }

  /**
   * Of all that stands in its row: what else is stored vouches for itself, but nobody would notice
   * if one of these numbers had changed.
   */
  Bytes digest() {
    String all =
        String.join(
            "|",
            stream.epoch(),
            stream.lane().wireName(),
            Long.toString(confirmedUpTo),
            Long.toString(removedUpTo),
            removedHash,
            Long.toString(passedUpTo),
            Boolean.toString(returned),
            stream.gateway());
    return Bytes.fromHex(EventRecord.hashOf(Bytes.of(all, StandardCharsets.UTF_8)));
  }

  boolean isHeld() {
    return passedUpTo != UNHELD;
  }

  /** Nothing up to here is anybody's business any more: neither the server's nor the reader's. */
  long releasedUpTo() {
    return Math.max(removedUpTo, Math.min(confirmedUpTo, passedUpTo));
  }

  /** Nothing up to here is the server's business any more. */
  long goneUpTo() {
    return Math.max(confirmedUpTo, removedUpTo);
  }

  long storedCount() {
    return last - goneUpTo();
  }

  StreamStatus status() {
    return new StreamStatus(stream, last, confirmedUpTo, storedCount());
  }
}
