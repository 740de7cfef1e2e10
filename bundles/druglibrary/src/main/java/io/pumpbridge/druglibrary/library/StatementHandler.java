// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.signed.SignedHandler;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;
import java.util.Optional;

/** {@code EXEC/library-statement}: two people withdraw libraries, and perhaps step back. */
public final class StatementHandler {
  private StatementHandler() {}

  public static CommandHandler of(LibraryShelf shelf, TrustedClock clock) {
    return new SignedHandler(
        "library-statement",
        "A statement is sent with EXEC.",
        signed -> answer(shelf.acceptStatement(signed, clock.read()), shelf.inForce()));
  }

  private static Answer answer(Withdrawals.Outcome outcome, Optional<VerifiedLibrary> inForce) {
    LibraryStatement statement = outcome.statement().statement();
    Optional<Long> version = inForce.map(library -> library.library().version());
    Fields.Builder answer =
        Fields.builder()
            .put("code", outcome.already() ? "statement-already-holds" : "statement-holds")
            .put(
                "reason",
                "Statement "
                    + statement.number()
                    + (outcome.already() ? " held already; " : " holds; ")
                    + version.map(found -> "version " + found + " is").orElse("no library is")
                    + " in force.")
            .put("statement", statement.id())
            .put("number", statement.number())
            .put("sha256", outcome.statement().sha256());
    version.ifPresent(found -> answer.put("in_force_version", found));
    return outcome.already() ? Answer.already(answer.build()) : Answer.accepted(answer.build());
  }
}
