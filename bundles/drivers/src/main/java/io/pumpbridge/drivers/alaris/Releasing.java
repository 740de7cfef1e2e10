// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisRequests.Command;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the remote control back and waits until the pump has confirmed it, or has been asked often
 * enough. Only then is it told how the programme ended.
 *
 * @param ended the programme, if one is to be answered
 * @param end where it goes on afterwards
 * @param sends how often the release was sent
 */
record Releasing(Following following, Optional<Ended> ended, End end, long sentAtMs, int sends)
    implements AlarisSession {

  /** A programme and how it ended, if the control is given back. */
  record Ended(Programme programme, ProgrammeOutcome outcome) {}

  /**
   * What comes after.
   *
   * @param followed whether the pump is still followed; if not, another one answers
   * @param stopping whether the line will be closed
   */
  record End(boolean followed, boolean stopping) {}

  private static final String COMMAND = "DISABLED";

  private static final String NOT_CONFIRMED =
      "The pump did not confirm that it has its control back.";

  /** After a programme. */
  static Step after(Programming programming, ProgrammeOutcome outcome, long nowMs) {
    return of(programming, outcome, true, nowMs);
  }

  /** After a programme, in the midst of which another pump came; its loss has been told. */
  static Step ofAnother(Programming programming, ProgrammeOutcome outcome, long nowMs) {
    return of(programming, outcome, false, nowMs);
  }

  private static Step of(
      Programming programming, ProgrammeOutcome outcome, boolean followed, long nowMs) {
    return begin(
        programming.following(),
        Optional.of(new Ended(programming.task().programme(), outcome)),
        new End(followed, programming.task().stopping()),
        nowMs);
  }

  /** Once more, since an earlier release was not confirmed and the pump answers again. */
  static Step later(Following following, long nowMs) {
    return begin(following, Optional.empty(), new End(true, false), nowMs);
  }

  /** The last chance, since the line will be closed. */
  static Step atStop(Following following, long nowMs) {
    return begin(following, Optional.empty(), new End(true, true), nowMs);
  }

  private static Step begin(Following following, Optional<Ended> ended, End end, long nowMs) {
    return send(following, ended, end, nowMs, 1);
  }

  private static Step send(
      Following following, Optional<Ended> ended, End end, long nowMs, int sends) {
    // Without the power to programme there is nothing that could have been taken.
    Command release = Control.of(following.settings()).orElseThrow().release();
    return new Step(
        new Releasing(following, ended, end, nowMs, sends),
        List.of(new Effect.Send(release.bytes())));
  }

  @Override
  public String state() {
    return "releasing";
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
  public Releasing withLine(AlarisLine line) {
    return new Releasing(following.withLine(line), ended, end, sentAtMs, sends);
  }

  /** A late confirmation is as good as one in time. */
  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame
        && Act.Take.permits(List.of(AlarisMessages.fields(frame.body())), COMMAND)) {
      AlarisLine line = line().answered();
      return withLine(end.followed() ? line.released() : line.notReleased(serialNumber()))
          .finish(ended.map(Ended::outcome), nowMs);
    }
    return new Step(this, List.of(AlarisSession.noise(item)));
  }

  @Override
  public Step onTick(long nowMs) {
    if (nowMs - sentAtMs < settings().replyWaitMs()) {
      return stay();
    }
    Releasing late = withLine(line().unanswered(nowMs));
    if (sends < mostSends()) {
      return send(late.following, ended, end, nowMs, sends + 1);
    }
    return late.withLine(late.line().notReleased(serialNumber()))
        .finish(ended.map(one -> notConfirmed(one.outcome())), nowMs);
  }

  /** Of the pump whose control was taken, which need not be the one that answers now. */
  private String serialNumber() {
    return following.pump().serialNumber();
  }

  /** A later release is tried after each poll anyway. */
  private int mostSends() {
    return ended.isPresent() || end.stopping() ? AlarisSettings.RELEASE_SENDS : 1;
  }

  private static ProgrammeOutcome notConfirmed(ProgrammeOutcome outcome) {
    if (outcome instanceof Refused refused) {
      return new Refused(refused.reason(), refused.sentence() + " " + NOT_CONFIRMED);
    }
    if (outcome instanceof Failed failed) {
      return new Failed(failed.reason(), failed.sentence() + " " + NOT_CONFIRMED);
    }
    return new Failed(Reason.NO_ANSWER, "Written and read back. " + NOT_CONFIRMED);
  }

  private Step finish(Optional<ProgrammeOutcome> outcome, long nowMs) {
    List<Effect> effects = new ArrayList<>();
    ended.ifPresent(
        one -> effects.add(new Effect.Programmed(one.programme(), outcome.orElseThrow())));
    if (end.stopping()) {
      if (end.followed()) {
        effects.add(new Effect.Lost(LossReason.RELEASED));
      }
      return new Step(AlarisSession.closed(settings()), effects);
    }
    return (end.followed()
            ? following.stay()
            : Identifying.begin(settings(), line(), Search.afterLoss(), nowMs))
        .after(effects);
  }

  @Override
  public Step onProgram(Programme another, long nowMs) {
    return Programming.busy(this, another);
  }

  @Override
  public Step onStop(long nowMs) {
    return new Step(
        new Releasing(following, ended, new End(end.followed(), true), sentAtMs, sends), List.of());
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    List<Effect> effects = new ArrayList<>();
    ended.ifPresent(
        one -> effects.add(new Effect.Programmed(one.programme(), lost(one.outcome()))));
    if (end.followed()) {
      effects.add(new Effect.Lost(reason));
    }
    return effects;
  }

  private static ProgrammeOutcome lost(ProgrammeOutcome outcome) {
    String sentence = "The port was closed before the control was given back.";
    return outcome instanceof Refused
        ? new Refused(Reason.LOST, sentence)
        : new Failed(Reason.LOST, sentence);
  }

  @Override
  public boolean isReleased() {
    return false;
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
