// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.alerts;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands at the bedsides: all gateways' records in, in the order of their arrival; a list of
 * each gateway out. The rules are those of the integrators' page ({@code CONNECT.md}, section 6).
 */
public final class AlertBook {
  private final Map<String, GatewayAlerts> gateways = new TreeMap<>();

  /** One stored record; of each stream in its order. */
  public void see(EventRecord record, Fields document) {
    try {
      gateways
          .computeIfAbsent(record.stream().gateway(), gateway -> new GatewayAlerts())
          .see(record.stream().epoch(), document.time("t"), document.fields("event"));
    } catch (DocumentException e) {
      // Another version's event: what it says is not known, and nothing is concluded from it.
    }
  }

  /** What stands, and of what nobody knows; longest known first. */
  public List<Alert> alerts(String gateway) {
    GatewayAlerts known = gateways.get(gateway);
    return known == null ? List.of() : known.alerts();
  }
}
