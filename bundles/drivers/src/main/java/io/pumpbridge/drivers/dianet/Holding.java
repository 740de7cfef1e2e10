// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetReply.Accepted;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Refused;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.dianet.DianetRequest.Control;
import io.pumpbridge.drivers.dianet.DianetRequest.ControlMode;
import io.pumpbridge.drivers.dianet.DianetRequest.Read;
import io.pumpbridge.drivers.dianet.DianetRequest.Segment;
import io.pumpbridge.drivers.dianet.DianetRequest.WriteTargets;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import java.util.List;
import java.util.Optional;

/**
 * From the moment the control is asked for: take it, see that it is the same pump and that it still
 * stands, write once, read back. One request follows the other without a pause, and an unanswered
 * one is followed by the release, so the pump hears from us at least every 500 ms. Nothing is said
 * twice here but the release.
 *
 * @param before what was set when nothing had been written
 * @param write how the write was answered; empty as long as it has not been sent
 */
record Holding(
    DianetSettings settings,
    DianetLine line,
    Job job,
    Targets before,
    Exchange exchange,
    Optional<Write> write)
    implements DianetSession {

  /**
   * What became of the write.
   *
   * @param taken whether the pump said yes
   * @param refusal what the pump said, if it said no
   */
  record Write(boolean taken, Optional<DianetRefusal> refusal) {
    private static Write unanswered() {
      return new Write(false, Optional.empty());
    }
  }

  static Step begin(DianetSettings settings, DianetLine line, Job job, Targets before, long nowMs) {
    int address = job.pump().freshAddress();
    Control take =
        new Control(job.pump().said().identNumber(), ControlMode.REMOTE_AND_KEYS, address);
    return new Holding(
            settings, line, job.at(address), before, Exchange.begin(take, nowMs), Optional.empty())
        .sending();
  }

  @Override
  public String state() {
    return "programming";
  }

  @Override
  public Holding withLine(DianetLine line) {
    return new Holding(settings, line, job, before, exchange, write);
  }

  private Step sending() {
    return new Step(this, List.of(exchange.send()));
  }

  private Step say(DianetRequest request, Optional<Write> write, long nowMs) {
    return new Holding(settings, line, job, before, Exchange.begin(request, nowMs), write)
        .sending();
  }

  private Step readBack(Write write, long nowMs) {
    return say(new Read(address(), Segment.TARGETS), Optional.of(write), nowMs);
  }

  private int address() {
    return job.pump().assigned();
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame) {
      DianetReply reply = DianetReply.from(frame.content());
      if (exchange.request().isAnsweredBy(reply)) {
        return withLine(line.answered()).onReply(reply, nowMs);
      }
    }
    return noise(item);
  }

  private Step onReply(DianetReply reply, long nowMs) {
    if (reply instanceof Refused refused) {
      return onRefused(new DianetRefusal(refused.error()), nowMs);
    }
    if (reply instanceof Accepted) {
      return exchange.request() instanceof WriteTargets
          ? readBack(new Write(true, Optional.empty()), nowMs)
          : say(Read.identity(), write, nowMs);
    }
    if (reply instanceof Identity said) {
      return job.isAt(said)
          ? say(new Read(address(), Segment.STATUS), write, nowMs)
          : Job.differentPump(
              settings,
              line,
              ended(new Objection(Reason.CHANGED_UNDER_WAY, "Another pump answers.")),
              nowMs);
    }
    if (reply instanceof Status status) {
      return Objection.toWriting(status)
          .map(objection -> release(ended(objection), nowMs))
          .orElseGet(
              () -> say(job.wanted().write(address()), Optional.of(Write.unanswered()), nowMs));
    }
    return reply instanceof Targets now ? release(judged(now), nowMs) : stay();
  }

  /** Who refuses the control has not given it away; all else may have left something behind. */
  private Step onRefused(DianetRefusal refusal, long nowMs) {
    if (exchange.request() instanceof Control) {
      Objection objection =
          new Objection(
              refusal.whenTakingControl(),
              "The pump does not give its control away: " + refusal.text() + ".");
      return new Step(
          Following.resume(settings, line, job.pump(), job.poll(), nowMs),
          List.of(ended(objection)));
    }
    if (exchange.request() instanceof WriteTargets) {
      return readBack(new Write(false, Optional.of(refusal)), nowMs);
    }
    return release(
        ended(
            new Objection(
                refusal.whenWriting(),
                "The pump gave its control away but does not answer: " + refusal.text() + ".")),
        nowMs);
  }

  /** What the pump holds now, against what was wanted and what was. */
  private Effect.Programmed judged(Targets now) {
    Write done = write.orElseThrow();
    if (done.refusal().isPresent()) {
      DianetRefusal refusal = done.refusal().get();
      Objection objection =
          new Objection(
              refusal.whenWriting(), "The pump refused the values: " + refusal.text() + ".");
      return before.isSameAs(now)
          ? objection.refuses(job.programme())
          : objection.fails(job.programme());
    }
    if (job.wanted().isHeld(now, before)) {
      return new Effect.Programmed(job.programme(), new Programmed());
    }
    return done.taken()
        ? ended(new Objection(Reason.READ_BACK_DIFFERS, "The pump holds other values."))
        : ended(new Objection(Reason.NO_ANSWER, "The pump did not answer to the values."));
  }

  /** Refused as long as nothing was sent that could have changed something, failed after it. */
  private Effect.Programmed ended(Objection objection) {
    return write.isPresent()
        ? objection.fails(job.programme())
        : objection.refuses(job.programme());
  }

  private Step release(Effect.Programmed outcome, long nowMs) {
    return Releasing.begin(settings, line, job, outcome, nowMs);
  }

  @Override
  public Step onTick(long nowMs) {
    if (!exchange.isUnanswered(DianetSettings.HELD_WAIT_MS, nowMs)) {
      return stay();
    }
    return exchange.request() instanceof WriteTargets
        ? readBack(Write.unanswered(), nowMs)
        : release(ended(new Objection(Reason.NO_ANSWER, "The pump stopped answering.")), nowMs);
  }

  @Override
  public Step onProgram(Programme other, long nowMs) {
    return new Step(this, List.of(Job.busy(other)));
  }

  @Override
  public Step onStop(long nowMs) {
    Step releasing = release(ended(lost()), nowMs);
    return ((DianetSession) releasing.next()).onStop(nowMs).after(releasing.effects());
  }

  private static Objection lost() {
    return new Objection(Reason.LOST, "The line was closed under way.");
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(ended(lost()), new Effect.Lost(reason));
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
