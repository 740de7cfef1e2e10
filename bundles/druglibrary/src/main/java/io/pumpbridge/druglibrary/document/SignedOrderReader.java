// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Unit;
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

  /** What was signed, with whom it is for. */
  public record Addressed(Heading heading, InfusionOrder order) {}

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static Addressed read(Bytes document) throws DocumentException {
    Fields fields = DoseFields.open(document, MAX_BYTES, FORMAT, KNOWN);
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
    return new Addressed(Heading.read(fields), OrderReader.read(fields));
  }

  private static void refuseOthers(Fields parent, String name, Set<String> known)
      throws DocumentException {
    Optional<Fields> fields = parent.findFields(name);
    if (fields.isPresent()) {
      fields.get().refuseOthersThan(known);
    }
  }
}
