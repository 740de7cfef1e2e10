// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far one stream has been read, sent, acknowledged and confirmed. */
final class StreamCursor {

  /** A record on its way: sent, perhaps acknowledged, not confirmed. Its bytes are let go of. */
  static final class Sent {
    private final long sequence;
    private final String hash;
    private final int bytes;
    private OptionalLong acknowledgedMs = OptionalLong.empty();

    private Sent(EventRecord record) {
      this.sequence = record.sequence();
      this.hash = record.hash();
      this.bytes = record.canonical().length();
    }

    int bytes() {
      return bytes;
    }
  }

  /** Up to where a stream has come. */
  record Reached(StreamId stream, long sequence, String hash) {}

  private final StreamId stream;
  private final Timing timing;
  private final Deque<EventRecord> page = new ArrayDeque<>();
  private final Deque<Sent> unconfirmed = new ArrayDeque<>();
  private int unconfirmedLimit = OutboundWindow.UNCONFIRMED_FIRST;
  private long unconfirmedBytes;
  private long confirmedUpTo;
  private long lastSequence;
  private long readUpTo;
  private long lastConfirmedMs;
  private long patienceMs;
  private long pausedUntilMs;

  /** Since when the broker has something and the server has confirmed nothing. */
  private OptionalLong waitingSinceMs = OptionalLong.empty();

  StreamCursor(StreamStatus status, Timing timing, long nowMs) {
    this.stream = status.stream();
    this.timing = timing;
    this.confirmedUpTo = status.confirmedUpTo();
    this.lastSequence = status.lastSequence();
    this.readUpTo = confirmedUpTo;
    this.lastConfirmedMs = nowMs;
    this.patienceMs = timing.confirmMin().toMillis();
    this.pausedUntilMs = nowMs;
  }

  StreamId stream() {
    return stream;
  }

  long readUpTo() {
    return readUpTo;
  }

  void onStatus(StreamStatus status, long nowMs) {
    lastSequence = status.lastSequence();
    if (status.confirmedUpTo() <= confirmedUpTo) {
      return;
    }
    if (unconfirmed.size() >= unconfirmedLimit) { // it was asked for all of it, and came along
      unconfirmedLimit = Math.min(2 * unconfirmedLimit, OutboundWindow.UNCONFIRMED_MAX);
    }
    confirmedUpTo = status.confirmedUpTo();
    readUpTo = Math.max(readUpTo, confirmedUpTo);
    page.removeIf(record -> record.sequence() <= confirmedUpTo);
    while (!unconfirmed.isEmpty() && unconfirmed.element().sequence <= confirmedUpTo) {
      unconfirmedBytes -= unconfirmed.remove().bytes;
    }
    lastConfirmedMs = nowMs;
    patienceMs = timing.confirmMin().toMillis();
    waitingSinceMs =
        oldestAcknowledgedMs().isPresent() ? OptionalLong.of(nowMs) : OptionalLong.empty();
  }

  /**
   * The broker had it, yet the server has confirmed nothing for too long: everything unconfirmed is
   * sent again, in order, and the next wait is longer. The server removes what it has already.
   */
  void rewindIfDue(long nowMs) {
    OptionalLong oldest = oldestAcknowledgedMs();
    if (oldest.isPresent() && nowMs - Math.max(oldest.getAsLong(), lastConfirmedMs) >= patienceMs) {
      unconfirmed.clear();
      unconfirmedBytes = 0;
      page.clear();
      readUpTo = confirmedUpTo;
      unconfirmedLimit = OutboundWindow.UNCONFIRMED_FIRST;
      patienceMs = Math.min(patienceMs * 2, timing.confirmMax().toMillis());
    }
  }

  private OptionalLong oldestAcknowledgedMs() {
    Sent oldest = unconfirmed.peekFirst();
    return oldest == null ? OptionalLong.empty() : oldest.acknowledgedMs;
  }

  boolean isPaused(long nowMs) {
    return nowMs < pausedUntilMs;
  }

  void pauseUntil(long untilMs) {
    pausedUntilMs = untilMs;
  }

  boolean isFull() {
    return unconfirmed.size() >= unconfirmedLimit
        || unconfirmedBytes >= OutboundWindow.UNCONFIRMED_BYTES_MAX;
  }

  boolean hasMoreToRead() {
    return readUpTo < lastSequence;
  }

  void onRead(List<EventRecord> records) {
    if (records.isEmpty()) {
      readUpTo = lastSequence; // it gave way; a gap record in the audit lane says so
    }
    for (EventRecord record : records) {
      if (record.sequence() > readUpTo) {
        page.addLast(record);
        readUpTo = record.sequence();
      }
    }
  }

  Optional<EventRecord> peek() {
    return Optional.ofNullable(page.peekFirst());
  }

  /** The record of {@link #peek} is on its way. */
  Sent onSent() {
    Sent sent = new Sent(page.removeFirst());
    unconfirmed.addLast(sent);
    unconfirmedBytes += sent.bytes;
    return sent;
  }

  void onAcknowledged(Sent sent, long nowMs) {
    sent.acknowledgedMs = OptionalLong.of(nowMs);
    if (waitingSinceMs.isEmpty() && sent.sequence > confirmedUpTo) {
      waitingSinceMs = OptionalLong.of(nowMs);
    }
  }

  /** The newest record up to which the broker has acknowledged everything sent. */
  Optional<Reached> lastAcknowledgedInOrder() {
    Optional<Sent> last = Optional.empty();
    for (Sent sent : unconfirmed) {
      if (sent.acknowledgedMs.isEmpty()) {
        break;
      }
      last = Optional.of(sent);
    }
    return last.map(sent -> new Reached(stream, sent.sequence, sent.hash));
  }

  long unconfirmedMs(long nowMs) {
    return waitingSinceMs.isPresent() ? nowMs - waitingSinceMs.getAsLong() : 0;
  }
}
