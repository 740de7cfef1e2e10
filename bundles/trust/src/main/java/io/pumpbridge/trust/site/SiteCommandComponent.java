// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.trust.SitePackages;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Offers the command {@code site}. */
@Component(
    name = "io.pumpbridge.trust.site",
    service = CommandHandler.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SiteCommandComponent implements CommandHandler {
  private final CommandHandler handler;

  @Activate
  public SiteCommandComponent(@Reference SitePackages packages) {
    this.handler = new SiteHandler(packages);
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
