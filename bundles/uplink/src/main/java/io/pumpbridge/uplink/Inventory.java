// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is here, as the birth's body tells it: our bundles with their versions, and what the gateway
 * itself answers to {@code GET status} (pumps, certificates), {@code GET profiles} and {@code GET
 * library}. Whoever answers these is asked as any server would ask, so nothing is known here twice.
 */
final class Inventory {
  private static final Logger log = LoggerFactory.getLogger(Inventory.class);

  static final String FORMAT = "pump-bridge-inventory-1";

  /** Some hundred pumps; a birth comes at every connect, from every gateway after an outage. */
  static final int MAX_BYTES = 32 * 1024;

  private final String gateway;
  private final Supplier<Map<String, String>> bundles;
  private final Handlers handlers;

  /**
   * Asks nobody yet.
   *
   * @param bundles versions by name
   */
  Inventory(String gateway, Supplier<Map<String, String>> bundles, Handlers handlers) {
    this.gateway = gateway;
    this.bundles = bundles;
    this.handlers = handlers;
  }

  /**
   * What is here now; not for a thread that must not wait. If it is too much, the parts that can be
   * asked for are left out, and it says so.
   */
  Bytes take() {
    Fields.Builder small = start();
    Fields.Builder full = start();
    ask("status").ifPresent(status -> full.put("status", status));
    ask("profiles").flatMap(Inventory::list).ifPresent(list -> full.put("profiles", list));
    ask("library").flatMap(Inventory::inForce).ifPresent(library -> full.put("library", library));
    Bytes whole = encode(full);
    return whole.length() <= MAX_BYTES ? whole : encode(small.put("left_out", true));
  }

  private Fields.Builder start() {
    List<Fields> list = new ArrayList<>();
    new TreeMap<>(bundles.get())
        .forEach(
            (name, version) ->
                list.add(Fields.builder().put("name", name).put("version", version).build()));
    return Fields.builder().put("format", FORMAT).put("gateway", gateway).put("bundles", list);
  }

  private static Bytes encode(Fields.Builder inventory) {
    return Bytes.of(inventory.build().toString(), StandardCharsets.UTF_8);
  }

  private Optional<Fields> ask(String resource) {
    Optional<CommandHandler> handler = handlers.find(resource);
    if (handler.isEmpty()) {
      return Optional.empty();
    }
    try {
      Answer answer =
          handler.get().handle(new Command("inventory", Command.Verb.GET, resource, Bytes.EMPTY));
      return answer.status() == Answer.Status.OK ? Optional.of(answer.body()) : Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      log.error("no inventory, a handler failed resource={}", resource, e);
      return Optional.empty();
    }
  }

  private static Optional<List<Fields>> list(Fields answer) {
    try {
      return Optional.of(answer.list("profiles"));
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fields> inForce(Fields answer) {
    try {
      return answer.findFields("in_force");
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }
}
