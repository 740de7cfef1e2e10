// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.signed.SignedHandler;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;

/** {@code EXEC/association}: the order system says what runs on a channel. */
public final class AssociationHandler {
  private AssociationHandler() {}

  public static CommandHandler of(Associations associations, TrustedClock clock) {
    return new SignedHandler(
        "association",
        "An association is sent with EXEC.",
        signed -> answer(associations.accept(signed, clock.read())));
  }

  private static Answer answer(Associations.Outcome outcome) {
    String id = outcome.association().id();
    Fields told =
        Fields.builder()
            .put("code", outcome.already() ? "association-already-held" : "association-held")
            .put(
                "reason",
                "Association " + id + (outcome.already() ? " was already" : " is") + " held.")
            .put("association", id)
            .put("sha256", outcome.sha256())
            .build();
    return outcome.already() ? Answer.already(told) : Answer.accepted(told);
  }
}
