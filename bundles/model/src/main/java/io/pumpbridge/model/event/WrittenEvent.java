// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

/**
 * An event as it stands in the canonical bytes of its record: all of them that need not wait for a
 * number, and so can be written by whoever tells the event, beside those who number and store.
 *
 * @param canonical what stands under {@code event}, as RFC 8785 text
 */
public record WrittenEvent(EventName name, String canonical) {

  public static WrittenEvent of(Event event) {
    return new WrittenEvent(event.name(), event.toFields().toString());
  }

  /** The lane is the kind's own. */
  public Lane lane() {
    return name.lane();
  }
}
