// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

import io.pumpbridge.model.trust.TrustException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What people and scripts ask of a journal at the command line. JDK types only: the launcher calls
 * it without sharing a class. Nothing here changes a journal; a stored one is read from a copy.
 *
 * <p>Findings are maps of texts, whole numbers and booleans. First one for each lane ({@code type}
 * {@code lane}: {@code gateway, epoch, lane, first, last, count, hash, ok}), then each gap that the
 * journal itself tells ({@code gap}: {@code gateway, epoch, lane, first, last, reason}), then each
 * fault ({@code fault}: {@code fault} of {@code missing|changed|reordered|inserted|duplicate},
 * {@code gateway, epoch, lane, seq}, {@code to} for a hole of several, {@code line} where it stands
 * in a file, {@code reason} as a sentence).
 *
 * <p>Before the faults it is said how gap records are signed ({@code signatures}): either {@code
 * asked} false and how many {@code gap_records} there are, if any; or, once {@link
 * #askForSignatures} was called, {@code asked} true and for each stream that tells of losses {@code
 * gateway, epoch, lane, gap_records}, of which so many are {@code vouched} for, so many {@code
 * waiting}, and how many {@code signatures} there are. Then faults may also be {@code
 * unvouched|signature-invalid|signature-foreign|signature-misplaced}, at the gap record or at the
 * record with the signature.
 */
public interface JournalDesk {

  /**
   * Tells every stored record as one line of JSON: its canonical fields and its {@code hash}; lane
   * by lane, the most urgent first, older epochs before newer ones.
   *
   * @param state the state directory; no agent may run in it
   * @param lines takes them one by one
   * @return records that do not open, and so are missing in what was told
   * @throws JournalException if there is no journal or it cannot be read at all
   */
  int export(Path state, Consumer<String> lines) throws JournalException;

  /**
   * From then on, whatever is verified, gap records must be vouched for: by a signature of the
   * gateway whose stream it is, of the very record, or of a later one of that stream that is
   * chained to it. One that is at most ten minutes older than the newest record of its gateway may
   * still be waiting for it.
   *
   * @param anchors certificates of the authorities to which gateways' certificates must lead, PEM
   * @throws TrustException if they cannot be read
   * @throws JournalException if nobody verifies signatures here
   */
  void askForSignatures(List<String> anchors) throws JournalException, TrustException;

  /**
   * Verifies exported lines.
   *
   * @param lines of one or several exports
   */
  void verifyExport(Iterator<String> lines, Consumer<Map<String, Object>> findings);

  /**
   * Verifies what a pump server has stored of one gateway: {@code hash}, space, canonical text.
   * Numbers must begin with 1.
   */
  void verifyServerStream(Iterator<String> lines, Consumer<Map<String, Object>> findings);

  /**
   * Verifies what a running agent told of its journal.
   *
   * @param lines as {@link RunningJournal#tell} has them
   */
  void verifyTold(Iterator<String> lines, Consumer<Map<String, Object>> findings);

  /**
   * Verifies the journal of a state directory.
   *
   * @throws JournalException if there is no journal or it cannot be read at all
   */
  void verifyState(Path state, Consumer<Map<String, Object>> findings) throws JournalException;

  /**
   * How much the journal of a state directory holds: {@code waiting} (records that the server has
   * not confirmed), {@code bytes} (of its files), {@code set_aside} (damaged stores that are kept)
   * and {@code lanes}, the most urgent first: {@code lane, gateway, epoch, last, confirmed,
   * waiting}, and {@code oldest, newest} (times, RFC 3339) of what waits.
   *
   * @throws JournalException if there is no journal or it cannot be read at all
   */
  Map<String, Object> statistics(Path state) throws JournalException;

  /**
   * Tells every record that a dead gateway's journal still holds, as {@link #export} does, those in
   * stores that it had set aside included; and what there is to say about them. The sealer must be
   * the one that the gateway sealed with.
   *
   * <p>Findings are those of {@link #verifyState}, and before them for each stream one of the type
   * {@code backlog} ({@code gateway, epoch, lane, told, confirmed, undelivered, closed}: records
   * told, the newest number that the server has confirmed, how many of those told it has not, and
   * how many do not open), then for each damaged piece of a file one of the type {@code damage}
   * ({@code store, reason}, and {@code gateway, epoch, lane, first, last} where that much is
   * known).
   *
   * @param state a copy of the dead gateway's state directory; only read, may be read-only
   * @param scratch a directory for copies of the store, which go again
   * @param gateway whose key it is
   * @param lines takes the records one by one; what it got counts only if nothing is thrown
   * @throws JournalException {@code FOREIGN} if the key is another gateway's or another key; if
   *     there is no journal, or nothing of it can be read
   */
  void rescue(
      Path state,
      Path scratch,
      String gateway,
      Consumer<String> lines,
      Consumer<Map<String, Object>> findings)
      throws JournalException;
}
