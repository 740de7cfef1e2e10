// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Patience;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Unanswered;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives everything back in order: each module's events and dialogue, then the base's. A base that
 * has fallen silent is not waited for module by module. When the plan is done, only calls are still
 * answered.
 */
record Releasing(FreseniusSettings settings, FreseniusLine line, List<Request> plan)
    implements FreseniusSession {

  Releasing {
    plan = List.copyOf(plan);
  }

  @Override
  public String state() {
    return isReleased() ? "released" : "releasing";
  }

  @Override
  public FreseniusSession withLine(FreseniusLine line) {
    return new Releasing(settings, line, plan);
  }

  private Step with(List<Request> rest) {
    return new Step(new Releasing(settings, line, rest), List.of());
  }

  @Override
  public Step onOutcome(Outcome outcome, long nowMs) {
    Question question = outcome.request().question();
    if (question == Question.OPEN && outcome instanceof Answered answered) {
      return onOpened(Request.close(answered.reply().address()));
    }
    return outcome instanceof Unanswered && question != Question.OPEN
        ? with(plan.stream().filter(Releasing::closesTheBase).toList())
        : stay();
  }

  /** What was being opened when the stop came is open only now; it is closed first. */
  private Step onOpened(Request close) {
    return plan.contains(close)
        ? stay()
        : with(Stream.concat(Stream.of(close), plan.stream()).toList());
  }

  private static boolean closesTheBase(Request request) {
    return request.question() == Question.CLOSE && request.address().equals(FreseniusMessages.BASE);
  }

  @Override
  public Step onFree(long nowMs) {
    return plan.isEmpty()
        ? stay()
        : new Releasing(settings, line, plan.subList(1, plan.size()))
            .ask(plan.get(0), Patience.ONCE, nowMs);
  }

  @Override
  public List<Request> farewell() {
    return plan;
  }
}
