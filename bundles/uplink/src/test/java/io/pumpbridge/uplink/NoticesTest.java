// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final Event REFUSED =
      Event.of(EventName.COMMAND_REFUSED, Fields.builder().put("code", "malformed").build());

  private final MemoryJournal journal = new MemoryJournal("gw", new MutableClock());
  private final Notices notices = new Notices(journal, 0);

  @AfterEach
  void close() {
    journal.close();
  }

  private List<String> said() throws JournalException {
    return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
        .map(EventRecord::canonical)
        .map(bytes -> textOf(bytes))
        .toList();
  }

  private static String textOf(Bytes bytes) {
    return bytes.toText(StandardCharsets.UTF_8);
  }

  @Test
  void aFloodIsTenEventsAndThenItsNumber() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      notices.say(REFUSED, i);
    }
    assertThat(said()).hasSize(10);
    notices.onTick(59_999);
    assertThat(said()).hasSize(10);
    notices.onTick(60_000);
    assertThat(said()).hasSize(11);
    assertThat(said().get(10)).contains("\"count\":4990", "\"name\":\"COMMAND_REFUSED\"");
  }

  @Test
  void eachMinuteHasItsOwnTen() throws Exception {
    for (long at = 0; at < 600_000; at += 1_000) { // one a second for ten minutes
      notices.say(REFUSED, at);
    }
    assertThat(said()).hasSize(10 * 10 + 9); // the last minute is not over yet
  }

  @Test
  void withoutAFloodThereIsNoNumber() throws Exception {
    for (int i = 0; i < 10; i++) {
      notices.say(REFUSED, i);
    }
    notices.onTick(120_000);
    assertThat(said()).hasSize(10);
  }

  @Test
  void aFullDiskDoesNotHurt() throws Exception {
    journal.failWrites(JournalException.Reason.STORAGE);
    notices.say(REFUSED, 0);
    assertThat(said()).isEmpty();
  }
}
