// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Cut;
import io.pumpbridge.drivers.bcc.BccFrameReader.Item;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The talk with one rack; the picture is in the bundle's README. The protocol has no request that
 * changes a pump, and nothing of a pump's is ever held.
 */
sealed interface BccSession extends PumpSession
    permits BccSession.Closed, Greeting, Polling, BccSession.Lost {

  static BccSession closed(BccSettings settings) {
    return new Closed(settings);
  }

  BccSettings settings();

  /** An item came off the line. */
  Step onItem(Item item, long nowMs);

  /** Time went by. */
  Step onTick(long nowMs);

  BccLine line();

  BccSession withLine(BccLine line);

  /** So many bytes came. */
  default BccSession after(int byteCount) {
    return this;
  }

  /** What is to be said when the port goes, or is given up in order. */
  default List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  @Override
  default boolean isAnswered() {
    return false;
  }

  @Override
  default boolean isReleased() {
    return true;
  }

  @Override
  default Step on(SessionInput input) {
    if (input instanceof SessionInput.Received received) {
      return onReceived(received.bytes(), received.nowMs());
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
      BccLine line = BccLine.quiet(settings().stuffing(), opened.nowMs());
      return Greeting.begin(settings(), line, Search.first(), opened.nowMs()).after(effects);
    }
    return new Step(closed(settings()), effects);
  }

  private static Effect refused(Programme programme) {
    return new Effect.Programmed(
        programme,
        new ProgrammeOutcome.Refused(
            ProgrammeOutcome.Reason.NOT_SUPPORTED, "This rack's protocol can only be read."));
  }

  private Step onReceived(Bytes bytes, long nowMs) {
    Cut cut = line().reader().feed(bytes);
    BccSession session = withLine(line().after(cut, nowMs)).after(bytes.length());
    List<Effect> effects = new ArrayList<>();
    for (Item item : cut.items()) {
      Step step = session.onItem(item, nowMs);
      session = (BccSession) step.next();
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
  record Closed(BccSettings settings) implements BccSession {

    @Override
    public String state() {
      return "closed";
    }

    @Override
    public BccLine line() {
      return BccLine.quiet(settings.stuffing(), 0);
    }

    @Override
    public BccSession withLine(BccLine line) {
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

  /** Between two greetings: nobody answers, or nobody who can be understood. */
  record Lost(BccSettings settings, BccLine line, Search search, long sinceMs)
      implements BccSession {

    /** A rack that was never there is not lost but still looked for. */
    @Override
    public String state() {
      return search.state();
    }

    @Override
    public BccSession withLine(BccLine line) {
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
          : Greeting.begin(settings, line, search.patient(), nowMs);
    }
  }
}
