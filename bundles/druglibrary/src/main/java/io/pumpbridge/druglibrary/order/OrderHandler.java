// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.signed.SignedHandler;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.PumpProgrammer;
import java.util.Locale;

/** {@code EXEC/order}: the order system says what a stopped pump is to be set to. */
public final class OrderHandler {
  private OrderHandler() {}

  public static CommandHandler of(Orders orders, PumpProgrammer programmer) {
    return new SignedHandler(
        "order",
        "An order is sent with EXEC.",
        signed -> answer(orders.accept(signed, programmer)));
  }

  private static Answer answer(Orders.Outcome outcome) {
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
