// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Declined;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Patience;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Unanswered;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Event;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.fresenius.Rack.Turn;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dialogue is open: in rounds, the base is asked for its slots and each module for its values;
 * in between whatever is new or urgent. One request is under way at a time.
 *
 * @param plan what is still to be asked in this round, in order
 * @param dueMs when the next round begins
 */
record Following(
    FreseniusSettings settings,
    FreseniusLine line,
    Search search,
    Rack rack,
    List<Request> plan,
    long dueMs)
    implements FreseniusSession {

  /** Application error: the dialogue with the base is not open (any more). */
  private static final String BASE_NOT_OPEN = "0D";

  Following {
    plan = List.copyOf(plan);
  }

  static Following begin(
      FreseniusSettings settings, FreseniusLine line, Search search, boolean isBase, long nowMs) {
    return isBase
        ? new Following(
            settings, line, search, Rack.base(), List.of(), nowMs + FreseniusSettings.SETTLING_MS)
        : new Following(settings, line, search, Rack.standalone(), List.of(), nowMs);
  }

  @Override
  public String state() {
    return rack.follows() ? "following" : "identifying";
  }

  @Override
  public FreseniusSession withLine(FreseniusLine line) {
    return new Following(settings, line, search, rack, plan, dueMs);
  }

  @Override
  public Step onOutcome(Outcome outcome, long nowMs) {
    boolean baseForgotUs =
        rack.isBase()
            && outcome instanceof Declined declined
            && declined.code().equals(BASE_NOT_OPEN);
    if (baseForgotUs) {
      return lost(LossReason.SILENT, nowMs);
    }
    if (outcome.request().question() == Question.MODULES) {
      return onSlots(outcome, nowMs);
    }
    PumpModule module = rack.modules().get(outcome.request().address());
    if (module == null) {
      return stay(); // it was taken out while it was being asked
    }
    List<Request> check = checkOfBase(outcome);
    PumpModule.Circumstances now = new PumpModule.Circumstances(settings, line.lossReason(), nowMs);
    Step step = turned(rack.moved(module.onOutcome(outcome, now)), check);
    Following next = (Following) step.next();
    return next.rack().hasLostItsOnlyPump()
        ? new Step(new Pausing(settings, line, next.search(), nowMs), step.effects())
        : step;
  }

  /** A module that does not answer makes one look at once whether the base does. */
  private List<Request> checkOfBase(Outcome outcome) {
    return rack.isBase() && outcome instanceof Unanswered ? List.of(Request.modules()) : List.of();
  }

  /** A base that does not answer is asked again before its modules are. */
  private Step onSlots(Outcome outcome, long nowMs) {
    if (outcome instanceof Answered answered) {
      Turn turn = rack.onSlots(answered, nowMs);
      return turn.next().isLost() ? lost(line.lossReason(), nowMs) : turned(turn, List.of());
    }
    Turn turn = new Turn(rack.withoutAnswer(), List.of(), List.of());
    return turn.next().isLost()
        ? lost(line.lossReason(), nowMs)
        : turned(turn, List.of(Request.modules()));
  }

  private Step turned(Turn turn, List<Request> urgent) {
    List<Request> requests = new ArrayList<>(urgent);
    for (Request request : Stream.concat(turn.first().stream(), plan.stream()).toList()) {
      boolean isThere =
          request.question() == Question.MODULES
              || turn.next().modules().containsKey(request.address());
      if (isThere && !requests.contains(request)) {
        requests.add(request);
      }
    }
    Search then = turn.next().follows() ? Search.afterLoss() : search;
    return new Step(
        new Following(settings, line, then, turn.next(), requests, dueMs), turn.effects());
  }

  private Step lost(LossReason reason, long nowMs) {
    return new Step(new Pausing(settings, line, search, nowMs), onGone(reason));
  }

  @Override
  public Step onEvent(Event event) {
    PumpModule module = rack.modules().get(event.address());
    return module == null ? stay() : turned(rack.moved(module.onEvent()), List.of());
  }

  @Override
  public Step onFree(long nowMs) {
    if (!plan.isEmpty()) {
      return new Following(settings, line, search, rack, plan.subList(1, plan.size()), dueMs)
          .ask(plan.get(0), Patience.USUAL, nowMs);
    }
    if (nowMs - dueMs < 0) {
      return stay();
    }
    Turn round = rack.round(nowMs);
    // Keeps the rhythm, but never makes up for lost time with a burst.
    long next = dueMs + settings.pollIntervalMs();
    long due = nowMs - next > 0 ? nowMs : next;
    return new Step(
        new Following(settings, line, search, round.next(), round.first(), due), List.of());
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return rack.onGone(reason);
  }

  @Override
  public List<Request> farewell() {
    return rack.farewell();
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
