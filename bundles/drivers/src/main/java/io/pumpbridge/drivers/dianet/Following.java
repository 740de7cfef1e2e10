// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetReply.Actual;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Refused;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.dianet.DianetRequest.Segment;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.pump.Observation;
import java.util.List;
import java.util.Optional;

/**
 * Polls a known pump without taking its control: identity, status, actual values, targets; each
 * round makes one report. The replies carry no serial number, so each round begins with it.
 *
 * @param doubt the search that found the pump, until its first report shows that it can be followed
 */
record Following(
    DianetSettings settings, DianetLine line, FollowedPump pump, Optional<Search> doubt, Poll poll)
    implements DianetSession {

  static Step begin(
      DianetSettings settings, DianetLine line, Identity said, Search search, long nowMs) {
    Following found =
        new Following(
            settings,
            line,
            FollowedPump.found(said, settings.programming()),
            Optional.of(search.found()),
            Poll.fresh(nowMs + settings.pollIntervalMs()));
    return found
        .ask(Segment.STATUS, nowMs)
        .after(
            List.of(
                new Effect.Identified(
                    settings.vocabulary().identity(said)))); // it has just said who it is
  }

  /** Goes on with a pump that was followed before something was done with it. */
  static Following resume(
      DianetSettings settings, DianetLine line, FollowedPump pump, Poll poll, long nowMs) {
    return new Following(settings, line, pump, Optional.empty(), poll.anew(nowMs));
  }

  @Override
  public String state() {
    return "following";
  }

  @Override
  public Following withLine(DianetLine line) {
    return new Following(settings, line, pump, doubt, poll);
  }

  private Following with(Poll poll) {
    return new Following(settings, line, pump, doubt, poll);
  }

  private Following with(FollowedPump pump) {
    return new Following(settings, line, pump, doubt, poll);
  }

  private Step ask(Segment what, long nowMs) {
    return send(Exchange.begin(pump.read(what), nowMs));
  }

  private Step send(Exchange exchange) {
    return new Step(with(poll.asking(exchange)), List.of(exchange.send()));
  }

  private Step round(long nowMs) {
    return with(poll.due(settings.pollIntervalMs(), nowMs)).ask(Segment.IDENTITY, nowMs);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (!(item instanceof Frame frame) || poll.exchange().isEmpty()) {
      return noise(item);
    }
    DianetReply reply = DianetReply.from(frame.content());
    Exchange exchange = poll.exchange().get();
    return exchange.request().isAnsweredBy(reply)
        ? withLine(line.answered()).onReply(exchange, reply, nowMs)
        : noise(item);
  }

  private Step onReply(Exchange exchange, DianetReply reply, long nowMs) {
    if (reply instanceof Refused refused) {
      return onRefused(exchange, refused, nowMs);
    }
    if (reply instanceof Identity said) {
      return pump.is(said) ? ask(Segment.STATUS, nowMs) : differentPump(nowMs);
    }
    if (reply instanceof Status status) {
      return status.state().isControlled() && pump.mayBeHeld()
          ? Releasing.leftOver(settings, line, pump, poll, nowMs)
          : with(poll.heard(status)).ask(Segment.ACTUAL, nowMs);
    }
    if (reply instanceof Actual actual) {
      return with(poll.heard(actual)).ask(Segment.TARGETS, nowMs);
    }
    return report(reply instanceof Targets targets ? Optional.of(targets) : Optional.empty());
  }

  /**
   * A damaged request is sent again. Of a pump that does not tell its status nothing is known, and
   * that is told; what else it does not tell is absent.
   */
  private Step onRefused(Exchange exchange, Refused refused, long nowMs) {
    boolean mayAskAgain = exchange.sends() <= settings.resends();
    if (poll.status().isPresent()) {
      return exchange.request().segment() == Segment.ACTUAL.code()
          ? ask(Segment.TARGETS, nowMs)
          : report(Optional.empty());
    }
    if (mayAskAgain && new DianetRefusal(refused.error()).isOfTheLine()) {
      return send(exchange.again(nowMs));
    }
    if (exchange.request().segment() == Segment.IDENTITY.code()) {
      return stay(); // waits, and asks once more
    }
    if (mayAskAgain && pump.hasOtherAddress()) {
      return askByOtherAddress(exchange, nowMs);
    }
    return reported(DianetVocabulary.untold(poll.alarms()));
  }

  private Step askByOtherAddress(Exchange exchange, long nowMs) {
    Following other = with(pump.byOtherAddress());
    return other.send(exchange.again(other.pump.read(Segment.STATUS), nowMs));
  }

  /**
   * Somebody changed the pump without unplugging: greet the new one at once. A pump that gives two
   * serial numbers is never reported, and gets the pauses of a vain search.
   */
  private Step differentPump(long nowMs) {
    return doubt
        .map(search -> new Step(new Lost(settings, line, search, nowMs), List.of()))
        .orElseGet(() -> Identifying.begin(settings, line, Search.afterLoss(), nowMs))
        .after(List.of(new Effect.Lost(LossReason.DIFFERENT_PUMP)));
  }

  private Step report(Optional<Targets> targets) {
    return reported(
        settings.vocabulary().observation(poll.status().orElseThrow(), poll.actual(), targets));
  }

  private Step reported(Observation observation) {
    return new Step(
        new Following(settings, line, pump, Optional.empty(), poll.reported(observation.alarms())),
        List.of(new Effect.Report(observation)));
  }

  @Override
  public Step onTick(long nowMs) {
    if (poll.exchange().isEmpty()) {
      return nowMs - poll.dueMs() >= 0 ? round(nowMs) : stay();
    }
    Exchange exchange = poll.exchange().get();
    if (!exchange.isUnanswered(settings.replyWaitMs(), nowMs)) {
      return stay();
    }
    if (exchange.sends() <= settings.resends()) {
      return exchange.request().segment() == Segment.STATUS.code() && pump.hasOtherAddress()
          ? askByOtherAddress(exchange, nowMs)
          : send(exchange.again(nowMs));
    }
    // What was heard of this round is told; the next one shows whether anybody is there.
    return poll.status().isPresent() ? report(Optional.empty()) : giveUp(nowMs);
  }

  private Step giveUp(long nowMs) {
    Poll unanswered = poll.unanswered();
    if (unanswered.vain() < DianetSettings.POLLS_UNTIL_LOST) {
      return with(unanswered).onTick(nowMs);
    }
    return new Step(
        new Lost(settings, line, doubt.orElseGet(Search::afterLoss), nowMs),
        List.of(new Effect.Lost(line.lossReason())));
  }

  @Override
  public Step onProgram(Programme programme, long nowMs) {
    if (!settings.programming() || doubt.isPresent()) {
      return DianetSession.super.onProgram(programme, nowMs);
    }
    Optional<Objection> objection = Objection.toProgramme(programme, pump.said());
    return objection.isPresent()
        ? new Step(this, List.of(objection.get().refuses(programme)))
        : Preparing.begin(settings, line, new Job(pump, poll, programme), nowMs);
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
