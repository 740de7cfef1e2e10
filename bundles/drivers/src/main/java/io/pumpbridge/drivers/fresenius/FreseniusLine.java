// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Control;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Cut;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Damaged;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Frame;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Item;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Refusal;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Signal;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Done;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Echo;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Event;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Message;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Refused;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The link layer: answers calls, acknowledges frames, repeats what got lost, echoes events. At most
 * one frame of ours is unacknowledged at any time.
 *
 * @param asked the request whose answer is awaited
 * @param echo the echo whose acknowledgement is awaited
 * @param echoes those that wait until no frame of ours is unacknowledged
 * @param called whether the other end has called (ENQ) since the line was opened
 * @param proven whether a valid frame has come since the line was opened
 * @param garbled whether bytes without meaning came since the last answer
 */
record FreseniusLine(
    FreseniusFrameReader reader,
    Optional<Sent<Request>> asked,
    Optional<Sent<Echo>> echo,
    Echoes echoes,
    boolean called,
    boolean proven,
    boolean garbled) {

  /** Character or checksum bad, acknowledgement late, receiver not ready: worth another try. */
  private static final List<Integer> PASSING = List.of(0x31, 0x32, 0x35, 0x36);

  /** How long an answer is awaited and how often a frame is sent. */
  enum Patience {
    /** Nobody may be there, and another protocol is waiting to be tried. */
    PROBING(500, 1),
    /** As the one public program does: a second, and one more try. */
    USUAL(1_000, 2),
    /** Somebody is known to speak; asking again is for the next round, or for nobody. */
    ONCE(1_000, 1);

    private final long waitMs;
    private final int sends;

    Patience(long waitMs, int sends) {
      this.waitMs = waitMs;
      this.sends = sends;
    }
  }

  /** A frame of ours that is not done with. */
  record Sent<T extends FreseniusMessages.Outgoing>(
      T frame, Patience patience, long atMs, int sends, boolean acknowledged) {

    private Sent<T> withAcknowledgement() {
      return new Sent<>(frame, patience, atMs, sends, true);
    }

    private Sent<T> again(long nowMs) {
      return new Sent<>(frame, patience, nowMs, sends + 1, false);
    }

    private boolean maySendAgain() {
      return sends < patience.sends;
    }

    private boolean isOverdue(long nowMs) {
      return nowMs - atMs >= patience.waitMs;
    }

    /** Whether no other frame may go out before it. */
    private boolean isUrgent(long nowMs) {
      return !acknowledged || isOverdue(nowMs);
    }

    private Effect send() {
      return new Effect.Send(frame.bytes());
    }
  }

  /** How a request ended. */
  sealed interface Outcome permits Answered, Declined, Unanswered {
    Request request();
  }

  record Answered(Request request, Done reply) implements Outcome {

    /** The value of a question for a single variable. */
    String onlyValue() {
      return FreseniusMessages.items(reply.data()).values().iterator().next();
    }
  }

  /** The pump understood and will not, or cannot. */
  record Declined(Request request, String code) implements Outcome {}

  record Unanswered(Request request) implements Outcome {}

  /** The line afterwards, what to do, and what it means for the session. */
  record Passed(
      FreseniusLine line, List<Effect> effects, Optional<Outcome> outcome, Optional<Event> event) {
    Passed {
      effects = List.copyOf(effects);
    }
  }

  static FreseniusLine quiet() {
    return new FreseniusLine(
        FreseniusFrameReader.empty(),
        Optional.empty(),
        Optional.empty(),
        new Echoes(List.of(), false),
        false,
        false,
        false);
  }

  FreseniusLine after(Cut cut) {
    return new FreseniusLine(cut.next(), asked, echo, echoes, called, proven, garbled);
  }

  private FreseniusLine withAsked(Optional<Sent<Request>> next) {
    return new FreseniusLine(reader, next, echo, echoes, called, proven, garbled);
  }

  private FreseniusLine withEcho(Optional<Sent<Echo>> next) {
    return new FreseniusLine(reader, asked, next, echoes, called, proven, garbled);
  }

  private FreseniusLine withGarble() {
    return new FreseniusLine(reader, asked, echo, echoes, called, proven, true);
  }

  private Passed passed(Effect... effects) {
    return new Passed(this, List.of(effects), Optional.empty(), Optional.empty());
  }

  private Passed ended(Outcome outcome, Effect... effects) {
    return new Passed(
        withAsked(Optional.empty()), List.of(effects), Optional.of(outcome), Optional.empty());
  }

  /** Whether a request may go out. */
  boolean isFree() {
    return asked.isEmpty() && echo.isEmpty();
  }

  Passed ask(Request request, Patience patience, long nowMs) {
    Sent<Request> sent = new Sent<>(request, patience, nowMs, 1, false);
    Echoes next = echoes.afterRequest();
    return new FreseniusLine(reader, Optional.of(sent), echo, next, called, proven, garbled)
        .passed(sent.send());
  }

  /** Whether it is a request's turn, if there is one: events may come faster than answers. */
  boolean prefersRequest() {
    return echoes.lastSent();
  }

  /** An echo goes out as soon as no frame of ours is unacknowledged, and none is to go again. */
  Passed echoIfFree(long nowMs) {
    boolean busy = echo.isPresent() || asked.filter(sent -> sent.isUrgent(nowMs)).isPresent();
    if (busy || echoes.waiting().isEmpty()) {
      return passed();
    }
    Sent<Echo> sent = new Sent<>(echoes.waiting().get(0), Patience.USUAL, nowMs, 1, false);
    Echoes next = echoes.afterFirst();
    return new FreseniusLine(reader, asked, Optional.of(sent), next, called, proven, garbled)
        .passed(sent.send());
  }

  /** An item came off the line. */
  Passed on(Item item, long nowMs) {
    if (item instanceof Frame frame) {
      return onFrame(frame);
    }
    if (item instanceof Control control) {
      return onSignal(control);
    }
    if (item instanceof Refusal refusal) {
      return onRefusal(refusal, nowMs);
    }
    List<Effect> effects = new ArrayList<>();
    if (proven && item instanceof Damaged damaged) {
      // As long as nobody spoke this protocol, it may be another pump's frame: say nothing.
      effects.add(new Effect.Send(damaged.error().bytes()));
    }
    effects.add(new Effect.Noise(item.byteCount()));
    return withGarble().passed(effects.toArray(Effect[]::new));
  }

  private Passed onSignal(Control control) {
    return switch (control.signal()) {
      case CALL ->
          new FreseniusLine(reader, asked, echo, echoes, true, proven, garbled)
              .passed(new Effect.Send(Signal.PRESENT.bytes()));
      case ACKNOWLEDGED -> onAcknowledgement();
      case PRESENT -> passed(new Effect.Noise(control.byteCount())); // only a host says so
    };
  }

  private Passed onAcknowledgement() {
    if (echo.isPresent()) {
      return withEcho(Optional.empty()).passed();
    }
    return asked
        .filter(sent -> !sent.acknowledged())
        .map(sent -> withAsked(Optional.of(sent.withAcknowledgement())).passed())
        .orElseGet(() -> passed(new Effect.Noise(1)));
  }

  private Passed onRefusal(Refusal refusal, long nowMs) {
    boolean passing = PASSING.contains(refusal.code());
    if (echo.isPresent()) {
      Sent<Echo> sent = echo.get();
      return passing && sent.maySendAgain()
          ? withEcho(Optional.of(sent.again(nowMs))).passed(sent.send())
          : withEcho(Optional.empty()).passed();
    }
    Optional<Sent<Request>> refused = asked.filter(sent -> !sent.acknowledged());
    if (refused.isEmpty()) {
      return passed(new Effect.Noise(refusal.byteCount()));
    }
    Sent<Request> sent = refused.get();
    return passing && sent.maySendAgain()
        ? withAsked(Optional.of(sent.again(nowMs))).passed(sent.send())
        : ended(new Unanswered(sent.frame()));
  }

  private Passed onFrame(Frame frame) {
    Effect acknowledge = new Effect.Send(Signal.ACKNOWLEDGED.bytes());
    Message message = FreseniusMessages.from(frame.text());
    FreseniusLine heard = new FreseniusLine(reader, asked, echo, echoes, called, true, garbled);
    Optional<Outcome> outcome = asked.flatMap(sent -> outcome(sent.frame(), message));
    if (outcome.isPresent()) {
      return new FreseniusLine(reader, asked, echo, echoes, called, true, false)
          .ended(outcome.get(), acknowledge);
    }
    if (message instanceof Event event) {
      return new Passed(
          heard.withEchoOf(event), List.of(acknowledge), Optional.empty(), Optional.of(event));
    }
    return heard.passed(acknowledge, new Effect.Noise(frame.byteCount()));
  }

  private static Optional<Outcome> outcome(Request request, Message message) {
    if (message instanceof Done done && FreseniusMessages.answers(request, done)) {
      return Optional.of(new Answered(request, done));
    }
    if (message instanceof Refused refused && refused.address().equals(request.address())) {
      return Optional.of(new Declined(request, refused.code()));
    }
    return Optional.empty();
  }

  private FreseniusLine withEchoOf(Event event) {
    Echoes more = echoes.with(event.echo());
    return new FreseniusLine(reader, asked, echo, more, called, proven, garbled);
  }

  /** Time went by; for the request too while an echo is out, since one may always be. */
  Passed onTick(long nowMs) {
    return withEcho(echo.filter(sent -> !sent.isOverdue(nowMs))).onTickOfRequest(nowMs);
  }

  /** It is sent again as soon as no echo is out; to give it up nothing needs to be free. */
  private Passed onTickOfRequest(long nowMs) {
    if (asked.filter(sent -> sent.isOverdue(nowMs)).isEmpty()) {
      return passed();
    }
    Sent<Request> sent = asked.get();
    if (!sent.maySendAgain()) {
      return ended(new Unanswered(sent.frame()));
    }
    return echo.isPresent()
        ? passed()
        : withAsked(Optional.of(sent.again(nowMs))).passed(sent.send());
  }

  /** An unfinished frame counts as garbled too: something talks, but not to the end. */
  LossReason lossReason() {
    return garbled || reader.held().length() > 0 ? LossReason.GARBLED : LossReason.SILENT;
  }
}
