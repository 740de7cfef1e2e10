// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.PumpProgrammer;
import java.util.Locale;

/** {@code EXEC/order}: the order system says what a stopped pump is to be set to. */
public final class OrderHandler implements CommandHandler {
  static final String RESOURCE = "order";

  private final Orders orders;
  private final PumpProgrammer programmer;

  public OrderHandler(Orders orders, PumpProgrammer programmer) {
    this.orders = orders;
    this.programmer = programmer;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-not-supported", "An order is sent with EXEC.");
    }
    Orders.Outcome outcome = orders.accept(command.body(), programmer);
    Ending ending = outcome.ending();
    Fields.Builder body =
        Fields.builder()
            .putAll(ending.toFields())
            .put("ending", ending.kind().name().toLowerCase(Locale.ROOT));
    outcome.id().ifPresent(id -> body.put("order", id));
    return switch (ending.kind()) {
      case PROGRAMMED -> Answer.accepted(body.build());
      case REFUSED, EXPIRED ->
          new Answer(Answer.Status.BAD_REQUEST, body.put("accepted", false).build());
      case FAILED -> new Answer(Answer.Status.ERROR, body.put("accepted", false).build());
    };
  }
}
