// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Unit;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an order that a pump is to be programmed by, as strictly as a library: a field that this
 * version does not know could change what the others mean.
 */
public final class SignedOrderReader {
  static final String FORMAT = "pump-bridge-order-1";

  /** An order is two dozen short fields. */
  static final int MAX_BYTES = 16 * 1024;

  private static final Set<String> KNOWN =
      Set.of(
          "format",
          "id",
          "hospital",
          "gateway",
          "pump",
          "channel",
          "issued",
          "expires",
          "care_area",
          "drug",
          "therapy",
          "concentration",
          "weight",
          "bsa",
          "mode",
          "dose",
          "rate",
          "vtbi",
          "override",
          "encounter");

  private static final Set<String> QUANTITY = Set.of("value", "unit");
  private static final Set<String> OVERRIDE = Set.of("by", "reason");

  private SignedOrderReader() {}

  /**
   * What was signed, with whom it is for and for how long.
   *
   * @param encounter an opaque reference; must be the association's if both are there
   */
  public record Addressed(
      String hospital,
      String gateway,
      Instant issued,
      Instant expires,
      Optional<String> encounter,
      InfusionOrder order) {}

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static Addressed read(Bytes document) throws DocumentException {
    if (document.length() > MAX_BYTES) {
      throw new DocumentException("$", "is larger than " + MAX_BYTES + " bytes");
    }
    Fields fields = StrictJson.parse(document);
    DoseFields.requireFormat(fields, FORMAT);
    fields.refuseOthersThan(KNOWN);
    SafeText.id(fields, "id");
    SafeText.label(fields, "pump");
    SafeText.label(fields, "channel");
    refuseOthers(fields, "dose", QUANTITY);
    refuseOthers(fields, "rate", QUANTITY);
    refuseOthers(fields, "override", OVERRIDE);
    DoseFields.findQuantity(fields, "vtbi", Unit.ML);
    if (DoseFields.mode(fields) != DeliveryMode.CONTINUOUS) {
      throw new DocumentException("$.mode", "must be continuous: nothing else is programmed");
    }
    Instant issued = fields.time("issued");
    Instant expires = fields.time("expires");
    if (!expires.isAfter(issued)) {
      throw new DocumentException("$.expires", "must be after the time of issue");
    }
    return new Addressed(
        SafeText.name(fields, "hospital"),
        SafeText.id(fields, "gateway"),
        issued,
        expires,
        AssociationReader.encounter(fields),
        OrderReader.read(fields));
  }

  private static void refuseOthers(Fields parent, String name, Set<String> known)
      throws DocumentException {
    Optional<Fields> fields = parent.findFields(name);
    if (fields.isPresent()) {
      fields.get().refuseOthersThan(known);
    }
  }
}
