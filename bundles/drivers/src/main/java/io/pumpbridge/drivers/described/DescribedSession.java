// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.described.FrameReader.Cut;
import io.pumpbridge.drivers.described.FrameReader.Item;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import java.util.ArrayList;
import java.util.List;

/** The talk with a pump that a profile describes; it looks only and never holds anything. */
sealed interface DescribedSession extends PumpSession
    permits DescribedSession.Closed, Identifying, Following, DescribedSession.Lost {

  static DescribedSession closed(DescribedSettings settings) {
    return new Closed(settings);
  }

  DescribedSettings settings();

  DescribedLine line();

  DescribedSession withLine(DescribedLine line);

  /** An item came off the line. */
  Step onItem(Item item, long nowMs);

  /** Time went by. */
  Step onTick(long nowMs);

  /** What is to be said when the port goes, or is given up in order. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  @Override
  default boolean isReleased() {
    return true;
  }

  @Override
  default boolean isAnswered() {
    return false;
  }

  @Override
  default Step on(SessionInput input) {
    if (input instanceof SessionInput.Received received) {
      return onReceived(received);
    }
    if (input instanceof SessionInput.Tick tick) {
      return onTick(tick.nowMs());
    }
    if (input instanceof SessionInput.Program program) {
      return new Step(this, List.of(refused(program.programme())));
    }
    LossReason reason =
        input instanceof SessionInput.Stop ? LossReason.RELEASED : LossReason.UNPLUGGED;
    List<Effect> effects = onGone(reason);
    if (input instanceof SessionInput.Opened opened) {
      DescribedLine line = DescribedLine.quiet(settings());
      return Identifying.begin(settings(), line, Search.first(), opened.nowMs()).after(effects);
    }
    return new Step(closed(settings()), effects);
  }

  private static Effect refused(Programme programme) {
    return new Effect.Programmed(
        programme,
        new ProgrammeOutcome.Refused(
            ProgrammeOutcome.Reason.NOT_SUPPORTED,
            "A pump that a profile describes is only listened to."));
  }

  private Step onReceived(SessionInput.Received received) {
    Cut cut = line().reader().feed(received.bytes());
    DescribedSession session = withLine(line().after(cut));
    List<Effect> effects = new ArrayList<>();
    for (Item item : cut.items()) {
      Step step = session.onItem(item, received.nowMs());
      session = (DescribedSession) step.next();
      effects.addAll(step.effects());
    }
    return new Step(session, effects);
  }

  /** Told, counted by whoever counts, and otherwise without any consequence. */
  default Step noise(Item item) {
    return new Step(this, List.of(new Effect.Noise(item.byteCount())));
  }

  default Step stay() {
    return new Step(this, List.of());
  }

  /** Sends what is due in the session that waits for the answer. */
  static Step sending(DescribedSession asking, Turn turn) {
    List<Effect> effects = new ArrayList<>();
    if (asking.line().held() > 0) {
      effects.add(new Effect.Noise(asking.line().held()));
    }
    effects.add(asking.settings().send(turn.request()));
    return new Step(asking.withLine(asking.line().fresh()), effects);
  }

  /** The port is closed; nothing is remembered. */
  record Closed(DescribedSettings settings) implements DescribedSession {

    @Override
    public String state() {
      return "closed";
    }

    @Override
    public DescribedLine line() {
      return DescribedLine.quiet(settings);
    }

    @Override
    public DescribedSession withLine(DescribedLine line) {
      return this;
    }

    @Override
    public Step onItem(Item item, long nowMs) {
      return noise(item);
    }

    @Override
    public Step onTick(long nowMs) {
      return stay();
    }
  }

  /** Between two probes: nobody answers, or nobody who can be understood. */
  record Lost(DescribedSettings settings, DescribedLine line, Search search, long sinceMs)
      implements DescribedSession {

    @Override
    public String state() {
      return search.state();
    }

    @Override
    public DescribedSession withLine(DescribedLine line) {
      return new Lost(settings, line, search, sinceMs);
    }

    @Override
    public Step onItem(Item item, long nowMs) {
      return noise(item);
    }

    @Override
    public Step onTick(long nowMs) {
      return nowMs - sinceMs < search.pauseMs()
          ? stay()
          : Identifying.begin(settings, line, search.patient(), nowMs);
    }
  }
}
