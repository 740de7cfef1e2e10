// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Passed;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Patience;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Event;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import java.util.List;

/**
 * The talk with what stands behind one port; the picture is in the bundle's README. Looks only: it
 * opens dialogues, reads, asks for events, and closes what it has opened.
 *
 * <p>Every input goes through the line first ({@link Conduct}), then to the state, and then, if the
 * line is free, the state may ask one thing.
 */
sealed interface FreseniusSession extends PumpSession
    permits FreseniusSession.Closed,
        FreseniusSession.Listening,
        Opening,
        Following,
        FreseniusSession.Pausing,
        Releasing {

  static FreseniusSession closed(FreseniusSettings settings) {
    return new Closed(settings);
  }

  FreseniusSettings settings();

  FreseniusLine line();

  FreseniusSession withLine(FreseniusLine line);

  /** A request ended. */
  Step onOutcome(Outcome outcome, long nowMs);

  /** The line is free: ask one thing, or become another state, or do nothing. */
  Step onFree(long nowMs);

  /** A module told an event; only who follows it cares. */
  default Step onEvent(Event event) {
    return stay();
  }

  /** What is to be said when the port goes, or is given up in order. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  /** What to give back, in order. */
  default List<Request> farewell() {
    return List.of();
  }

  @Override
  default boolean isAnswered() {
    return false;
  }

  @Override
  default boolean isReleased() {
    return farewell().isEmpty() && line().asked().isEmpty();
  }

  @Override
  default Step on(SessionInput input) {
    if (input instanceof SessionInput.Received received) {
      return new Conduct(this, received.nowMs()).bytes(received.bytes());
    }
    if (input instanceof SessionInput.Tick tick) {
      return new Conduct(this, tick.nowMs()).tick();
    }
    if (input instanceof SessionInput.Program program) {
      return new Step(this, List.of(refused(program.programme())));
    }
    if (input instanceof SessionInput.Stop stop) {
      Releasing releasing = new Releasing(settings(), line(), farewell());
      return new Conduct(releasing, stop.nowMs()).after(onGone(LossReason.RELEASED));
    }
    FreseniusSession next =
        input instanceof SessionInput.Opened opened
            ? new Listening(settings(), FreseniusLine.quiet(), opened.nowMs())
            : closed(settings());
    return new Step(next, onGone(LossReason.UNPLUGGED));
  }

  private static Effect refused(Programme programme) {
    return new Effect.Programmed(
        programme,
        new ProgrammeOutcome.Refused(
            ProgrammeOutcome.Reason.NOT_SUPPORTED,
            "How this pump is programmed is not public; it is only listened to."));
  }

  default Step stay() {
    return new Step(this, List.of());
  }

  default Step ask(Request request, Patience patience, long nowMs) {
    Passed passed = line().ask(request, patience, nowMs);
    return new Step(withLine(passed.line()), passed.effects());
  }

  /** The port is closed; nothing is remembered. */
  record Closed(FreseniusSettings settings) implements FreseniusSession {

    /** Nobody is spoken to through a closed port. */
    @Override
    public Step on(SessionInput input) {
      if (input instanceof SessionInput.Received received) {
        int count = received.bytes().length();
        return new Step(this, count == 0 ? List.of() : List.of(new Effect.Noise(count)));
      }
      return input instanceof SessionInput.Stop ? stay() : FreseniusSession.super.on(input);
    }

    @Override
    public String state() {
      return "closed";
    }

    @Override
    public FreseniusLine line() {
      return FreseniusLine.quiet();
    }

    @Override
    public FreseniusSession withLine(FreseniusLine line) {
      return this;
    }

    @Override
    public Step onOutcome(Outcome outcome, long nowMs) {
      return stay();
    }

    @Override
    public Step onFree(long nowMs) {
      return stay();
    }
  }

  /** A base calls by itself; only when none does, the silence is broken. */
  record Listening(FreseniusSettings settings, FreseniusLine line, long sinceMs)
      implements FreseniusSession {

    @Override
    public String state() {
      return "listening";
    }

    @Override
    public FreseniusSession withLine(FreseniusLine line) {
      return new Listening(settings, line, sinceMs);
    }

    @Override
    public Step onOutcome(Outcome outcome, long nowMs) {
      return stay();
    }

    @Override
    public Step onFree(long nowMs) {
      return line.called() || nowMs - sinceMs >= FreseniusSettings.LISTENING_MS
          ? new Step(Opening.begin(settings, line, Search.first()), List.of())
          : stay();
    }
  }

  /** Between two attempts: nobody answers, or nobody who can be understood. */
  record Pausing(FreseniusSettings settings, FreseniusLine line, Search search, long sinceMs)
      implements FreseniusSession {

    @Override
    public String state() {
      return search.state();
    }

    @Override
    public FreseniusSession withLine(FreseniusLine line) {
      return new Pausing(settings, line, search, sinceMs);
    }

    @Override
    public Step onOutcome(Outcome outcome, long nowMs) {
      return stay();
    }

    @Override
    public Step onFree(long nowMs) {
      return nowMs - sinceMs < search.pauseMs()
          ? stay()
          : new Step(Opening.begin(settings, line, search.patient()), List.of());
    }
  }
}
