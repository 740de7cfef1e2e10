// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The talk with one Alaris pump; the picture is in the bundle's README. Looks only: it never takes
 * the pump's remote control, so the pump's own 15 s watch over a remote infusion never begins.
 */
sealed interface AlarisSession extends PumpSession
    permits AlarisSession.Closed, Identifying, Following, AlarisSession.Lost {

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
  List<Effect> onGone(LossReason reason);

  /** It looks only: nothing of the pump's is ever held. */
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
      return new Step(this, List.of(refused(program.programme())));
    }
    LossReason reason =
        input instanceof SessionInput.Stop ? LossReason.RELEASED : LossReason.UNPLUGGED;
    List<Effect> effects = new ArrayList<>(onGone(reason));
    if (input instanceof SessionInput.Opened opened) {
      Step identifying =
          Identifying.begin(settings(), AlarisLine.quiet(), Search.first(), opened.nowMs());
      effects.addAll(identifying.effects());
      return new Step(identifying.next(), effects);
    }
    return new Step(closed(settings()), effects);
  }

  private static Effect refused(Programme programme) {
    return new Effect.Programmed(
        programme,
        new ProgrammeOutcome.Refused(
            ProgrammeOutcome.Reason.NOT_ENABLED, "This pump is only listened to."));
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

    @Override
    public List<Effect> onGone(LossReason reason) {
      return List.of();
    }

    @Override
    public boolean isAnswered() {
      return false;
    }
  }

  /** Between two probes: nobody answers, or nobody who can be understood. */
  record Lost(AlarisSettings settings, AlarisLine line, Search search, long sinceMs)
      implements AlarisSession {

    /** A pump that was never there is not lost but still looked for. */
    @Override
    public String state() {
      return search.followedBefore() ? "lost" : "identifying";
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

    @Override
    public List<Effect> onGone(LossReason reason) {
      return List.of();
    }

    @Override
    public boolean isAnswered() {
      return false;
    }
  }

  /**
   * How the pump is being looked for.
   *
   * @param followedBefore whether a pump was followed on this port since it was opened
   * @param pauseMs how long to wait after a vain probe
   */
  record Search(boolean followedBefore, long pauseMs) {

    static Search first() {
      return new Search(false, AlarisSettings.FIRST_PROBE_PAUSE_MS);
    }

    static Search afterLoss() {
      return new Search(true, AlarisSettings.FIRST_PROBE_PAUSE_MS);
    }

    /** A pump answers; whether it can be followed, its first report shows. */
    Search found() {
      return new Search(true, pauseMs);
    }

    /** The same search with a longer pause, should the probe that begins now be in vain. */
    Search patient() {
      return new Search(
          followedBefore, Math.min(2 * pauseMs, AlarisSettings.LONGEST_PROBE_PAUSE_MS));
    }
  }
}
