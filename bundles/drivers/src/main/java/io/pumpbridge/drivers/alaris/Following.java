// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisMessages.Alarms;
import io.pumpbridge.drivers.alaris.AlarisMessages.Infusion;
import io.pumpbridge.drivers.alaris.AlarisMessages.Reply;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.drivers.alaris.AlarisRequests.Read;
import io.pumpbridge.drivers.alaris.AlarisSession.Lost;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;

/**
 * Polls a known pump: INF each interval, and ALARM after it while the alarm flag stands and once
 * when it has cleared. Each poll that is answered makes one report.
 *
 * @param doubt the search that found the pump, until its first report shows that it can be followed
 */
record Following(
    AlarisSettings settings, AlarisLine line, PumpIdentity pump, Optional<Search> doubt, Poll poll)
    implements AlarisSession {

  /**
   * Where the polling is.
   *
   * @param exchange the request under way, if any
   * @param heard the INF reply whose alarm is being asked for
   * @param dueMs when the next poll begins
   * @param vain how many polls in a row went unanswered
   * @param alarms what stood in the last report
   */
  record Poll(
      Optional<Exchange> exchange,
      Optional<Infusion> heard,
      long dueMs,
      int vain,
      List<PumpAlarm> alarms) {

    private Poll asking(Exchange exchange) {
      return new Poll(Optional.of(exchange), heard, dueMs, vain, alarms);
    }

    private Poll askingForAlarm(Exchange exchange, Infusion heard) {
      return new Poll(Optional.of(exchange), Optional.of(heard), dueMs, 0, alarms);
    }

    private Poll heard(Infusion heard) {
      return new Poll(exchange, Optional.of(heard), dueMs, 0, alarms);
    }

    private Poll reported(List<PumpAlarm> alarms) {
      return new Poll(Optional.empty(), Optional.empty(), dueMs, 0, alarms);
    }

    private Poll unanswered() {
      return new Poll(Optional.empty(), Optional.empty(), dueMs, vain + 1, alarms);
    }

    /** Keeps the rhythm, but never makes up for lost time with a burst. */
    private Poll due(long interval, long nowMs) {
      long next = dueMs + interval;
      return new Poll(exchange, heard, nowMs - next > 0 ? nowMs : next, vain, alarms);
    }
  }

  static Step begin(
      AlarisSettings settings, AlarisLine line, PumpIdentity pump, Search search, long nowMs) {
    Poll fresh = new Poll(Optional.empty(), Optional.empty(), nowMs, 0, List.of());
    Step asking =
        new Following(settings, line, pump, Optional.of(search.found()), fresh).ask(nowMs);
    return asking.after(List.of(new Effect.Identified(pump)));
  }

  @Override
  public String state() {
    return "following";
  }

  @Override
  public Following withLine(AlarisLine line) {
    return new Following(settings, line, pump, doubt, poll);
  }

  private Following with(Poll poll) {
    return new Following(settings, line, pump, doubt, poll);
  }

  private Step ask(long nowMs) {
    Exchange exchange = Exchange.begin(Read.INFUSION, nowMs);
    return new Step(
        with(poll.due(settings.pollIntervalMs(), nowMs).asking(exchange)),
        List.of(exchange.send()));
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame && poll.exchange().isPresent()) {
      Reply reply = AlarisMessages.from(frame.body());
      Read asked = poll.exchange().get().request();
      if (asked == Read.INFUSION && reply instanceof Infusion infusion) {
        return onInfusion(infusion, nowMs);
      }
      if (asked == Read.ALARM && reply instanceof Alarms alarms) {
        return report(settings.vocabulary().alarms(alarms.codes()), nowMs);
      }
    }
    return new Step(this, List.of(AlarisSession.noise(item)));
  }

  /** An INF reply that was asked for. */
  Step onInfusion(Infusion infusion, long nowMs) {
    if (!infusion.serialNumber().equals(pump.serialNumber())) {
      return differentPump(nowMs);
    }
    Exchange exchange = Exchange.begin(Read.ALARM, nowMs);
    Following heard =
        new Following(
            settings, line.answered(), pump, doubt, poll.askingForAlarm(exchange, infusion));
    return infusion.alarmRaised() || !poll.alarms().isEmpty()
        ? new Step(heard, List.of(exchange.send()))
        : heard.report(List.of(), nowMs);
  }

  /** Tells the values at once, without asking which alarm it is; the next poll asks. */
  Step reportNow(Infusion infusion, long nowMs) {
    return with(poll.heard(infusion)).reportWithoutReply(nowMs);
  }

  /**
   * Somebody changed the pump without unplugging: greet the new one at once. A pump that gives two
   * serial numbers is never reported, and gets the pauses of a vain search: it would otherwise be
   * found and lost again as fast as the line goes.
   */
  private Step differentPump(long nowMs) {
    Step next =
        doubt
            .map(search -> new Step(new Lost(settings, line.answered(), search, nowMs), List.of()))
            .orElseGet(
                () -> Identifying.begin(settings, line.answered(), Search.afterLoss(), nowMs));
    return next.after(List.of(new Effect.Lost(LossReason.DIFFERENT_PUMP)));
  }

  private Step report(List<PumpAlarm> alarms, long nowMs) {
    Infusion infusion = poll.heard().orElseThrow();
    Following next =
        new Following(settings, line.answered(), pump, Optional.empty(), poll.reported(alarms));
    List<Effect> report =
        List.of(new Effect.Report(settings.vocabulary().observation(infusion, alarms)));
    return next.holdsControl()
        ? Releasing.later(next, nowMs).after(report)
        : new Step(next, report);
  }

  private boolean holdsControl() {
    return line.holds(pump.serialNumber());
  }

  @Override
  public Step onTick(long nowMs) {
    if (poll.exchange().isEmpty()) {
      return nowMs - poll.dueMs() >= 0 ? ask(nowMs) : stay();
    }
    Exchange exchange = poll.exchange().get();
    if (!exchange.isUnanswered(settings, nowMs)) {
      return stay();
    }
    if (exchange.maySendAgain(settings)) {
      Exchange again = exchange.again(nowMs);
      return new Step(
          withLine(line.unanswered(nowMs)).with(poll.asking(again)), List.of(again.send()));
    }
    Following late = withLine(line.unanswered(nowMs));
    return exchange.request() == Read.ALARM ? late.reportWithoutReply(nowMs) : late.giveUp(nowMs);
  }

  /**
   * The values were heard, so they are told and the poll is not lost. If the flag stands there is
   * an alarm, also when the pump does not say which: the one last named, if there was one.
   */
  private Step reportWithoutReply(long nowMs) {
    if (!poll.heard().orElseThrow().alarmRaised()) {
      return report(List.of(), nowMs);
    }
    return report(
        poll.alarms().isEmpty() ? List.of(AlarisVocabulary.flagAlone()) : poll.alarms(), nowMs);
  }

  private Step giveUp(long nowMs) {
    Poll unanswered = poll.unanswered();
    if (unanswered.vain() < AlarisSettings.POLLS_UNTIL_LOST) {
      return with(unanswered).onTick(nowMs);
    }
    return new Step(
        new Lost(settings, line, doubt.orElseGet(Search::afterLoss), nowMs),
        List.of(new Effect.Lost(line.lossReason())));
  }

  /** What speaks against it is said at once and costs no byte. */
  @Override
  public Step onProgram(Programme programme, long nowMs) {
    Optional<Control> control = Control.of(settings);
    if (control.isEmpty()) {
      return AlarisSession.super.onProgram(programme, nowMs);
    }
    Optional<Refused> refusal =
        new ProgrammeCheck(settings).refusal(programme, pump).or(() -> notNow(nowMs));
    if (refusal.isPresent()) {
      return new Step(this, List.of(AlarisSession.refused(programme, refusal.get())));
    }
    return isIdle()
        ? Programming.begin(this, programme, control.get(), nowMs)
        : new Step(new Awaiting(this, programme, control.get()), List.of());
  }

  /** Something that will pass. */
  private Optional<Refused> notNow(long nowMs) {
    if (holdsControl()) {
      return Optional.of(
          new Refused(Reason.BUSY, "The pump has not yet confirmed that it has its control back."));
    }
    return line.isInStep(nowMs)
        ? Optional.empty()
        : Optional.of(new Refused(Reason.NO_ANSWER, "The pump has just missed an answer."));
  }

  /** Whether nothing is being asked. */
  boolean isIdle() {
    return poll.exchange().isEmpty();
  }

  @Override
  public Step onStop(long nowMs) {
    return holdsControl() ? Releasing.atStop(this, nowMs) : AlarisSession.super.onStop(nowMs);
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(new Effect.Lost(reason));
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
