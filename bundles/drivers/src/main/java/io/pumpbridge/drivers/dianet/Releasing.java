// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetReply.Accepted;
import io.pumpbridge.drivers.dianet.DianetRequest.Control;
import io.pumpbridge.drivers.dianet.DianetRequest.ControlMode;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the control back: to documentation mode, said again if it is not answered. If it never is,
 * the session falls silent until the pump's own time-out has ended the control: a poll would
 * prolong it.
 *
 * @param outcome what is told of the programme once the control is back; empty if it was found held
 * @param stopping whether the line is closed afterwards
 */
record Releasing(
    DianetSettings settings,
    DianetLine line,
    FollowedPump pump,
    Poll poll,
    Optional<Effect.Programmed> outcome,
    Exchange exchange,
    boolean stopping)
    implements DianetSession {

  static Step begin(
      DianetSettings settings, DianetLine line, Job job, Effect.Programmed outcome, long nowMs) {
    return begin(settings, line, job.pump(), job.poll(), Optional.of(outcome), nowMs);
  }

  /** The pump is controlled, and not by this session: a bridge before it broke off. */
  static Step leftOver(
      DianetSettings settings, DianetLine line, FollowedPump pump, Poll poll, long nowMs) {
    FollowedPump once =
        pump.givenBack(pump.hasOtherAddress() ? pump.assigned() : DianetRequest.FIRST_ADDRESS);
    return begin(settings, line, once, poll, Optional.empty(), nowMs);
  }

  private static Step begin(
      DianetSettings settings,
      DianetLine line,
      FollowedPump pump,
      Poll poll,
      Optional<Effect.Programmed> outcome,
      long nowMs) {
    Control giveBack =
        new Control(pump.said().identNumber(), ControlMode.DOCUMENTATION, pump.assigned());
    return new Releasing(
            settings, line, pump, poll, outcome, Exchange.begin(giveBack, nowMs), false)
        .sending();
  }

  @Override
  public String state() {
    return "releasing";
  }

  @Override
  public Releasing withLine(DianetLine line) {
    return new Releasing(settings, line, pump, poll, outcome, exchange, stopping);
  }

  private Step sending() {
    return new Step(this, List.of(exchange.send()));
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame) {
      DianetReply reply = DianetReply.from(frame.content());
      if (exchange.request().isAnsweredBy(reply)) {
        // A refusal is answered as silence is: said again, a limited number of times.
        return reply instanceof Accepted ? withLine(line.answered()).released(nowMs) : stay();
      }
    }
    return noise(item);
  }

  private Step released(long nowMs) {
    List<Effect> effects = new ArrayList<>(outcome.stream().toList());
    if (stopping) {
      effects.add(new Effect.Lost(LossReason.RELEASED));
      return new Step(DianetSession.closed(settings), effects);
    }
    return new Step(Following.resume(settings, line, pump, poll, nowMs), effects);
  }

  @Override
  public Step onTick(long nowMs) {
    if (exchange.sends() < DianetSettings.RELEASE_SENDS) {
      return exchange.isUnanswered(DianetSettings.HELD_WAIT_MS, nowMs)
          ? new Releasing(settings, line, pump, poll, outcome, exchange.again(nowMs), stopping)
              .sending()
          : stay();
    }
    if (!exchange.isUnanswered(DianetSettings.SILENCE_AFTER_VAIN_RELEASE_MS, nowMs)) {
      return stay();
    }
    if (stopping) {
      return new Step(DianetSession.closed(settings), onGone(LossReason.RELEASED));
    }
    if (outcome.isEmpty()) {
      // It was found held. What a bridge before us left has timed out by now; if it is somebody
      // else's, it stays so, and what the pump does is told all the same.
      return new Step(Following.resume(settings, line, pump, poll, nowMs), List.of());
    }
    return new Step(new Lost(settings, line, Search.afterLoss(), nowMs), onGone(line.lossReason()));
  }

  @Override
  public Step onProgram(Programme other, long nowMs) {
    return new Step(this, List.of(Job.busy(other)));
  }

  @Override
  public Step onStop(long nowMs) {
    return new Releasing(settings, line, pump, poll, outcome, exchange, true).stay();
  }

  /** Whatever was achieved: that the control is back was not seen. */
  @Override
  public List<Effect> onGone(LossReason reason) {
    List<Effect> effects = new ArrayList<>();
    outcome.map(Releasing::withoutRelease).ifPresent(effects::add);
    effects.add(new Effect.Lost(reason));
    return effects;
  }

  private static Effect.Programmed withoutRelease(Effect.Programmed reached) {
    return reached.outcome() instanceof ProgrammeOutcome.Programmed
        ? new Objection(
                Reason.NO_ANSWER,
                "The pump holds the values but was not seen to take its control back.")
            .fails(reached.programme())
        : reached;
  }

  @Override
  public boolean isAnswered() {
    return true;
  }

  @Override
  public boolean isReleased() {
    return false;
  }
}
