// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What is asked of the journal of a running agent, which nobody else can open meanwhile. JDK types
 * only: the launcher calls it without sharing a class.
 */
public interface RunningJournal {

  /**
   * Tells what is stored now, while the journal goes on writing: the store is looked into some
   * hundred records at a time, and nothing is held back or copied. Lane by lane, the most urgent
   * first, older epochs before newer ones; lines of JSON of three kinds:
   *
   * <ul>
   *   <li>{@code {"what":"stream","gateway","epoch","lane","removed_up_to","removed_hash"}}: the
   *       record before the first one that is stored, and its hash;
   *   <li>a record, as {@link JournalDesk#export} has it;
   *   <li>{@code {"what":"closed","gateway","epoch","lane","seq","prev","hash"}}: a record that
   *       does not open.
   * </ul>
   *
   * @param lines takes them one by one, as slowly as it likes
   * @throws JournalException if the store cannot be read, or records that were not told yet have
   *     been delivered and removed meanwhile: then it is to be asked again
   */
  void tell(Consumer<String> lines) throws JournalException;

  /**
   * As {@link JournalDesk#statistics}, and {@code full_percent}: how much of its budget is used.
   */
  Map<String, Object> statistics() throws JournalException;
}
