// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;

/** {@code EXEC/association}: the order system says what runs on a channel. */
public final class AssociationHandler implements CommandHandler {
  static final String RESOURCE = "association";

  private final Associations associations;
  private final TrustedClock clock;

  public AssociationHandler(Associations associations, TrustedClock clock) {
    this.associations = associations;
    this.clock = clock;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-not-supported", "An association is sent with EXEC.");
    }
    try {
      Associations.Outcome outcome = associations.accept(command.body(), clock.read());
      String id = outcome.association().id();
      return Answer.accepted(
          Fields.builder()
              .put("code", outcome.already() ? "association-already-held" : "association-held")
              .put(
                  "reason",
                  "Association " + id + (outcome.already() ? " was already" : " is") + " held.")
              .put("association", id)
              .put("sha256", outcome.sha256())
              .build());
    } catch (RefusedException e) {
      return Answer.refused(e.status(), e.code(), e.reason());
    }
  }
}
