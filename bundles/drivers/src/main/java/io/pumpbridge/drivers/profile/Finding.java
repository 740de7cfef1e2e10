// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import java.util.Locale;

/**
 * Something about a profile that a person should look at.
 *
 * @param place as {@code $.fields[3].kind}
 * @param problem what is wrong and what to write instead, without a final stop
 */
public record Finding(String place, Severity severity, String problem) {

  /** Whether the profile can be used all the same. */
  public enum Severity {
    /** It cannot. */
    ERROR,
    /** It can, but something is doubtful. */
    WARNING;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
