// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the journal and {@link OutboundWindow}: reads what it asks for, sends what it says. */
final class Outflow {
  private static final Logger log = LoggerFactory.getLogger(Outflow.class);

  /** So that a notice the journal failed to give costs a second and not a record. */
  private static final long REFRESH_MS = 1_000;

  /** With {@code confirm=broker}: each time is a commit on the gateway's flash. */
  private static final long BROKERS_WORD_MS = 250;

  private final EventJournal journal;
  private final Topics topics;
  private final Settings.Confirm confirm;
  private final long spreadMs;
  private final OutboundWindow window;
  private final AtomicBoolean moved = new AtomicBoolean(true);
  private boolean journalReadable = true;
  private long refreshedMs;
  private long trustedMs;

  Outflow(EventJournal journal, Topics topics, Settings settings, Timing timing, long nowMs) {
    this.journal = journal;
    this.topics = topics;
    this.confirm = settings.confirm();
    this.spreadMs = settings.spread().toMillis();
    this.window = new OutboundWindow(timing, settings.messagesPerSecond(), nowMs);
    this.trustedMs = nowMs;
  }

  /**
   * Records have come or gone; from any thread.
   *
   * @return whether this is news
   */
  boolean onJournalMoved() {
    return !moved.getAndSet(true);
  }

  /**
   * A new connection begins: everything unconfirmed is to be sent again. Others may be on their way
   * back as well, for as long as the spread.
   */
  void restart(long nowMs) {
    window.restart(nowMs, nowMs + spreadMs);
    moved.set(true);
    refresh(nowMs);
  }

  void refresh(long nowMs) {
    if (moved.getAndSet(false) || nowMs - refreshedMs >= REFRESH_MS) {
      refreshedMs = nowMs;
      window.onStreams(journal.streams(), nowMs);
    }
  }

  boolean onAcknowledged(long id, long nowMs) {
    return window.onAcknowledged(id, nowMs);
  }

  long silenceMs(long nowMs) {
    return window.silenceMs(nowMs);
  }

  UplinkHealth.Snapshot snapshot(UplinkPlan.Standing standing, long nowMs) {
    return new UplinkHealth.Snapshot(standing, window.unconfirmedMs(nowMs), journalReadable, nowMs);
  }

  /**
   * Publishes all that may go now.
   *
   * @return whether nothing is left to send and nothing is in flight
   */
  boolean send(long nowMs, Consumer<Outgoing> publish) {
    if (confirm == Settings.Confirm.BROKER) {
      takeTheBrokersWord(nowMs);
    }
    while (true) {
      OutboundWindow.Move move = window.next(nowMs);
      if (move instanceof OutboundWindow.Move.Send send) {
        publish.accept(
            new Outgoing(
                send.id(),
                topics.events(send.record().stream().lane()),
                KuraCodec.encode(EventMessage.of(send.record())),
                true));
      } else if (move instanceof OutboundWindow.Move.Preview preview) {
        show(preview, nowMs, publish);
      } else if (move instanceof OutboundWindow.Move.Read read) {
        fetch(read, nowMs);
      } else {
        return window.isIdle();
      }
    }
  }

  /** The very bytes that will come in their turn; QoS 0, for they are news now or never. */
  private void show(OutboundWindow.Move.Preview preview, long nowMs, Consumer<Outgoing> publish) {
    List<EventRecord> found = List.of();
    try {
      found = journal.read(preview.stream(), preview.sequence() - 1, 1);
    } catch (JournalException e) {
      log.debug("no preview lane={} reason={}", preview.stream().lane(), e.reason());
    }
    if (found.size() == 1 && found.get(0).sequence() == preview.sequence()) {
      String topic = topics.live(preview.stream().lane());
      Bytes payload = KuraCodec.encode(EventMessage.of(found.get(0)));
      publish.accept(new Outgoing(preview.id(), topic, payload, false));
    } else { // it gave way, or cannot be read: that is said when its turn comes
      window.onAcknowledged(preview.id(), nowMs);
    }
  }

  /** Whether to look again soon although nothing may happen. */
  boolean isWaitingForTime() {
    return window.isWaitingForTime();
  }

  private void fetch(OutboundWindow.Move.Read read, long nowMs) {
    try {
      window.onRead(read.stream(), journal.read(read.stream(), read.after(), read.count()));
      journalReadable = true;
    } catch (JournalException e) {
      onJournalFailed(read.stream(), e, nowMs);
    }
  }

  private void takeTheBrokersWord(long nowMs) {
    if (nowMs - trustedMs < BROKERS_WORD_MS) {
      return;
    }
    trustedMs = nowMs;
    List<StreamCursor.Reached> acknowledged = window.acknowledgedByBroker(nowMs);
    for (StreamCursor.Reached reached : acknowledged) {
      try {
        journal.confirm(reached.stream(), reached.sequence(), reached.hash());
      } catch (JournalException e) {
        onJournalFailed(reached.stream(), e, nowMs);
      }
    }
    if (!acknowledged.isEmpty()) {
      window.onStreams(journal.streams(), nowMs);
    }
  }

  private void onJournalFailed(StreamId stream, JournalException e, long nowMs) {
    if (journalReadable) {
      log.warn("the journal fails lane={} reason={}", stream.lane(), e.reason(), e);
    }
    journalReadable = false;
    window.onUnreadable(stream, nowMs);
  }
}
