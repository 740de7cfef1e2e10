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
    notices.onTick(119_999);
    assertThat(said()).hasSize(10);
    notices.onTick(120_000);
    assertThat(said()).hasSize(11);
    assertThat(said().get(10)).contains("\"count\":4990", "\"name\":\"COMMAND_REFUSED\"");
  }

  /** Each is a commit on the flash. */
  @Test
  void aDayOfAFloodIsSevenHundredAndThirtyRecords() throws Exception {
    for (long at = 0; at < 86_400_000; at += 1_000) {
      notices.say(REFUSED, at);
    }
    assertThat(said()).hasSize(10 + 24 * 30 - 1); // the last two minutes are not over yet
    assertThat(said().get(10)).contains("\"count\":110"); // of the first two minutes
    assertThat(said().get(700)).contains("\"count\":120");
  }

  @Test
  void whatWasNotToldIsToldBeforeTheNextOne() throws Exception {
    for (int i = 0; i < 12; i++) {
      notices.say(REFUSED, i);
    }
    notices.say(REFUSED, 300_000);
    assertThat(said()).hasSize(12);
    assertThat(said().get(10)).contains("\"count\":2");
    assertThat(said().get(11)).contains("malformed");
  }

  @Test
  void withoutAFloodThereIsNoNumber() throws Exception {
    for (int i = 0; i < 10; i++) {
      notices.say(REFUSED, i);
    }
    notices.onTick(3_600_000);
    assertThat(said()).hasSize(10);
  }

  @Test
  void aFullDiskDoesNotHurt() throws Exception {
    journal.failWrites(JournalException.Reason.STORAGE);
    notices.say(REFUSED, 0);
    assertThat(said()).isEmpty();
  }
}
