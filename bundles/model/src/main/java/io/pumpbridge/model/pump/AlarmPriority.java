// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

import java.util.Locale;

/** IEC 60601-1-8 priorities, as on the wire. */
public enum AlarmPriority {
  HIGH,
  MEDIUM,
  LOW,
  INFO;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
