// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.time.LocalDate;

/**
 * Where an entry's figures come from.
 *
 * @param name of the guideline, handbook or committee
 * @param edition the day it is from; the first of its month or year if nobody knows better
 */
public record Source(String name, LocalDate edition) {
  public Source {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a source needs a name");
    }
  }
}
