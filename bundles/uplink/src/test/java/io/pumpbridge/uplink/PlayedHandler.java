// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import java.util.function.Function;

/** Handles a resource as a test likes. */
record PlayedHandler(String resource, Function<Command, Answer> how) implements CommandHandler {
  @Override
  public Answer handle(Command command) {
    return how.apply(command);
  }
}
