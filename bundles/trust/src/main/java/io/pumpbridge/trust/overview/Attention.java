// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.TrustException;

/**
 * Something that needs somebody's hand.
 *
 * @param code stable, for programs
 * @param sentence what, whose fault, what to do
 */
record Attention(String code, Stops stops, String sentence) implements Comparable<Attention> {

  /** What does not work for as long as nobody does anything; the worst first. */
  enum Stops {
    /** Some server or all of them. */
    CONNECTIONS("connections"),
    /** What people or systems have signed. */
    SIGNATURES("signatures"),
    /** Nothing yet. */
    NOTHING("nothing");

    private final String word;

    Stops(String word) {
      this.word = word;
    }
  }

  static Attention of(TrustException why, Stops stops) {
    return new Attention(why.code(), stops, String.valueOf(why.getMessage()));
  }

  boolean stopsAnything() {
    return stops != Stops.NOTHING;
  }

  @Override
  public int compareTo(Attention other) {
    return stops.compareTo(other.stops);
  }

  Fields told() {
    return Fields.builder()
        .put("code", code)
        .put("stops", stops.word)
        .put("sentence", sentence)
        .build();
  }
}
