// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import java.math.BigDecimal;

/** Whether what a patient demands has a pause and an end. */
final class PcaCheck {
  private PcaCheck() {}

  static void look(Subject subject, Findings findings) {
    for (LintedLine line : subject.lines()) {
      line.entry()
          .find(DeliveryMode.PCA)
          .ifPresent(
              pca -> {
                boolean pause =
                    pca.find(Figure.LOCKOUT)
                        .flatMap(Limits::hardMin)
                        .filter(least -> least.compareTo(BigDecimal.ZERO) > 0)
                        .isPresent();
                if (!pause) {
                  findings.add(
                      Rule.PCA_NO_LOCKOUT,
                      line.place(DeliveryMode.PCA, Figure.LOCKOUT),
                      "A patient's doses may follow each other at once; set hard_min of the"
                          + " lockout.");
                }
                if (pca.find(Figure.ACCUMULATED_DOSE).flatMap(Limits::hardMax).isEmpty()) {
                  findings.add(
                      Rule.PCA_NO_ACCUMULATED_LIMIT,
                      line.place(DeliveryMode.PCA, Figure.ACCUMULATED_DOSE),
                      "Set hard_max of what may be given in one or four hours.");
                }
              });
    }
  }
}
