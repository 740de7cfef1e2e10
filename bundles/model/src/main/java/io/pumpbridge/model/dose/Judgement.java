// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.nomenclature.Mdc;
import java.util.Optional;

/**
 * What the dose guard says of a reading or an order.
 *
 * @param dose in the entry's dosing unit, rounded half-up for showing, with six digits after the
 *     point or as many as it takes to stand on the same side of every limit; the comparison was
 *     exact
 * @param rate that belongs to an order's dose (mL/h), shown likewise
 * @param limit the limit that was passed; of several the gravest
 * @param libraryVersion the version judged by, 0 if there was none
 * @param reason a sentence; one for each limit that was passed
 */
public record Judgement(
    Verdict verdict,
    ReasonCode code,
    Optional<Quantity> dose,
    Optional<Quantity> rate,
    Optional<Limit> limit,
    long libraryVersion,
    String reason) {

  /** The care area's maximum rate. */
  public static final String DEVICE_MAX = "device-max";

  /** The care area's rate for keeping a vein open. */
  public static final String DEVICE_KVO_MAX = "device-kvo-max";

  /** The care area's largest volume. */
  public static final String DEVICE_VTBI_MAX = "device-vtbi-max";

  /**
   * A limit with its name.
   *
   * @param kind {@code soft-min}, {@code soft-max}, {@code hard-min}, {@code hard-max}, or one of
   *     the device limits
   * @param of what it limits
   */
  public record Limit(String kind, Figure of, Quantity value) {}

  static Judgement cannot(ReasonCode code, long version, String reason) {
    return new Judgement(
        Verdict.CANNOT_JUDGE,
        code,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        version,
        reason);
  }

  static Judgement of(Findings.Finding finding, long version) {
    return new Judgement(
        finding.verdict(),
        finding.code(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(finding.limit()),
        version,
        finding.sentence());
  }

  static Judgement within(String what, long version) {
    return new Judgement(
        Verdict.WITHIN,
        ReasonCode.WITHIN_LIMITS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        version,
        what + " is within its limits.");
  }

  Judgement withDose(Quantity shown) {
    return new Judgement(verdict, code, Optional.of(shown), rate, limit, libraryVersion, reason);
  }

  Judgement withRate(Quantity shown) {
    return new Judgement(verdict, code, dose, Optional.of(shown), limit, libraryVersion, reason);
  }

  Judgement asInvalid() {
    return new Judgement(Verdict.INVALID, code, dose, rate, limit, libraryVersion, reason);
  }

  /** What was fine by itself cannot be done. */
  Judgement refusedBy(ReasonCode why, String sentence) {
    return new Judgement(
        Verdict.CANNOT_JUDGE, why, dose, rate, Optional.empty(), libraryVersion, sentence);
  }

  /** The same, for another reason. */
  public Judgement because(ReasonCode why, String sentence) {
    return new Judgement(verdict, why, dose, rate, limit, libraryVersion, sentence);
  }

  /** As the contract writes a verdict. */
  public Fields toFields() {
    Fields.Builder fields =
        Fields.builder()
            .put("verdict", verdict.wireName())
            .put("code", code.wireName())
            .put("reason", reason);
    code.piv().ifPresent(number -> fields.put("piv", Integer.toString(number)));
    dose.ifPresent(q -> fields.put("dose", q, Mdc.RATE_DOSE.code()));
    rate.ifPresent(q -> fields.put("rate", q));
    limit.ifPresent(
        l ->
            fields.put(
                "limit",
                Fields.builder()
                    .put("kind", l.kind())
                    .put("of", l.of().wireName())
                    .put("value", l.value().value().toPlainString())
                    .put("unit", l.value().unit().ucum())
                    .build()));
    if (libraryVersion > 0) {
      fields.put("library_version", libraryVersion);
    }
    return fields.build();
  }
}
