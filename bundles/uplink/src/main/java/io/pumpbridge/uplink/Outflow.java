// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
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

  private final EventJournal journal;
  private final Topics topics;
  private final Settings.Confirm confirm;
  private final OutboundWindow window;
  private final AtomicBoolean moved = new AtomicBoolean(true);
  private boolean journalReadable = true;
  private long refreshedMs;

  Outflow(EventJournal journal, Topics topics, Settings.Confirm confirm, Timing timing) {
    this.journal = journal;
    this.topics = topics;
    this.confirm = confirm;
    this.window = new OutboundWindow(timing);
  }

  /**
   * Records have come or gone; from any thread.
   *
   * @return whether this is news
   */
  boolean onJournalMoved() {
    return !moved.getAndSet(true);
  }

  /** A new connection begins: everything unconfirmed is to be sent again. */
  void restart(long nowMs) {
    window.restart();
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
    return new UplinkHealth.Snapshot(standing, window.unconfirmedMs(nowMs), journalReadable);
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
        publish.accept(messageOf(send));
      } else if (move instanceof OutboundWindow.Move.Read read) {
        fetch(read, nowMs);
      } else {
        return window.isIdle();
      }
    }
  }

  private Outgoing messageOf(OutboundWindow.Move.Send send) {
    EventRecord record = send.record();
    String topic = topics.events(record.stream().lane());
    return new Outgoing(send.id(), topic, KuraCodec.encode(EventMessage.of(record)), true);
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
    List<EventRecord> acknowledged = window.acknowledgedByBroker(nowMs);
    for (EventRecord record : acknowledged) {
      try {
        journal.confirm(record.stream(), record.sequence(), record.hash());
      } catch (JournalException e) {
        onJournalFailed(record.stream(), e, nowMs);
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
