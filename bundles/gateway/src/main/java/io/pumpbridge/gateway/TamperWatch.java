// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.board.Board.Tamper;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.util.Optional;
import java.util.function.Consumer;

/** Says when the enclosure opens, closes, or nobody can tell. */
final class TamperWatch implements AutoCloseable {
  private final Board board;
  private final Consumer<Event> events;

  private Optional<Tamper> said = Optional.empty();
  private AutoCloseable listening = () -> {};

  TamperWatch(Board board, Consumer<Event> events) {
    this.board = board;
    this.events = events;
  }

  void start() {
    listening = board.onTamper(this::look);
    look();
  }

  private synchronized void look() {
    Optional<Tamper> now = Optional.of(board.tamper());
    boolean nothingNew = now.equals(said) || (said.isEmpty() && now.get() == Tamper.CLOSED);
    said = now;
    if (!nothingNew) {
      Fields.Builder details = Fields.builder();
      board.problem().ifPresent(problem -> details.put("reason", problem));
      events.accept(Event.of(nameOf(now.get()), details.build()));
      if (now.get() == Tamper.OPEN) { // an alarm, and so in another lane than all other acts
        events.accept(Event.of(EventName.CASE_OPENED, details.build()));
      }
    }
  }

  private static EventName nameOf(Tamper tamper) {
    return switch (tamper) {
      case OPEN -> EventName.TAMPER_OPENED;
      case CLOSED -> EventName.TAMPER_CLOSED;
      case UNAVAILABLE -> EventName.TAMPER_UNAVAILABLE;
    };
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (Exception e) {
      throw new IllegalStateException("a listener could not be taken back", e);
    }
  }
}
