// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Optional;

/**
 * Something that happened, before it has a number.
 *
 * @param pump the pump it is about, if any
 * @param channel the pump's channel it is about, if any
 * @param details what belongs to this kind of event; never a patient's name
 */
public record Event(
    EventName name, Optional<PumpIdentity> pump, Optional<String> channel, Fields details) {

  public static Event of(EventName name, Fields details) {
    return new Event(name, Optional.empty(), Optional.empty(), details);
  }

  public static Event of(EventName name, PumpIdentity pump, Fields details) {
    return new Event(name, Optional.of(pump), Optional.empty(), details);
  }

  public static Event of(EventName name, PumpIdentity pump, String channel, Fields details) {
    return new Event(name, Optional.of(pump), Optional.of(channel), details);
  }

  /** The lane is the kind's own; a kind never changes lanes. */
  public Lane lane() {
    return name.lane();
  }

  /** What stands under {@code event} in the canonical bytes. */
  public Fields toFields() {
    Fields.Builder fields = Fields.builder().putAll(details).put("name", name.name());
    if (!details.has("mdc")) {
      name.mdc().ifPresent(mdc -> fields.put("mdc", mdc.code()));
    }
    pump.ifPresent(
        identity ->
            fields.put(
                "pump",
                Fields.builder()
                    .put("protocol", identity.protocol())
                    .put("serial", identity.serialNumber())
                    .put("model", identity.model())
                    .build()));
    channel.ifPresent(name -> fields.put("channel", name));
    return fields.build();
  }
}
