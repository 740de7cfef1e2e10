// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.signed;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code EXEC} with a signed document: it is taken, or refused with a code and a sentence.
 *
 * @param usage a sentence for whoever comes with another verb
 * @param told what {@code GET} is answered, where it is
 */
public record SignedHandler(
    String resource, String usage, Taker taker, Optional<Supplier<Fields>> told)
    implements CommandHandler {

  /** Takes a document and says what became of it. */
  @FunctionalInterface
  public interface Taker {
    Answer take(Bytes signed) throws RefusedException;
  }

  public SignedHandler(String resource, String usage, Taker taker) {
    this(resource, usage, taker, Optional.empty());
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() == Command.Verb.GET && told.isPresent()) {
      return Answer.accepted(told.get().get());
    }
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(Answer.Status.BAD_REQUEST, "verb-not-supported", usage);
    }
    try {
      return taker.take(command.body());
    } catch (RefusedException e) {
      return Answer.refused(e.status(), e.code(), e.reason());
    }
  }
}
