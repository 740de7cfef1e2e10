// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.measure.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** Without a digit it could be somebody's name. */
  private static final Pattern HAS_DIGIT = Pattern.compile(".*[0-9].*");

  private AssociationReader() {}

  /**
   * What was signed, with whom it is for.
   *
   * @param encounter an opaque reference; an order for another one is refused
   */
  public record Addressed(
      String hospital, String gateway, Optional<String> encounter, Association association) {}

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
    String hospital = SafeText.name(fields, "hospital");
    String gateway = SafeText.id(fields, "gateway");
    return new Addressed(hospital, gateway, encounter(fields), association(fields));
  }

  private static Association association(Fields fields) throws DocumentException {
    String id = SafeText.id(fields, "id");
    String pump = SafeText.label(fields, "pump");
    String channel = SafeText.label(fields, "channel");
    Medication medication = DoseFields.medication(fields);
    Body body = DoseFields.body(fields);
    DeliveryMode mode = DoseFields.mode(fields);
    String area = SafeText.name(fields, "care_area");
    Instant issued = fields.time("issued");
    Instant expires = fields.time("expires");
    if (!expires.isAfter(issued)) {
      throw new DocumentException("$.expires", "must be after the time of issue");
    }
    return new Association(id, pump, channel, medication, body, area, mode, issued, expires);
  }

  static Optional<String> encounter(Fields fields) throws DocumentException {
    if (!fields.has("encounter")) {
      return Optional.empty();
    }
    String reference = SafeText.id(fields, "encounter");
    if (!HAS_DIGIT.matcher(reference).matches()) {
      throw new DocumentException("$.encounter", "must be an opaque reference, never a name");
    }
    return Optional.of(reference);
  }
}
