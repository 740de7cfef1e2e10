// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.dose.SoftOverride;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what somebody wants a pump to be programmed with. Fields that it does not know are ignored:
 * order systems are newer than gateways. What it knows is read as strictly as a library.
 */
public final class OrderReader {
  private static final int MAX_TEXT = 100;

  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "pump",
          "channel",
          "care_area",
          "drug",
          "therapy",
          "concentration",
          "weight",
          "bsa",
          "dose",
          "rate",
          "vtbi",
          "mode",
          "override");

  private OrderReader() {}

  /** What it will read of an order; the rest may be of any kind. */
  public static Fields known(Map<?, ?> order) throws DocumentException {
    Map<Object, Object> known = new HashMap<>(order);
    known.keySet().retainAll(KNOWN);
    return Fields.from(known);
  }

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static InfusionOrder read(Fields fields) throws DocumentException {
    return new InfusionOrder(
        text(fields, "id"),
        text(fields, "pump"),
        text(fields, "channel"),
        SafeText.name(fields, "care_area"),
        DoseFields.medication(fields),
        DoseFields.body(fields),
        DoseFields.mode(fields),
        figure(fields, "dose"),
        figure(fields, "rate"),
        figure(fields, "vtbi"),
        override(fields));
  }

  /** Only shown and compared; empty if it is not there. */
  private static String text(Fields fields, String field) throws DocumentException {
    String text = fields.findText(field).orElse("");
    if (text.length() > MAX_TEXT) {
      throw new DocumentException(SafeText.place(fields, field), "is too long");
    }
    return text;
  }

  /** Any unit that exists, also one that does not fit: that is for the guard to say. */
  private static Optional<Quantity> figure(Fields parent, String name) throws DocumentException {
    Optional<Fields> fields = parent.findFields(name);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Unit unit = DoseFields.unit(fields.get(), "unit");
    BigDecimal value = DoseFields.decimal(fields.get(), "value");
    return Optional.of(new Quantity(value, unit));
  }

  private static Optional<SoftOverride> override(Fields parent) throws DocumentException {
    Optional<Fields> fields = parent.findFields("override");
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    String by = SafeText.name(fields.get(), "by");
    String reason = SafeText.source(fields.get(), "reason");
    return Optional.of(new SoftOverride(by, reason));
  }
}
