// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What associations and orders say alike: whom they are for and for how long.
 *
 * @param encounter an opaque reference; an order for another one than the association's is refused
 */
public record Heading(
    String hospital, String gateway, Instant issued, Instant expires, Optional<String> encounter) {

  /** Without a digit it could be somebody's name. */
  private static final Pattern HAS_DIGIT = Pattern.compile(".*[0-9].*");

  static Heading read(Fields fields) throws DocumentException {
    Instant issued = fields.time("issued");
    Instant expires = fields.time("expires");
    if (!expires.isAfter(issued)) {
      throw new DocumentException("$.expires", "must be after the time of issue");
    }
    return new Heading(
        SafeText.name(fields, "hospital"),
        SafeText.id(fields, "gateway"),
        issued,
        expires,
        encounter(fields));
  }

  private static Optional<String> encounter(Fields fields) throws DocumentException {
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
