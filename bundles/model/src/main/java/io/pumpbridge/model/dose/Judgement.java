// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.nomenclature.Mdc;
import java.util.Optional;

/**
 * What the dose guard says of one reading.
 *
 * @param dose in the entry's dosing unit, rounded half-up for showing, with six digits after the
 *     point or as many as it takes to stand on the same side of every limit; the comparison was
 *     exact
 * @param limit the limit that was passed
 * @param libraryVersion the version judged by, 0 if there was none
 * @param reason a sentence
 */
public record Judgement(
    Verdict verdict,
    ReasonCode code,
    Optional<Quantity> dose,
    Optional<Limit> limit,
    long libraryVersion,
    String reason) {

  /**
   * A limit with its name.
   *
   * @param kind {@code soft-min}, {@code soft-max}, {@code hard-min}, {@code hard-max} or {@code
   *     device-max}
   */
  public record Limit(String kind, Quantity value) {}

  /** As the contract writes a verdict. */
  public Fields toFields() {
    Fields.Builder fields =
        Fields.builder()
            .put("verdict", verdict.wireName())
            .put("code", code.wireName())
            .put("reason", reason);
    code.piv().ifPresent(number -> fields.put("piv", Integer.toString(number)));
    dose.ifPresent(q -> fields.put("dose", q, Mdc.RATE_DOSE.code()));
    limit.ifPresent(
        l ->
            fields.put(
                "limit",
                Fields.builder()
                    .put("kind", l.kind())
                    .put("value", l.value().value().toPlainString())
                    .put("unit", l.value().unit().ucum())
                    .build()));
    if (libraryVersion > 0) {
      fields.put("library_version", libraryVersion);
    }
    return fields.build();
  }
}
