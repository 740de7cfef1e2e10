// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * A programme waits for the poll under way: two requests at once would be one too many. If that
 * poll goes unanswered the programme is refused; no byte of it was sent.
 */
record Awaiting(Following following, Programme programme, Control control)
    implements AlarisSession {

  @Override
  public String state() {
    return "awaiting";
  }

  @Override
  public AlarisSettings settings() {
    return following.settings();
  }

  @Override
  public AlarisLine line() {
    return following.line();
  }

  @Override
  public AlarisSession withLine(AlarisLine line) {
    return new Awaiting(following.withLine(line), programme, control);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    return goOn(following.onItem(item, nowMs), nowMs);
  }

  @Override
  public Step onTick(long nowMs) {
    return goOn(following.onTick(nowMs), nowMs);
  }

  private Step goOn(Step polled, long nowMs) {
    if (!(polled.next() instanceof Following now)) {
      return refused(polled, Reason.NOT_FOLLOWED, "The pump was lost.");
    }
    if (!now.line().isInStep(nowMs)) {
      return refused(polled, Reason.NO_ANSWER, "The pump missed an answer.");
    }
    return now.isIdle()
        ? Programming.begin(now, programme, control, nowMs).after(polled.effects())
        : new Step(new Awaiting(now, programme, control), polled.effects());
  }

  private Step refused(Step polled, Reason reason, String sentence) {
    Effect refused = AlarisSession.refused(programme, new Refused(reason, sentence));
    return new Step(polled.next(), polled.after(List.of(refused)).effects());
  }

  @Override
  public Step onProgram(Programme another, long nowMs) {
    return Programming.busy(this, another);
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    List<Effect> effects = new ArrayList<>();
    effects.add(AlarisSession.refused(programme, new Refused(Reason.LOST, "The port was closed.")));
    effects.addAll(following.onGone(reason));
    return effects;
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
