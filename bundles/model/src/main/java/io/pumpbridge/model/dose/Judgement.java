// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.nomenclature.Mdc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the dose guard says of a reading or an order.
 *
 * @param dose in the entry's dosing unit, rounded half-up for showing, with six digits after the
 *     point or as many as it takes to stand on the same side of every limit; the comparison was
 *     exact
 * @param rate that belongs to an order's dose (mL/h), shown likewise
 * @param passed every limit that was passed, the gravest first
 * @param libraryVersion the version judged by, 0 if there was none
 * @param reason a sentence; one for each limit that was passed
 */
public record Judgement(
    Verdict verdict,
    ReasonCode code,
    Optional<Quantity> dose,
    Optional<Quantity> rate,
    List<Limit> passed,
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
  public record Limit(String kind, Figure of, Quantity value) {

    /** Which limit it is, wherever it lies: {@code dose soft-max}. */
    public String name() {
      return of.wireName() + " " + kind;
    }

    /** As the contract writes a limit. */
    public Fields toFields() {
      return Fields.builder()
          .put("kind", kind)
          .put("of", of.wireName())
          .put("value", value.value().toPlainString())
          .put("unit", value.unit().ucum())
          .build();
    }
  }

  public Judgement {
    passed = List.copyOf(passed);
  }

  /** The gravest limit that was passed. */
  public Optional<Limit> limit() {
    return passed.stream().findFirst();
  }

  static Judgement cannot(ReasonCode code, long version, String reason) {
    return new Judgement(
        Verdict.CANNOT_JUDGE, code, Optional.empty(), Optional.empty(), List.of(), version, reason);
  }

  static Judgement within(String what, long version) {
    return new Judgement(
        Verdict.WITHIN,
        ReasonCode.WITHIN_LIMITS,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        version,
        what + " is within its limits.");
  }

  Judgement withDose(Quantity shown) {
    return new Judgement(verdict, code, Optional.of(shown), rate, passed, libraryVersion, reason);
  }

  Judgement withRate(Quantity shown) {
    return new Judgement(verdict, code, dose, Optional.of(shown), passed, libraryVersion, reason);
  }

  Judgement asInvalid() {
    return new Judgement(Verdict.INVALID, code, dose, rate, passed, libraryVersion, reason);
  }

  /** What was fine by itself cannot be done. */
  Judgement refusedBy(ReasonCode why, String sentence) {
    return new Judgement(
        Verdict.CANNOT_JUDGE, why, dose, rate, List.of(), libraryVersion, sentence);
  }

  /** The same, for another reason. */
  public Judgement because(ReasonCode why, String sentence) {
    return new Judgement(verdict, why, dose, rate, passed, libraryVersion, sentence);
  }

  /** Those of another judgement's limits that are passed and are not among these. */
  public List<Limit> furtherOf(Judgement other) {
    List<String> names = passed.stream().map(Limit::name).toList();
    return other.passed.stream().filter(limit -> !names.contains(limit.name())).toList();
  }

  /** The same, with further limits that are passed as well. */
  public Judgement alsoPassing(List<Limit> further, String sentence) {
    List<Limit> all = new ArrayList<>(passed);
    all.addAll(further);
    return new Judgement(verdict, code, dose, rate, all, libraryVersion, reason + " " + sentence);
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
    limit().ifPresent(gravest -> fields.put("limit", gravest.toFields()));
    if (libraryVersion > 0) {
      fields.put("library_version", libraryVersion);
    }
    return fields.build();
  }
}
