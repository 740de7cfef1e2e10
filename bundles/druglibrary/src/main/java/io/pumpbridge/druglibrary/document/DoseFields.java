// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** What libraries, associations, orders and statements write alike. */
final class DoseFields {
  private static final Set<String> CONCENTRATION =
      Set.of("amount", "amount_unit", "volume", "volume_unit");
  private static final Set<String> QUANTITY = Set.of("value", "unit");

  private DoseFields() {}

  /** Makes a noun of model; what it refuses is a complaint about {@code fields}. */
  static <T> T make(Fields fields, Maker<T> maker) throws DocumentException {
    try {
      return maker.make();
    } catch (IllegalArgumentException e) {
      throw new DocumentException(fields.path(), String.valueOf(e.getMessage()));
    }
  }

  @FunctionalInterface
  interface Maker<T> {
    T make() throws DocumentException;
  }

  /** A document of a few fields. */
  static Fields open(Bytes document, int maxBytes, String format, Set<String> known)
      throws DocumentException {
    if (document.length() > maxBytes) {
      throw new DocumentException("$", "is larger than " + maxBytes + " bytes");
    }
    Fields fields = StrictJson.parse(document);
    requireFormat(fields, format);
    fields.refuseOthersThan(known);
    return fields;
  }

  static void requireFormat(Fields fields, String format) throws DocumentException {
    String found = fields.text("format");
    if (!found.equals(format)) {
      throw new DocumentException("$.format", "must be " + format + ", not '" + found + "'");
    }
  }

  static Optional<Concentration> findConcentration(Fields parent) throws DocumentException {
    return parent.has("concentration") ? Optional.of(concentration(parent)) : Optional.empty();
  }

  static Concentration concentration(Fields parent) throws DocumentException {
    Fields fields = parent.fields("concentration");
    fields.refuseOthersThan(CONCENTRATION);
    Quantity amount = new Quantity(decimal(fields, "amount"), unit(fields, "amount_unit"));
    Quantity volume = new Quantity(decimal(fields, "volume"), unit(fields, "volume_unit"));
    return make(fields, () -> new Concentration(amount, volume));
  }

  static Optional<Quantity> findQuantity(Fields parent, String name, Unit unit)
      throws DocumentException {
    Optional<Fields> fields = parent.findFields(name);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    fields.get().refuseOthersThan(QUANTITY);
    if (!fields.get().text("unit").equals(unit.ucum())) {
      throw new DocumentException(SafeText.place(fields.get(), "unit"), "must be " + unit);
    }
    Quantity quantity = new Quantity(decimal(fields.get(), "value"), unit);
    if (quantity.value().signum() <= 0) {
      throw new DocumentException(SafeText.place(fields.get(), "value"), "must be above zero");
    }
    return Optional.of(quantity);
  }

  static Unit unit(Fields fields, String name) throws DocumentException {
    String ucum = fields.text(name);
    return Unit.find(ucum)
        .orElseThrow(
            () ->
                new DocumentException(SafeText.place(fields, name), "unknown unit '" + ucum + "'"));
  }

  static BigDecimal decimal(Fields fields, String name) throws DocumentException {
    String text = fields.text(name);
    Optional<BigDecimal> decimal =
        hasIdleZero(text) ? Optional.empty() : Quantity.decimalFrom(text);
    return decimal.orElseThrow(
        () ->
            new DocumentException(
                SafeText.place(fields, name),
                "must be a plain decimal such as 0.05, of at most 18 digits"));
  }

  /** {@code 05} may be five or a lost point. */
  private static boolean hasIdleZero(String text) {
    return text.length() > 1 && text.startsWith("0") && text.charAt(1) != '.';
  }

  /** What an association or an order says is in the bag. */
  static Medication medication(Fields fields) throws DocumentException {
    String drug = SafeText.name(fields, "drug");
    Optional<String> therapy =
        fields.has("therapy") ? Optional.of(SafeText.name(fields, "therapy")) : Optional.empty();
    return new Medication(drug, therapy, findConcentration(fields));
  }

  static Body body(Fields fields) throws DocumentException {
    return new Body(findQuantity(fields, "weight", Unit.KG), findQuantity(fields, "bsa", Unit.M2));
  }

  /** A continuous infusion if nothing else is said. */
  static DeliveryMode mode(Fields fields) throws DocumentException {
    String said = fields.findText("mode").orElse(DeliveryMode.CONTINUOUS.wireName());
    return DeliveryMode.from(said)
        .orElseThrow(
            () ->
                new DocumentException(
                    SafeText.place(fields, "mode"), "unknown mode '" + said + "'"));
  }
}
