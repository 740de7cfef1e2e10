// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Offers the command {@code library-statement}; a component can offer each interface only once. */
@Component(
    name = "io.pumpbridge.druglibrary.librarystatement",
    service = CommandHandler.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StatementCommandComponent implements CommandHandler {
  private final CommandHandler handler;

  @Activate
  public StatementCommandComponent(@Reference DrugLibraryComponent library) {
    this.handler = library.statementHandler();
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
