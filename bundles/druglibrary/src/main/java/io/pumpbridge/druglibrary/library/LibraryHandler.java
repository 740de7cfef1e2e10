// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;

/** {@code EXEC/library}: a signed drug library comes in. */
public final class LibraryHandler implements CommandHandler {
  static final String RESOURCE = "library";

  private final LibraryShelf shelf;

  public LibraryHandler(LibraryShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-not-supported", "A library is sent with EXEC.");
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
