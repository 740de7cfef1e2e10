// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import java.util.Optional;

/** What a reading says about one thing that is or is not; several keys may say it. */
enum Said {
  YES,
  NO,
  NOTHING,
  /** One key says yes, another no. */
  BOTH;

  static Said of(boolean yes) {
    return yes ? YES : NO;
  }

  /** {@code 1} and {@code 0}; anything else says nothing that anybody could know. */
  static Said from(Optional<String> value) {
    return value.map(one -> one.equals("1") ? YES : one.equals("0") ? NO : NOTHING).orElse(NOTHING);
  }

  Said and(Said other) {
    if (this == NOTHING) {
      return other;
    }
    return other == NOTHING || other == this ? this : BOTH;
  }

  Said or(Said other) {
    return this == YES || other == YES ? YES : and(other);
  }

  Said otherwise(Said other) {
    return this == NOTHING ? other : this;
  }
}
