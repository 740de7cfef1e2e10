// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import java.util.OptionalInt;

/**
 * How an order ended; there is no other way.
 *
 * @param code stable, listed in the README
 * @param piv the IHE PIV error number where there is one (PCD TF-2 Rev 9.0)
 * @param reason a sentence; cut where it is too long to be read back from disk
 * @param details what else belongs to it: dose, rate, verdict
 */
record Ending(Kind kind, String code, OptionalInt piv, String reason, Fields details) {

  /** The four ends. */
  enum Kind {
    /** The pump was read to hold it. */
    PROGRAMMED(EventName.ORDER_PROGRAMMED),
    /** Nothing was written to the pump. */
    REFUSED(EventName.ORDER_REFUSED),
    /** It could not be carried out in time; nothing was written to the pump. */
    EXPIRED(EventName.ORDER_EXPIRED),
    /** Something may have been written, and the pump was not read to hold all of it. */
    FAILED(EventName.ORDER_FAILED);

    private final EventName event;

    Kind(EventName event) {
      this.event = event;
    }

    EventName event() {
      return event;
    }

    /** Whether the pump may hold something of the order. */
    boolean mayHaveWritten() {
      return this == PROGRAMMED || this == FAILED;
    }
  }

  private static final Fields NOTHING = Fields.builder().build();

  private static final String CUT = "…";

  Ending {
    reason = readable(reason);
  }

  /** As much of a text as can be read back from disk. */
  static String readable(String text) {
    if (text.length() <= StrictJson.MAX_TEXT) {
      return text;
    }
    int end = StrictJson.MAX_TEXT - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  static Ending programmed(String reason) {
    return new Ending(Kind.PROGRAMMED, "order-programmed", OptionalInt.empty(), reason, NOTHING);
  }

  static Ending refused(String code, String reason) {
    return new Ending(Kind.REFUSED, code, OptionalInt.empty(), reason, NOTHING);
  }

  static Ending refused(String code, int piv, String reason) {
    return new Ending(Kind.REFUSED, code, OptionalInt.of(piv), reason, NOTHING);
  }

  static Ending expired(String reason) {
    return new Ending(Kind.EXPIRED, "order-expired", OptionalInt.of(9022), reason, NOTHING);
  }

  static Ending failed(String code, String reason) {
    return new Ending(Kind.FAILED, code, OptionalInt.empty(), reason, NOTHING);
  }

  Ending with(Fields more) {
    return new Ending(
        kind, code, piv, reason, Fields.builder().putAll(details).putAll(more).build());
  }

  /** As events and answers say it. */
  Fields toFields() {
    Fields.Builder fields =
        Fields.builder().putAll(details).put("code", code).put("reason", reason);
    piv.ifPresent(number -> fields.put("piv", Integer.toString(number)));
    return fields.build();
  }
}
