// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on their way to whoever asked. Only so many may be handed over and not yet written to the
 * line: nobody else holds them back, and alarms would wait behind what somebody's flood was told.
 * Safe for many threads.
 *
 * <p>QoS 0, as Kura replies: what is lost or left out, the same request asks for again.
 */
final class Replies {
  /** As many as may wait to be worked on, and as many refusals. */
  static final int ON_THEIR_WAY_MAX = 32;

  /** What was only refused leaves room for what was done. */
  static final int REFUSALS_MAX = 16;

  static final long PERIOD_MS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  private final Topics topics;
  private final TrustedClock clock;
  private final Consumer<Outgoing> line;

  private final Set<Long> onTheirWay = new HashSet<>();
  private long lastId = LifeMessages.BIRTH_ID;
  private long leftOut;
  private long saidMs;

  /**
   * @param line must not block; is to call {@link #onWritten} once one is on the line
   */
  Replies(Topics topics, TrustedClock clock, Consumer<Outgoing> line) {
    this.topics = topics;
    this.clock = clock;
    this.line = line;
    this.saidMs = clock.read().monotonicMs() - PERIOD_MS;
  }

  /** Whether that id is a reply's: theirs go down where those of records go up. */
  static boolean isReply(long id) {
    return id < LifeMessages.BIRTH_ID;
  }

  /** What a handler has answered. */
  void answer(String requester, String requestId, Answer answer) {
    send(requester, requestId, answer, ON_THEIR_WAY_MAX);
  }

  /** What no handler was asked. */
  void refuse(String requester, String requestId, Answer answer) {
    send(requester, requestId, answer, REFUSALS_MAX);
  }

  private void send(String requester, String requestId, Answer answer, int limit) {
    long id;
    synchronized (this) {
      if (onTheirWay.size() >= limit) {
        leftOut++;
        return;
      }
      id = --lastId;
      onTheirWay.add(id);
    }
    Bytes payload = KuraCodec.encode(payloadOf(answer, clock.read()));
    line.accept(new Outgoing(id, topics.reply(requester, requestId), payload, false));
  }

  /** Not so if it was meant for an older connection. */
  synchronized boolean isOnItsWay(long id) {
    return onTheirWay.contains(id);
  }

  synchronized void onWritten(long id) {
    onTheirWay.remove(id);
  }

  /** A new connection: whatever was on its way is not any more. */
  synchronized void restart() {
    onTheirWay.clear();
  }

  /** Says once a minute how many were left out, if any were. */
  synchronized void onTick(long nowMs) {
    if (leftOut > 0 && nowMs - saidMs >= PERIOD_MS) {
      log.warn("more replies than the line takes, some were left out count={}", leftOut);
      leftOut = 0;
      saidMs = nowMs;
    }
  }

  static KuraPayload payloadOf(Answer answer, ClockReading at) {
    KuraPayload.Builder payload = KuraPayload.builder().sentOn(at.wall());
    payload.metric("response.code", new KuraValue.Int32(answer.status().code()));
    if (answer.status() != Status.OK) {
      payload.metric("response.exception.message", reasonOf(answer));
    }
    return payload.body(Bytes.of(answer.body().toString(), StandardCharsets.UTF_8)).build();
  }

  private static String reasonOf(Answer answer) {
    try {
      return answer.body().findText("reason").orElse("refused");
    } catch (DocumentException e) {
      return "refused";
    }
  }
}
