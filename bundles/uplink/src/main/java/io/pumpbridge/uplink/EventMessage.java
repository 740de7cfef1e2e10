// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.uplink.kura.KuraPayload;

/**
 * A journal record as a Kura message. The body is the record's canonical bytes, unchanged, for
 * whoever checks the chain; the metrics repeat the main values for whoever only reads metrics.
 */
final class EventMessage {

  private EventMessage() {}

  static KuraPayload of(EventRecord record) {
    KuraPayload.Builder payload =
        KuraPayload.builder()
            .metric("epoch", record.stream().epoch())
            .metric("lane", record.stream().lane().wireName())
            .metric("seq", record.sequence())
            .metric("hash", record.hash());
    try {
      addMainValues(payload, MainValues.of(record.canonical()));
    } catch (DocumentException e) {
      // The bytes count, not our reading of them: they go out with what the journal itself knows.
    }
    return payload.body(record.canonical()).build();
  }

  private static void addMainValues(KuraPayload.Builder payload, MainValues values) {
    payload
        .sentOn(values.at())
        .metric("clock", values.clock())
        .metric("name", values.name())
        .metricIfPresent("pump.serial", values.pumpSerial())
        .metricIfPresent("pump.protocol", values.pumpProtocol())
        .metricIfPresent("channel", values.channel());
  }
}
