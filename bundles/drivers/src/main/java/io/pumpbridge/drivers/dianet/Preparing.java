// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Limits;
import io.pumpbridge.drivers.dianet.DianetReply.Refused;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.dianet.DianetRequest.Segment;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Before the control is taken: who is it, what can it do, what is set, what does it do now. Only
 * reads; whatever is not as it must be ends the programme here.
 *
 * @param before what was set, once it has been read
 */
record Preparing(
    DianetSettings settings, DianetLine line, Job job, Exchange exchange, Optional<Targets> before)
    implements DianetSession {

  static Step begin(DianetSettings settings, DianetLine line, Job job, long nowMs) {
    Exchange exchange = Exchange.begin(job.pump().read(Segment.IDENTITY), nowMs);
    return new Step(
        new Preparing(settings, line, job, exchange, Optional.empty()), List.of(exchange.send()));
  }

  @Override
  public String state() {
    return "programming";
  }

  @Override
  public Preparing withLine(DianetLine line) {
    return new Preparing(settings, line, job, exchange, before);
  }

  private Step send(Exchange exchange) {
    return new Step(new Preparing(settings, line, job, exchange, before), List.of(exchange.send()));
  }

  private Step ask(Segment what, long nowMs) {
    return send(Exchange.begin(job.pump().read(what), nowMs));
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
    if (reply instanceof Identity said) {
      return job.isAt(said) ? ask(Segment.LIMITS, nowMs) : differentPump(nowMs);
    }
    if (reply instanceof Limits limits) {
      return Objection.toLimits(job.programme(), limits, settings.profile().limits())
          .map(objection -> end(objection, nowMs))
          .orElseGet(() -> ask(Segment.TARGETS, nowMs));
    }
    if (reply instanceof Targets targets) {
      return new Preparing(settings, line, job, exchange, Optional.of(targets))
          .ask(Segment.STATUS, nowMs);
    }
    if (reply instanceof Status status) {
      return Objection.toTakingControl(status)
          .map(objection -> end(objection, nowMs))
          .orElseGet(() -> Holding.begin(settings, line, job, before.orElseThrow(), nowMs));
    }
    return reply instanceof Refused refused ? onRefused(refused, nowMs) : stay();
  }

  private Step onRefused(Refused refused, long nowMs) {
    DianetRefusal refusal = new DianetRefusal(refused.error());
    if (refusal.isOfTheLine() && exchange.sends() <= settings.resends()) {
      return send(exchange.again(nowMs));
    }
    return end(
        new Objection(
            Reason.NOT_SUPPORTED,
            "The pump does not tell what must be known before it is set: " + refusal.text() + "."),
        nowMs);
  }

  private Step differentPump(long nowMs) {
    return Job.differentPump(
        settings,
        line,
        new Objection(Reason.CHANGED_UNDER_WAY, "Another pump answers.").refuses(job.programme()),
        nowMs);
  }

  private Step end(Objection objection, long nowMs) {
    return new Step(
        Following.resume(settings, line, job.pump(), job.poll(), nowMs),
        List.of(objection.refuses(job.programme())));
  }

  @Override
  public Step onTick(long nowMs) {
    if (!exchange.isUnanswered(settings.replyWaitMs(), nowMs)) {
      return stay();
    }
    return exchange.sends() <= settings.resends()
        ? send(exchange.again(nowMs))
        : end(new Objection(Reason.NO_ANSWER, "The pump does not answer."), nowMs);
  }

  @Override
  public Step onProgram(Programme other, long nowMs) {
    return new Step(this, List.of(Job.busy(other)));
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(
        new Objection(Reason.LOST, "The line was closed before anything was written.")
            .refuses(job.programme()),
        new Effect.Lost(reason));
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
