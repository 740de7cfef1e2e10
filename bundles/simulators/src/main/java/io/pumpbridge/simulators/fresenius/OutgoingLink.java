// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The frames on their way to the host, one at a time: the next goes out when the last was
 * acknowledged. How long a pump waits and how often it tries is not public: here a second, the time
 * that clients give the pump, and three times in all; then it says NAK with "ACK time-out".
 */
final class OutgoingLink {
  private static final long WAIT_MS = 1_000;
  private static final int TRIES = 3;

  /** A reply and an event for each of nine addresses; more cannot wait. */
  private static final int MOST_WAITING = 18;

  private static final String ACK_TIMEOUT = Frame.NAK + "5";

  private record Waiting(String text, boolean reply) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>(); // the first is on the line
  private int tries;
  private long sentMs;

  /** Whether a reply has not been acknowledged yet: the pump is not ready for another command. */
  boolean isReplyWaiting() {
    return waiting.stream().anyMatch(Waiting::reply);
  }

  List<Bytes> send(String text, boolean reply, long nowMs) {
    if (waiting.size() >= MOST_WAITING) {
      return List.of();
    }
    waiting.addLast(new Waiting(text, reply));
    return waiting.size() == 1 ? List.of(first(nowMs)) : List.of();
  }

  private Bytes first(long nowMs) {
    tries = 1;
    sentMs = nowMs;
    return Frame.encode(waiting.getFirst().text());
  }

  List<Bytes> acknowledged(long nowMs) {
    waiting.pollFirst();
    return waiting.isEmpty() ? List.of() : List.of(first(nowMs));
  }

  /** The host did not understand, or did not answer. */
  List<Bytes> refused(long nowMs) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    if (tries < TRIES) {
      tries++;
      sentMs = nowMs;
      return List.of(Frame.encode(waiting.getFirst().text()));
    }
    List<Bytes> said = new ArrayList<>();
    said.add(Frame.bytes(ACK_TIMEOUT));
    said.addAll(acknowledged(nowMs));
    return said;
  }

  List<Bytes> advance(long nowMs) {
    return !waiting.isEmpty() && nowMs - sentMs >= WAIT_MS ? refused(nowMs) : List.of();
  }
}
