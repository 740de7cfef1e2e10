// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.CommandHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who answers which resource just now; handlers come and go with their bundles. */
public final class Handlers {
  private final List<CommandHandler> handlers = new CopyOnWriteArrayList<>();

  public void add(CommandHandler handler) {
    handlers.add(handler);
  }

  public void remove(CommandHandler handler) {
    handlers.remove(handler);
  }

  Optional<CommandHandler> find(String resource) {
    return handlers.stream().filter(handler -> handler.resource().equals(resource)).findFirst();
  }
}
