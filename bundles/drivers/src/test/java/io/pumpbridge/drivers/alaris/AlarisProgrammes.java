// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;

/** Orders to set a pump, and what is sent for them. */
final class AlarisProgrammes {

  static final String TAKE = "REMOTE_CTRL^ENABLED^3CC1";
  static final String RELEASE = "REMOTE_CTRL^DISABLED";

  /** What a programme of rate and volume sends, in order. */
  static final List<String> ALL =
      List.of(
          "INF_RATE_MAX_SYRINGE",
          "INF",
          TAKE,
          "INF",
          "INF_RATE^3.50^ml/h",
          "INF",
          "INF_RATE",
          "INF",
          "INF_VTBI^ACTIV^11.000^ml^STOP",
          "INF",
          "INF_VTBI",
          RELEASE);

  static final int FIRST_CONTROL = 3;
  static final int FIRST_WRITE = 5;

  static final Programme BOTH = programme("3.5", "11");

  private AlarisProgrammes() {}

  static Programme programme(String rate, String volume) {
    return new Programme(
        "order-1",
        Effect.ONLY,
        Quantity.of(rate, "mL/h"),
        volume.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(volume, "mL")));
  }

  static Reason reason(ProgrammeOutcome outcome) {
    return outcome instanceof Refused refused ? refused.reason() : ((Failed) outcome).reason();
  }
}
