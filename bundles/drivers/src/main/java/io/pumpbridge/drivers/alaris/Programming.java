// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisMessages.Infusion;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import java.util.List;

/**
 * Sets a pump that stands still, step by step ({@link Act#plan}). Whatever is not exactly as it
 * should be ends it, and once the control was asked for the end leads through {@link Releasing}.
 * Until the control is asked for, nothing was done to the pump at all.
 *
 * @param act the step whose reply is awaited
 */
record Programming(Following following, Task task, Act act, long sentAtMs)
    implements AlarisSession {

  /** How far it has come. */
  enum Progress {
    NOTHING,
    /** The control was asked for, so it must be given back. */
    CONTROL,
    /** Something may have been written. */
    WRITTEN
  }

  /**
   * What is under way.
   *
   * @param rest the steps after this one
   * @param stopping whether the line will be closed: no further step
   */
  record Task(
      Programme programme,
      List<Act> rest,
      Control control,
      long beganMs,
      Progress progress,
      boolean stopping) {
    Task {
      rest = List.copyOf(rest);
    }

    private Task before(Act next, List<Act> rest) {
      Progress reached =
          next instanceof Act.Take
              ? Progress.CONTROL
              : next instanceof Act.Write ? Progress.WRITTEN : progress;
      return new Task(programme, rest, control, beganMs, reached, stopping);
    }

    private Task atStop() {
      return new Task(programme, rest, control, beganMs, progress, true);
    }

    /** Refused as long as nothing was written. */
    ProgrammeOutcome ended(Reason reason, String sentence) {
      return progress == Progress.WRITTEN
          ? new Failed(reason, sentence)
          : new Refused(reason, sentence);
    }
  }

  static Step begin(Following following, Programme programme, Control control, long nowMs) {
    List<Act> plan = Act.plan(programme, control, following.pump().serialNumber());
    Task task = new Task(programme, plan, control, nowMs, Progress.NOTHING, false);
    return next(following, task, nowMs);
  }

  private static Step next(Following following, Task task, long nowMs) {
    Act act = task.rest().get(0);
    Task then = task.before(act, task.rest().subList(1, task.rest().size()));
    return new Step(
        new Programming(following, then, act, nowMs),
        List.of(new Effect.Send(act.request().bytes())));
  }

  @Override
  public String state() {
    return "programming";
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
  public Programming withLine(AlarisLine line) {
    return new Programming(following.withLine(line), task, act, sentAtMs);
  }

  private Programming with(Following following) {
    return new Programming(following, task, act, sentAtMs);
  }

  /** What comes too late is no fresh answer, also if nobody let time go by in between. */
  @Override
  public Step onItem(Item item, long nowMs) {
    if (isOverdue(nowMs)) {
      Step silent = onTick(nowMs);
      return ((AlarisSession) silent.next()).onItem(item, nowMs).after(silent.effects());
    }
    if (!(item instanceof Frame frame)) {
      return new Step(this, List.of(AlarisSession.noise(item)));
    }
    if (act instanceof Act.StandsStill
        && AlarisMessages.from(frame.body()) instanceof Infusion infusion) {
      return onInfusion(infusion, nowMs);
    }
    List<String> fields = List.of(AlarisMessages.fields(frame.body()));
    Act.Verdict verdict = act.judge(frame.body(), fields);
    if (verdict instanceof Act.Verdict.Bad bad) {
      return end(bad.reason(), bad.sentence(), nowMs);
    }
    return verdict instanceof Act.Verdict.Good
        ? with(following.withLine(line().answered())).goOn(nowMs)
        : new Step(this, List.of(AlarisSession.noise(item)));
  }

  private Step onInfusion(Infusion infusion, long nowMs) {
    boolean stands = settings().vocabulary().standsStill(infusion);
    boolean same = infusion.serialNumber().equals(following.pump().serialNumber());
    if (task.progress() == Progress.NOTHING && !(stands && same)) {
      Refused why =
          same
              ? new Refused(Reason.NOT_STOPPED, "The pump does not stand still without an alarm.")
              : new Refused(Reason.CHANGED_UNDER_WAY, "Another pump answers.");
      return following
          .onInfusion(infusion, nowMs)
          .after(List.of(AlarisSession.refused(task.programme(), why)));
    }
    if (!same) {
      ProgrammeOutcome outcome = task.ended(Reason.CHANGED_UNDER_WAY, "Another pump answers.");
      return Releasing.ofAnother(this, outcome, nowMs)
          .after(List.of(new Effect.Lost(LossReason.DIFFERENT_PUMP)));
    }
    Step told = following.reportNow(infusion, nowMs);
    Programming heard = with((Following) told.next());
    return (stands
            ? heard.goOn(nowMs)
            : heard.end(
                Reason.CHANGED_UNDER_WAY, "The pump was started or raised an alarm.", nowMs))
        .after(told.effects());
  }

  private Step goOn(long nowMs) {
    if (task.rest().isEmpty()) {
      return Releasing.after(this, new Programmed(), nowMs);
    }
    if (task.stopping()) {
      return end(Reason.LOST, "The line is being closed.", nowMs);
    }
    if (nowMs - task.beganMs() >= AlarisSettings.LAST_STEP_MS) {
      return end(Reason.NO_ANSWER, "It took too long.", nowMs);
    }
    return next(following, task, nowMs);
  }

  private boolean isOverdue(long nowMs) {
    return nowMs - sentAtMs >= settings().replyWaitMs();
  }

  @Override
  public Step onTick(long nowMs) {
    if (!isOverdue(nowMs)) {
      return stay();
    }
    Programming late = withLine(line().unanswered(nowMs));
    return task.stopping()
        ? late.end(Reason.LOST, "The line is being closed.", nowMs)
        : late.end(act.silence(), "The pump does not answer " + act.request().body() + ".", nowMs);
  }

  private Step end(Reason reason, String sentence, long nowMs) {
    ProgrammeOutcome outcome = task.ended(reason, sentence);
    return task.progress() == Progress.NOTHING
        ? new Step(following, List.of(new Effect.Programmed(task.programme(), outcome)))
        : Releasing.after(this, outcome, nowMs);
  }

  @Override
  public Step onProgram(Programme another, long nowMs) {
    return busy(this, another);
  }

  static Step busy(AlarisSession session, Programme another) {
    return new Step(
        session,
        List.of(
            AlarisSession.refused(
                another, new Refused(Reason.BUSY, "Another programme is under way."))));
  }

  /** The request under way is still answered or given up; the release must not run into it. */
  @Override
  public Step onStop(long nowMs) {
    return task.progress() == Progress.NOTHING
        ? AlarisSession.super.onStop(nowMs)
        : new Step(new Programming(following, task.atStop(), act, sentAtMs), List.of());
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(
        new Effect.Programmed(
            task.programme(), task.ended(Reason.LOST, "The port was closed under way.")),
        new Effect.Lost(reason));
  }

  @Override
  public boolean isReleased() {
    return task.progress() == Progress.NOTHING;
  }

  @Override
  public boolean isAnswered() {
    return true;
  }
}
