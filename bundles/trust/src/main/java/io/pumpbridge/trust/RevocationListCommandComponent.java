// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Offers the command {@code revocation-list}. */
@Component(
    name = "io.pumpbridge.trust.revocation-list",
    service = CommandHandler.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RevocationListCommandComponent implements CommandHandler {
  private final CommandHandler handler;

  @Activate
  public RevocationListCommandComponent(@Reference TrustComponent trust) {
    this.handler = trust.revocationLists();
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
