// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import java.util.function.Supplier;

/**
 * {@code EXEC/library}: a signed drug library comes in; {@code GET/library}: what is in force
 * where, and why not.
 */
public final class LibraryHandler implements CommandHandler {
  static final String RESOURCE = "library";

  private final LibraryShelf shelf;
  private final Supplier<Fields> status;

  /**
   * @param status what is answered to a GET
   */
  public LibraryHandler(LibraryShelf shelf, Supplier<Fields> status) {
    this.shelf = shelf;
    this.status = status;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() == Command.Verb.GET) {
      return Answer.accepted(status.get());
    }
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST,
          "verb-not-supported",
          "A library is sent with EXEC, and what is in force is asked for by GET.");
    }
    try {
      LibraryShelf.Outcome outcome = shelf.accept(command.body());
      long version = outcome.inForce().library().version();
      return Answer.accepted(
          Fields.builder()
              .put("code", outcome.already() ? "library-already-in-force" : "library-in-force")
              .put(
                  "reason",
                  "Version "
                      + version
                      + (outcome.already() ? " was already" : " is")
                      + " in force.")
              .put("version", version)
              .put("library", outcome.inForce().library().name())
              .put("sha256", outcome.inForce().sha256())
              .build());
    } catch (RefusedException e) {
      return Answer.refused(e.status(), e.code(), e.reason());
    }
  }
}
