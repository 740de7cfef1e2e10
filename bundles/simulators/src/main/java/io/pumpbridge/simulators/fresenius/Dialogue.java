// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.simulators.fresenius.Reply.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The session with one address: whether it is open, and which events it has asked for. */
final class Dialogue {
  /** How often a module tells of a change at most; a guess, else a running pump never rests. */
  private static final long EVENT_PAUSE_MS = 1_000;

  /** How long an event waits for its echo before the next may come; a guess. */
  private static final long ECHO_WAIT_MS = 3_000;

  private final Station station;
  private final Map<Character, String> told = new TreeMap<>(); // by what was asked for
  private boolean open;
  private boolean echoPending;
  private long eventMs = -EVENT_PAUSE_MS;

  Dialogue(Station station) {
    this.station = station;
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
    told.clear();
    echoPending = false;
  }

  /**
   * Answers a command.
   *
   * @param whenClosed what to say if the session is not open
   */
  Reply answer(String text, Code whenClosed) {
    if (!text.matches("[A-Z]{2}(;.*)?")) {
      return Reply.error(Code.SYNTAX);
    }
    String command = text.substring(0, 2);
    String argument = text.length() > 3 ? text.substring(3) : "";
    if (command.equals("DC")) {
      open = true;
      return Reply.OK;
    }
    if (!open) {
      return Reply.error(whenClosed);
    }
    return switch (command) {
      case "FC" -> {
        close();
        yield Reply.OK;
      }
      case "LE" -> read(argument);
      case "LF" -> readFixed(argument);
      case "DE" -> enable(argument);
      case "AE" -> {
        told.clear();
        yield Reply.OK;
      }
      // What adjustments look like is not public.
      case "DM", "AM", "LM" -> Reply.SILENCE;
      default -> station.act(command, argument);
    };
  }

  private Reply read(String identifiers) {
    return fault(identifiers).orElseGet(() -> Reply.ok(items(identifiers)));
  }

  private Optional<Reply> fault(String identifiers) {
    if (identifiers.isEmpty()) {
      return Optional.of(Reply.error(Code.SYNTAX));
    }
    if (!identifiers.matches("[a-z]+")) {
      return Optional.of(Reply.error(Code.IDENTIFIER_INCORRECT));
    }
    boolean used = identifiers.chars().allMatch(id -> station.variable((char) id).isPresent());
    return used ? Optional.empty() : Optional.of(Reply.error(Code.IDENTIFIER_NOT_USED));
  }

  private String items(String identifiers) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < identifiers.length(); i++) {
      char id = identifiers.charAt(i);
      items.add(id + station.variable(id).orElse(""));
    }
    return String.join(";", items);
  }

  private Reply readFixed(String identifiers) {
    if (identifiers.equals("b")) {
      return Reply.ok("b" + station.deviceType());
    }
    return Reply.error(identifiers.isEmpty() ? Code.SYNTAX : Code.IDENTIFIER_NOT_USED);
  }

  /** Asks for events besides those asked for; that the first comes with a change is a guess. */
  private Reply enable(String identifiers) {
    Optional<Reply> fault = fault(identifiers);
    if (fault.isPresent()) {
      return fault.get();
    }
    for (int i = 0; i < identifiers.length(); i++) {
      char id = identifiers.charAt(i);
      told.put(id, station.variable(id).orElse(""));
    }
    return Reply.OK;
  }

  /** The host has echoed the event. */
  void echoed() {
    echoPending = false;
  }

  /** What to tell unasked, without the address; empty if there is nothing now. */
  Optional<String> event(long nowMs) {
    if (!open
        || nowMs - eventMs < EVENT_PAUSE_MS
        || (echoPending && nowMs - eventMs < ECHO_WAIT_MS)) {
      return Optional.empty();
    }
    StringBuilder changed = new StringBuilder();
    told.forEach((id, value) -> changed.append(changed(id, value) ? "" + id : ""));
    if (changed.length() == 0) {
      return Optional.empty();
    }
    String identifiers = changed.toString();
    identifiers.chars().forEach(id -> told.put((char) id, current((char) id)));
    echoPending = true;
    eventMs = nowMs;
    return Optional.of("E;" + items(identifiers));
  }

  private boolean changed(char id, String value) {
    return !current(id).equals(value);
  }

  private String current(char id) {
    return station.variable(id).orElse("");
  }
}
