// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import io.pumpbridge.druglibrary.order.OrderHandler;
import io.pumpbridge.druglibrary.order.Orders;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.driver.PumpProgrammer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Offers the command {@code order} where somebody sets pumps; a component of its own, because
 * whoever sets them needs the judge of {@link DrugLibraryComponent} first.
 */
@Component(
    name = "io.pumpbridge.druglibrary.order",
    service = CommandHandler.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OrderCommandComponent implements CommandHandler {
  private final CommandHandler handler;

  @Activate
  public OrderCommandComponent(@Reference Orders orders, @Reference PumpProgrammer programmer) {
    this.handler = OrderHandler.of(orders, programmer);
  }

  @Override
  public String resource() {
    return handler.resource();
  }

  @Override
  public Answer handle(Command command) {
    return handler.handle(command);
  }
}
