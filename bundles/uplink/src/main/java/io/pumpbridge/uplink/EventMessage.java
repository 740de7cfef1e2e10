// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.uplink.kura.KuraPayload;
import java.util.Optional;

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
      addMainValues(payload, JsonText.parse(record.canonical()));
    } catch (DocumentException e) {
      // The bytes count, not our reading of them: they go out with what the journal itself knows.
    }
    return payload.body(record.canonical()).build();
  }

  private static void addMainValues(KuraPayload.Builder payload, Fields record)
      throws DocumentException {
    Fields event = record.fields("event");
    payload
        .sentOn(record.time("t"))
        .metric("clock", record.text("clock"))
        .metric("name", event.text("name"));
    Optional<Fields> pump = event.findFields("pump");
    if (pump.isPresent()) {
      payload
          .metric("pump.serial", pump.get().text("serial"))
          .metric("pump.protocol", pump.get().text("protocol"));
    }
    event.findText("channel").ifPresent(channel -> payload.metric("channel", channel));
  }
}
