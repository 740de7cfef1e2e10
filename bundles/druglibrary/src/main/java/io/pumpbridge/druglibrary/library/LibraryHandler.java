// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.signed.SignedHandler;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code EXEC/library}: a signed drug library comes in; {@code GET/library}: what is in force
 * where, and why not.
 */
public final class LibraryHandler {
  private LibraryHandler() {}

  /**
   * @param status what is answered to a GET
   */
  public static CommandHandler of(LibraryShelf shelf, Supplier<Fields> status) {
    return new SignedHandler(
        "library",
        "A library is sent with EXEC, and what is in force is asked for by GET.",
        signed -> answer(shelf.accept(signed)),
        Optional.of(status));
  }

  private static Answer answer(LibraryShelf.Outcome outcome) {
    long version = outcome.inForce().library().version();
    Fields told =
        Fields.builder()
            .put("code", outcome.already() ? "library-already-in-force" : "library-in-force")
            .put(
                "reason",
                "Version " + version + (outcome.already() ? " was already" : " is") + " in force.")
            .put("version", version)
            .put("library", outcome.inForce().library().name())
            .put("sha256", outcome.inForce().sha256())
            .build();
    return outcome.already() ? Answer.already(told) : Answer.accepted(told);
  }
}
