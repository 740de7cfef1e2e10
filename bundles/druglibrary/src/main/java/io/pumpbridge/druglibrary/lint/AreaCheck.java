// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.CareArea.SoftLimits;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.measure.Unit.Dimension.BodySize;
import java.util.ArrayList;
import java.util.List;

/** What holds in a care area whatever runs there: all that a gateway without an order judges by. */
final class AreaCheck {
  private AreaCheck() {}

  static void look(Subject subject, Findings findings) {
    for (LibrarySurvey.Area area : subject.library().areas()) {
      presence(area, findings);
      keepOpen(area, findings);
      if (area.lines().isEmpty()) {
        findings.add(
            Rule.AREA_EMPTY,
            Place.of(area, ".entries"),
            "Every order for it is answered with cannot-judge; add its drugs or drop the area.");
      }
      softLimits(subject, area, findings);
      sizes(subject, area, findings);
    }
  }

  private static void presence(LibrarySurvey.Area area, Findings findings) {
    DeviceLimits device = area.device();
    if (device.maximumRate().isEmpty()) {
      findings.add(
          Rule.AREA_WITHOUT_MAXIMUM_RATE,
          Place.of(area),
          "Where a pump's drug is unknown nothing is judged at all; set maximum_rate.");
    }
    List<String> missing = new ArrayList<>();
    if (device.maximumKvoRate().isEmpty()) {
      missing.add("maximum_kvo_rate");
    }
    if (device.maximumVtbi().isEmpty()) {
      missing.add("maximum_vtbi");
    }
    if (device.maximumWeight().isEmpty()) {
      missing.add("maximum_weight");
    }
    if (!missing.isEmpty()) {
      findings.add(
          Rule.AREA_DEVICE_LIMITS_INCOMPLETE,
          Place.of(area),
          "Consider " + String.join(", ", missing) + ".");
    }
  }

  private static void keepOpen(LibrarySurvey.Area area, Findings findings) {
    DeviceLimits device = area.device();
    if (device.maximumRate().isPresent()
        && device.maximumKvoRate().isPresent()
        && device.maximumKvoRate().get().value().compareTo(device.maximumRate().get().value())
            > 0) {
      findings.add(
          Rule.KVO_ABOVE_MAXIMUM_RATE,
          Place.of(area, ".maximum_kvo_rate"),
          Wording.quantity(device.maximumKvoRate().get())
              + " is above the maximum rate of "
              + Wording.quantity(device.maximumRate().get())
              + "; lower it.");
    }
  }

  private static void softLimits(Subject subject, LibrarySurvey.Area area, Findings findings) {
    boolean soft =
        subject
            .linesOf(area)
            .flatMap(LintedLine::figures)
            .anyMatch(
                figure ->
                    figure.limits().find(LimitKind.SOFT_MAX).isPresent()
                        || figure.limits().find(LimitKind.SOFT_MIN).isPresent());
    if (soft && area.softLimits() == SoftLimits.HOLD) {
      findings.add(
          Rule.SOFT_LIMITS_HOLD,
          Place.of(area, ".soft_limits"),
          "No order may go beyond a soft limit here, with or without a reason; if that is not"
              + " meant, say may-be-overridden.");
    }
  }

  private static void sizes(Subject subject, LibrarySurvey.Area area, Findings findings) {
    DeviceLimits device = area.device();
    boolean weight = device.minimumWeight().isPresent() && device.maximumWeight().isPresent();
    if (!weight && isDosedPer(subject, area, BodySize.WEIGHT)) {
      findings.add(
          Rule.AREA_SIZE_UNLIMITED,
          Place.of(area),
          "Doses are per kg and any weight is believed, pounds for kilograms too; set"
              + " minimum_weight and maximum_weight.");
    }
    if (device.maximumSurface().isEmpty() && isDosedPer(subject, area, BodySize.SURFACE)) {
      findings.add(
          Rule.AREA_SIZE_UNLIMITED,
          Place.of(area),
          "Doses are per body surface and any surface is believed; set maximum_bsa.");
    }
  }

  private static boolean isDosedPer(Subject subject, LibrarySurvey.Area area, BodySize size) {
    return subject
        .linesOf(area)
        .flatMap(LintedLine::figures)
        .anyMatch(figure -> figure.limits().unit().dimension().per() == size);
  }
}
