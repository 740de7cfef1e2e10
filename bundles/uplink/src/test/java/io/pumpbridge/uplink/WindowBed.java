// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A window, the journal behind it, and a broker and a server that do as they are told. */
abstract class WindowBed {
  final MutableClock clock = new MutableClock();
  final MemoryJournal journal = new MemoryJournal("gw", clock);
  final OutboundWindow window = new OutboundWindow(Timing.PRODUCT, 0, 0);

  @AfterEach
  void close() {
    journal.close();
  }

  long now() {
    return clock.read().monotonicMs();
  }

  static EventName nameIn(Lane lane) {
    return switch (lane) {
      case ALARM -> EventName.ALARM;
      case CLINICAL -> EventName.DELIV_START;
      case TELEMETRY -> EventName.SAMPLE;
      case AUDIT -> EventName.BRIDGE_STARTED;
    };
  }

  void append(Lane lane, int count) {
    for (int i = 0; i < count; i++) {
      journal.append(Event.of(nameIn(lane), Fields.builder().build())).join();
    }
  }

  /** Everything the window wants to send now. */
  List<Move.Send> drain() throws JournalException {
    window.onStreams(journal.streams(), now());
    List<Move.Send> sent = new ArrayList<>();
    while (true) {
      Move move = window.next(now());
      if (move instanceof Move.Send send) {
        sent.add(send);
      } else if (move instanceof Move.Read read) {
        window.onRead(read.stream(), journal.read(read.stream(), read.after(), read.count()));
      } else {
        return sent;
      }
    }
  }

  void acknowledge(List<Move.Send> sent) {
    sent.forEach(send -> assertThat(window.onAcknowledged(send.id(), now())).isTrue());
  }

  void confirm(EventRecord record) throws JournalException {
    journal.confirm(record.stream(), record.sequence(), record.hash());
  }

  static List<Long> sequences(List<Move.Send> sent) {
    return sent.stream().map(send -> send.record().sequence()).toList();
  }

  static List<Lane> lanes(List<Move.Send> sent) {
    return sent.stream().map(send -> send.record().stream().lane()).toList();
  }

  /** All that the broker takes before the server confirms anything. */
  List<Move.Send> drainIntoTheBroker() throws JournalException {
    List<Move.Send> all = new ArrayList<>();
    for (List<Move.Send> sent = drain(); !sent.isEmpty(); sent = drain()) {
      acknowledge(sent);
      all.addAll(sent);
    }
    return all;
  }
}
