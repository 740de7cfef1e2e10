// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.agreement.Agreement;
import io.pumpbridge.drivers.described.DescribedSession.Lost;
import io.pumpbridge.drivers.described.FrameReader.Frame;
import io.pumpbridge.drivers.described.FrameReader.Item;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import io.pumpbridge.drivers.profile.Field.Name;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;

/**
 * Asks a known pump in rounds: who it is (unless its values say so), all poll requests, then the
 * alarm requests if a flag stands or an alarm stood before. A round in which it has said who it is
 * and the first value makes a report, or two such rounds in a row that agree where the checksum is
 * weak.
 *
 * @param pump who it said it is
 * @param fingerprint what its first identify reply told
 * @param doubt the search that found the pump, until its first round shows that it can be followed
 */
record Following(
    DescribedSettings settings,
    DescribedLine line,
    PumpIdentity pump,
    String fingerprint,
    Optional<Search> doubt,
    Round round,
    Agreement agreement)
    implements DescribedSession {

  static Step begin(
      DescribedSettings settings, DescribedLine line, Replies identity, Search search, long nowMs) {
    Vocabulary vocabulary = settings.vocabulary();
    Request first = vocabulary.requests(Use.IDENTIFY).get(0);
    PumpIdentity pump = vocabulary.identity(identity);
    Following following =
        new Following(
            settings,
            line,
            pump,
            vocabulary
                .fingerprint(first, identity.texts().getOrDefault(first.name(), ""))
                .orElse(""),
            Optional.of(search.found()),
            Round.first(settings, nowMs),
            settings.agreement());
    return following.onTick(nowMs).after(List.of(new Effect.Identified(pump)));
  }

  @Override
  public String state() {
    return "following";
  }

  @Override
  public boolean isAnswered() {
    return true;
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(new Effect.Lost(reason));
  }

  @Override
  public DescribedSession withLine(DescribedLine line) {
    return new Following(settings, line, pump, fingerprint, doubt, round, agreement);
  }

  private Following with(Round round) {
    return new Following(settings, line, pump, fingerprint, doubt, round, agreement);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame && round.turn().isPresent()) {
      Turn turn = round.turn().get();
      if (turn.isSent() && settings.isReply(turn.request(), frame.text())) {
        Following heard =
            new Following(settings, line.answered(), pump, fingerprint, doubt, round, agreement);
        return turn.request().use() == Use.IDENTIFY
            ? heard.onIdentity(turn.request(), frame.text(), nowMs)
            : heard.onValues(turn.request(), frame.text(), nowMs);
      }
    }
    return noise(item);
  }

  private Step onIdentity(Request request, String text, long nowMs) {
    String read = settings.vocabulary().fingerprint(request, text).orElse("");
    if (read.isEmpty()) { // an answer, but not to who it is: the wait goes on
      return settings.vocabulary().tellsAlarm(request, text)
          ? with(round.heard(request, text)).stay()
          : stay();
    }
    if (read.equals(fingerprint)) {
      return with(round.confirmed()).proceed(nowMs);
    }
    if (!settings.readsTwice() || round.suspected().equals(Optional.of(read))) {
      return differentPump(nowMs);
    }
    return round.suspected().isEmpty()
        ? with(round.suspects(settings, read, request, nowMs)).onTick(nowMs)
        : with(round.inVain()).afterVain(nowMs); // a third name in a row
  }

  private Step onValues(Request request, String text, long nowMs) {
    Replies alone = Replies.NONE.with(request, text);
    Optional<String> serial = alone.find(settings.profile(), Name.SERIAL_NUMBER).map(Spot::value);
    if (serial.isPresent() && !serial.get().equals(pump.serialNumber())) {
      return settings.readsTwice()
          ? with(round.doubted(nowMs)).onTick(nowMs)
          : differentPump(nowMs);
    }
    return with(round.heard(request, text)).proceed(nowMs);
  }

  /** Asks what is left of the round; then reports. */
  private Step proceed(long nowMs) {
    Optional<Round> next = round.next(settings, nowMs);
    if (next.isPresent()) {
      return with(next.get()).onTick(nowMs);
    }
    return round.replies().isEmpty() ? with(round.inVain()).afterVain(nowMs) : report(nowMs);
  }

  private Step report(long nowMs) {
    Observation read = settings.vocabulary().observation(round.replies());
    Agreement.Agreed agreed =
        settings.readsTwice()
            ? agreement.on(read, nowMs)
            : new Agreement.Agreed(agreement, Optional.of(read));
    Following reported =
        new Following(
            settings,
            line,
            pump,
            fingerprint,
            Optional.empty(),
            round.reported(!read.alarms().isEmpty()),
            agreed.next());
    List<Effect> effects = agreed.observation().<Effect>map(Effect.Report::new).stream().toList();
    return new Step(reported, effects);
  }

  @Override
  public Step onTick(long nowMs) {
    if (round.turn().isEmpty()) {
      return round.isDue(nowMs) ? with(round.begin(settings, nowMs)).onTick(nowMs) : stay();
    }
    Turn turn = round.turn().get();
    if (turn.isDue(nowMs) || (turn.isUnanswered(settings, nowMs) && turn.maySendAgain(settings))) {
      Turn sent = turn.sent(nowMs);
      return DescribedSession.sending(with(round.asking(sent)), sent);
    }
    if (!turn.isUnanswered(settings, nowMs)) {
      return stay();
    }
    return isNeeded(turn.request()) ? with(round.inVain()).afterVain(nowMs) : proceed(nowMs);
  }

  /** No value is told of a pump that has not said in the same round who it is, or said nothing. */
  private boolean isNeeded(Request request) {
    return request.use() == Use.IDENTIFY
        || (request.use() == Use.POLL && round.replies().isEmpty());
  }

  private Step afterVain(long nowMs) {
    if (round.vain() < DescribedSettings.ROUNDS_UNTIL_LOST) {
      return onTick(nowMs);
    }
    return new Step(
        new Lost(settings, line, doubt.orElseGet(Search::afterLoss), nowMs),
        List.of(new Effect.Lost(line.lossReason())));
  }

  /**
   * Somebody changed the pump without unplugging: greet the new one at once. One that tells two
   * identities before its first report gets the pauses of a vain search: it would otherwise be
   * found and lost again as fast as the line goes.
   */
  private Step differentPump(long nowMs) {
    List<Effect> lost = List.of(new Effect.Lost(LossReason.DIFFERENT_PUMP));
    return doubt
        .map(search -> new Step(new Lost(settings, line, search, nowMs), lost))
        .orElseGet(() -> Identifying.begin(settings, line, Search.afterLoss(), nowMs).after(lost));
  }
}
