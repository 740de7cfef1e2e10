// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;

/** {@code EXEC/library-statement}: two people withdraw libraries, and perhaps step back. */
public final class StatementHandler implements CommandHandler {
  static final String RESOURCE = "library-statement";

  private final LibraryShelf shelf;
  private final TrustedClock clock;

  public StatementHandler(LibraryShelf shelf, TrustedClock clock) {
    this.shelf = shelf;
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
          Answer.Status.BAD_REQUEST, "verb-not-supported", "A statement is sent with EXEC.");
    }
    try {
      Withdrawals.Outcome outcome = shelf.acceptStatement(command.body(), clock.read());
      LibraryStatement statement = outcome.statement().statement();
      Fields.Builder answer =
          Fields.builder()
              .put("code", outcome.already() ? "statement-already-holds" : "statement-holds")
              .put(
                  "reason",
                  "Statement "
                      + statement.number()
                      + (outcome.already() ? " held already" : " holds")
                      + "; "
                      + inForce()
                      + ".")
              .put("statement", statement.id())
              .put("number", statement.number())
              .put("sha256", outcome.statement().sha256());
      shelf
          .inForce()
          .ifPresent(library -> answer.put("in_force_version", library.library().version()));
      return Answer.accepted(answer.build());
    } catch (RefusedException e) {
      return Answer.refused(e.status(), e.code(), e.reason());
    }
  }

  private String inForce() {
    return shelf
        .inForce()
        .map(library -> "version " + library.library().version() + " is in force")
        .orElse("no library is in force");
  }
}
