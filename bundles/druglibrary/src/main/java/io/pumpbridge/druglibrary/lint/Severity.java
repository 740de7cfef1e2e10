// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import java.util.Locale;

/** How much a finding matters; the gravest first. */
public enum Severity {
  /** Refused by gateways, or a patient is unprotected. */
  ERROR,
  /** Probably not meant. */
  WARNING,
  /** To know, or to justify. */
  NOTE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
