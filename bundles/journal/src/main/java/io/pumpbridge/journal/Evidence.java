// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import java.util.Optional;

/**
 * One record as it was found, not yet believed.
 *
 * @param claimed the hash that is told beside it; anything, as long as it is not {@link #isSound}
 * @param computed the hash of its content, 64 hex digits; another one if it was changed, and empty
 *     if its content cannot be read
 * @param word what it says that the review must know
 * @param line where it stands, from 1
 */
record Evidence(
    StreamId stream,
    long sequence,
    String previous,
    String claimed,
    String computed,
    Word word,
    long line) {

  /**
   * What a record that is whole says.
   *
   * @param time when it was written, by the gateway's clock; ISO 8601 UTC, empty if nobody knows
   * @param isGap whether it is the journal's own word about losses
   * @param missing the records that it says are not there
   * @param voucher a signature of such a word
   */
  record Word(String time, boolean isGap, Optional<Gap> missing, Optional<Voucher> voucher) {
    /** Of a record that nobody can read or need not. */
    static final Word NONE = new Word("", false, Optional.empty(), Optional.empty());
  }

  /**
   * A signature of the record that it names, as it stands there.
   *
   * @param signed base64
   */
  record Voucher(String epoch, String lane, long sequence, String hash, String signed) {}

  /** Records that the journal itself says are not there. */
  record Gap(StreamId stream, long first, long last, String reason) {}

  /** Never if nobody can read its content: that it claims no hash either proves nothing. */
  boolean isSound() {
    return !computed.isEmpty() && claimed.equals(computed);
  }

  /** If it is the journal's own word about records that left. */
  Optional<Gap> gap() {
    return word.missing();
  }

  Evidence at(StreamId place, long number) {
    return new Evidence(place, number, previous, claimed, computed, word, line);
  }

  /** Without the signature in it, which is large and has been heard. */
  Evidence heard() {
    return word.voucher().isEmpty()
        ? this
        : new Evidence(stream, sequence, previous, claimed, computed, Word.NONE, line);
  }
}
