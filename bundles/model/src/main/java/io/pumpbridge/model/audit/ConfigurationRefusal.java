// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;

/** How a component says that it keeps its old settings because the new ones are wrong. */
public final class ConfigurationRefusal {
  /** A sentence; whoever has more to say says it in the log. */
  private static final int MAX_REASON = 512;

  private ConfigurationRefusal() {}

  /**
   * The event.
   *
   * @param component its PID
   * @param why names the setting and what is wrong; no secret may be in its message
   */
  public static Event of(String component, IllegalArgumentException why) {
    String reason = String.valueOf(why.getMessage());
    return Event.of(
        EventName.CONFIGURATION_REFUSED,
        Fields.builder()
            .put("component", component)
            .put("code", "configuration-wrong")
            .put("reason", reason.substring(0, Math.min(reason.length(), MAX_REASON)))
            .build());
  }
}
