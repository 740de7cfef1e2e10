// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Cut;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import java.util.ArrayList;
import java.util.List;

/** The talk with one dianet-star pump; the picture is in the bundle's README. */
sealed interface DianetSession extends PumpSession
    permits DianetSession.Closed,
        Identifying,
        Following,
        Preparing,
        Holding,
        Releasing,
        DianetSession.Lost {

  static DianetSession closed(DianetSettings settings) {
    return new Closed(settings);
  }

  DianetSettings settings();

  DianetLine line();

  DianetSession withLine(DianetLine line);

  /** An item came off the line. */
  Step onItem(Item item, long nowMs);

  /** Time went by. */
  Step onTick(long nowMs);

  /** What is to be said when the port goes, or is given up in order. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  /** A pump is to be set. */
  default Step onProgram(Programme programme, long nowMs) {
    return new Step(
        this,
        List.of(
            settings().programming()
                ? refused(programme, Reason.NOT_FOLLOWED, "No pump is followed on this port.")
                : refused(programme, Reason.NOT_ENABLED, "This pump is only listened to.")));
  }

  /** Everything is to be given back. */
  default Step onStop(long nowMs) {
    return new Step(closed(settings()), onGone(LossReason.RELEASED));
  }

  @Override
  default boolean isAnswered() {
    return false;
  }

  /** Only who holds the control, or may hold it, has something to give back. */
  @Override
  default boolean isReleased() {
    return true;
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
        ? Identifying.begin(settings(), DianetLine.quiet(), Search.first(), opened.nowMs())
            .after(effects)
        : new Step(closed(settings()), effects);
  }

  private Step onReceived(SessionInput.Received received) {
    Cut cut = line().reader().feed(received.bytes());
    DianetSession session = withLine(line().after(cut));
    List<Effect> effects = new ArrayList<>();
    for (Item item : cut.items()) {
      Step step = session.onItem(item, received.nowMs());
      session = (DianetSession) step.next();
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

  static Effect refused(Programme programme, Reason reason, String sentence) {
    return new Effect.Programmed(programme, new ProgrammeOutcome.Refused(reason, sentence));
  }

  /** The port is closed; nothing is remembered. */
  record Closed(DianetSettings settings) implements DianetSession {

    @Override
    public String state() {
      return "closed";
    }

    @Override
    public DianetLine line() {
      return DianetLine.quiet();
    }

    @Override
    public DianetSession withLine(DianetLine line) {
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
  record Lost(DianetSettings settings, DianetLine line, Search search, long sinceMs)
      implements DianetSession {

    @Override
    public String state() {
      return search.state();
    }

    @Override
    public DianetSession withLine(DianetLine line) {
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
