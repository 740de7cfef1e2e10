// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

import java.util.List;
import java.util.Map;

/**
 * What is asked of a journal before it is wiped. JDK types only: the launcher calls it without
 * sharing a class.
 */
public interface JournalFarewell {

  /**
   * Where each stream stands, most urgent lane first: {@code lane}, {@code epoch}, {@code hash} (of
   * the newest record, text), {@code last}, {@code confirmed} and {@code undelivered} (whole
   * numbers).
   *
   * @throws JournalException if the store cannot be read
   */
  List<Map<String, Object>> heads() throws JournalException;

  /**
   * Appends an event and returns once it would survive a power cut.
   *
   * @param name of a {@code EventName}
   * @param details text by name
   * @throws JournalException if it could not be stored
   */
  void say(String name, Map<String, Object> details) throws JournalException;
}
