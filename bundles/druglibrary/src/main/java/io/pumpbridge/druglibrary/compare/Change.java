// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import java.util.Locale;
import java.util.Optional;

/**
 * One difference.
 *
 * @param where whose it is
 * @param what {@code hard-max}, {@code advisory}; stable
 * @param before in UCUM; empty if it was not there
 * @param after in UCUM; empty if it is gone
 * @param message in people's units
 */
public record Change(
    Direction direction,
    Where where,
    String what,
    Optional<String> before,
    Optional<String> after,
    String message) {

  /** What it means at the bedside; in the order in which it is read. */
  public enum Direction {
    /** Something may run that could not. */
    LOOSER,
    /** Something may not run that could. */
    STRICTER,
    ADDED,
    REMOVED,
    /** It neither lets more through nor less, or nobody can say. */
    CHANGED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of the whole library, of a care area, of a line, or of one figure there. */
  public record Where(
      Optional<String> area,
      Optional<String> drug,
      Optional<String> therapy,
      Optional<String> preparation,
      Optional<String> mode,
      Optional<String> figure) {
    static final Where LIBRARY =
        new Where(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
