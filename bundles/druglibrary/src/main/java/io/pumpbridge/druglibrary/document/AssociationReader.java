// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.measure.Bytes;
import java.util.Set;

/**
 * Reads an association document, as strictly as a library: a field that this version does not know
 * could change what the others mean.
 */
public final class AssociationReader {
  static final String FORMAT = "pump-bridge-association-1";

  /** An association is a dozen short fields. */
  static final int MAX_BYTES = 16 * 1024;

  private static final Set<String> KNOWN =
      Set.of(
          "format",
          "id",
          "hospital",
          "gateway",
          "pump",
          "channel",
          "drug",
          "therapy",
          "concentration",
          "weight",
          "bsa",
          "mode",
          "care_area",
          "encounter",
          "issued",
          "expires");

  private AssociationReader() {}

  /** What was signed, with whom it is for. */
  public record Addressed(Heading heading, Association association) {}

  /** Whether there can be one for a pump with this serial number. */
  public static boolean canBeFor(String pump) {
    return SafeText.isLabel(pump);
  }

  /**
   * @throws DocumentException with the place and what is wrong there
   */
  public static Addressed read(Bytes document) throws DocumentException {
    Fields fields = DoseFields.open(document, MAX_BYTES, FORMAT, KNOWN);
    Heading heading = Heading.read(fields);
    return new Addressed(heading, association(fields, heading));
  }

  private static Association association(Fields fields, Heading heading) throws DocumentException {
    return new Association(
        SafeText.id(fields, "id"),
        SafeText.label(fields, "pump"),
        SafeText.label(fields, "channel"),
        DoseFields.medication(fields),
        DoseFields.body(fields),
        SafeText.name(fields, "care_area"),
        DoseFields.mode(fields),
        heading.issued(),
        heading.expires());
  }
}
