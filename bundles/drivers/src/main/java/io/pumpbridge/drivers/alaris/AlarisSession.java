// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The talk with one Alaris pump; the picture is in the bundle's README. Only {@link Programming}
 * ever takes the pump's remote control, and only to set a pump that stands still; nothing starts
 * one, so the pump's own 15 s watch over a remote infusion never begins.
 */
sealed interface AlarisSession extends PumpSession
    permits AlarisSession.Closed,
        Identifying,
        Following,
        Awaiting,
        Programming,
        Releasing,
        AlarisSession.Lost {

  static AlarisSession closed(AlarisSettings settings) {
    return new Closed(settings);
  }

  AlarisSettings settings();

  /** An item came off the line. */
  Step onItem(Item item, long nowMs);

  /** Time went by. */
  Step onTick(long nowMs);

  AlarisLine line();

  AlarisSession withLine(AlarisLine line);

  /** What is to be said when the port goes, or is given up in order. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  /** An order wants the pump set; a state that follows none, or is busy, sends nothing. */
  default Step onProgram(Programme programme, long nowMs) {
    return new Step(this, List.of(refused(programme, whyNot())));
  }

  private Refused whyNot() {
    return settings().programming()
        ? new Refused(Reason.NOT_FOLLOWED, "No pump is followed here.")
        : new Refused(Reason.NOT_ENABLED, "This pump is only listened to.");
  }

  static Effect refused(Programme programme, Refused why) {
    return new Effect.Programmed(programme, why);
  }

  /** Everything is to be given back. */
  default Step onStop(long nowMs) {
    return new Step(closed(settings()), onGone(LossReason.RELEASED));
  }

  @Override
  default boolean isAnswered() {
    return false;
  }

  /** A session that only looks never holds anything. */
  @Override
  default boolean isReleased() {
    return line().held().isEmpty();
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
      return onProgram(program.programme(), program.nowMs());
    }
    if (input instanceof SessionInput.Stop stop) {
      return onStop(stop.nowMs());
    }
    List<Effect> effects = onGone(LossReason.UNPLUGGED);
    return input instanceof SessionInput.Opened opened
        ? Identifying.begin(settings(), AlarisLine.quiet(), Search.first(), opened.nowMs())
            .after(effects)
        : new Step(closed(settings()), effects);
  }

  private Step onReceived(SessionInput.Received received) {
    Cut cut = line().reader().feed(received.bytes());
    AlarisSession session = withLine(line().after(cut));
    List<Effect> effects = new ArrayList<>();
    for (Item item : cut.items()) {
      Step step = session.onItem(item, received.nowMs());
      session = (AlarisSession) step.next();
      effects.addAll(step.effects());
    }
    return new Step(session, effects);
  }

  /** Told, counted by whoever counts, and otherwise without any consequence. */
  static Effect noise(Item item) {
    return new Effect.Noise(item.byteCount());
  }

  default Step stay() {
    return new Step(this, List.of());
  }

  /** The port is closed; nothing is remembered. */
  record Closed(AlarisSettings settings) implements AlarisSession {

    @Override
    public String state() {
      return "closed";
    }

    @Override
    public AlarisLine line() {
      return AlarisLine.quiet();
    }

    @Override
    public AlarisSession withLine(AlarisLine line) {
      return this;
    }

    @Override
    public Step onItem(Item item, long nowMs) {
      return new Step(this, List.of(noise(item)));
    }

    @Override
    public Step onTick(long nowMs) {
      return stay();
    }
  }

  /** Between two probes: nobody answers, or nobody who can be understood. */
  record Lost(AlarisSettings settings, AlarisLine line, Search search, long sinceMs)
      implements AlarisSession {

    @Override
    public String state() {
      return search.state();
    }

    @Override
    public AlarisSession withLine(AlarisLine line) {
      return new Lost(settings, line, search, sinceMs);
    }

    @Override
    public Step onItem(Item item, long nowMs) {
      return new Step(this, List.of(noise(item)));
    }

    @Override
    public Step onTick(long nowMs) {
      return nowMs - sinceMs < search.pauseMs()
          ? stay()
          : Identifying.begin(settings, line, search.patient(), nowMs);
    }
  }
}
