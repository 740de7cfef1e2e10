// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Declined;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One pump behind the port, by its place: the module's digit, or nothing if it stands alone. */
sealed interface PumpModule permits PumpModule.Waiting, PumpModule.Identifying, FollowedModule {

  /** Application error: the dialogue with the module is not open (any more). */
  String NOT_OPEN = "1E";

  String place();

  /** A request to this module ended. */
  Move onOutcome(Outcome outcome, Circumstances now);

  /** A new round begins: what to ask in it. */
  Move onRound(long nowMs);

  /** The module told an event. */
  Move onEvent();

  /** Whether its dialogue has been opened. */
  boolean isOpen();

  /** What is to be said when it is no longer followed. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  /** What to give back, in order. */
  default List<Request> farewell() {
    return isOpen() ? List.of(Request.close(place())) : List.of();
  }

  /** What a module needs to know of its surroundings. */
  record Circumstances(FreseniusSettings settings, LossReason lossReason, long nowMs) {}

  /** The module afterwards, what to do, and what to ask before anything else. */
  record Move(PumpModule next, List<Effect> effects, List<Request> first) {
    public Move {
      effects = List.copyOf(effects);
      first = List.copyOf(first);
    }

    static Move to(PumpModule next, Request... first) {
      return new Move(next, List.of(), List.of(first));
    }

    Move after(List<Effect> before) {
      return new Move(next, Stream.concat(before.stream(), effects.stream()).toList(), first);
    }
  }

  /** It is there, but its dialogue is not open. */
  record Waiting(String place, long dueMs, Search search) implements PumpModule {

    static Waiting from(String place, long nowMs) {
      return new Waiting(place, nowMs, Search.first());
    }

    /** After a pause of the first length. */
    static Waiting afterLoss(String place, long nowMs) {
      Search search = Search.afterLoss();
      return new Waiting(place, nowMs + search.pauseMs(), search);
    }

    @Override
    public Move onRound(long nowMs) {
      return nowMs - dueMs >= 0 ? Move.to(this, Request.open(place)) : Move.to(this);
    }

    @Override
    public Move onOutcome(Outcome outcome, Circumstances now) {
      if (outcome.request().question() != Question.OPEN) {
        return Move.to(this);
      }
      if (outcome instanceof Answered) {
        return Move.to(new Identifying(place, Optional.empty()), Request.type(place));
      }
      Waiting later = new Waiting(place, now.nowMs() + search.pauseMs(), search.patient());
      // It may be refused because it is open still, since before us: then close it first.
      return outcome instanceof Declined ? Move.to(later, Request.close(place)) : Move.to(later);
    }

    @Override
    public Move onEvent() {
      return Move.to(this);
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }

  /**
   * It is being asked for its type, until two answers in a row are the same.
   *
   * @param type the last answer
   */
  record Identifying(String place, Optional<String> type) implements PumpModule {

    @Override
    public Move onRound(long nowMs) {
      return Move.to(this, Request.type(place));
    }

    @Override
    public Move onOutcome(Outcome outcome, Circumstances now) {
      if (outcome.request().question() != Question.TYPE) {
        return Move.to(this);
      }
      if (outcome instanceof Answered answered) {
        return onType(answered.onlyValue(), now);
      }
      boolean tellsNoType =
          outcome instanceof Declined declined && !declined.code().equals(NOT_OPEN);
      return tellsNoType ? onType("", now) : Move.to(Waiting.afterLoss(place, now.nowMs()));
    }

    private Move onType(String answer, Circumstances now) {
      if (type.filter(answer::equals).isPresent()) {
        return FollowedModule.begin(place, answer, now);
      }
      Identifying next = new Identifying(place, Optional.of(answer));
      // Once more at once; if that differs too, in the next round.
      return type.isEmpty() ? Move.to(next, Request.type(place)) : Move.to(next);
    }

    @Override
    public Move onEvent() {
      return Move.to(this);
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}
