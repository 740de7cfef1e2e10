// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.server.LaneLedger.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamBookTest {
  private static final StreamId AUDIT = new StreamId("gw-1", "e1", Lane.AUDIT);

  private static EventRecord notice(String lane, long first, long last) {
    return Streams.record(
        AUDIT,
        1,
        EventRecord.FIRST_PREVIOUS,
        EventName.JOURNAL_GAP,
        Fields.builder().put("lane", lane).put("first", first).put("last", last).build());
  }

  private static List<EventRecord> acceptedBy(StreamBook book, List<EventRecord> arrival) {
    List<EventRecord> accepted = new ArrayList<>();
    for (EventRecord record : arrival) {
      for (Decision decision : book.offer(Streams.received(record))) {
        if (decision instanceof Decision.Accepted next) {
          accepted.add(next.record());
        }
      }
    }
    return accepted;
  }

  @Test
  void lanesAndEpochsAreCountedEachByItself() {
    StreamBook book = new StreamBook();
    StreamId laterEpoch = new StreamId("gw-1", "e2", Lane.ALARM);
    List<EventRecord> all = new ArrayList<>(Streams.chain(Streams.ALARMS, 2));
    all.addAll(Streams.chain(laterEpoch, 3));
    all.addAll(Streams.chain(AUDIT, 1));
    assertThat(acceptedBy(book, all)).isEqualTo(all);
    assertThat(book.position(laterEpoch).orElseThrow().sequence()).isEqualTo(3);
  }

  @Test
  void aNoticeInOneLaneFreesWhatWaitsInAnother() {
    StreamBook book = new StreamBook();
    List<EventRecord> chain = Streams.chain(Streams.ALARMS, 4);
    EventRecord notice = notice("alarm", 1, 2);
    assertThat(acceptedBy(book, List.of(chain.get(2), chain.get(3)))).isEmpty();
    assertThat(book.openGaps()).isEqualTo(1);
    assertThat(acceptedBy(book, List.of(notice)))
        .containsExactly(notice, chain.get(2), chain.get(3));
    assertThat(book.openGaps()).isZero();
  }

  /** The next start reads the file in the order of acceptance and must come to the same end. */
  @Test
  void whatWasAcceptedIsAcceptedAgainInTheOrderOfTheFile() {
    List<EventRecord> chain = Streams.chain(Streams.ALARMS, 4);
    List<EventRecord> file =
        acceptedBy(new StreamBook(), List.of(chain.get(3), chain.get(0), notice("alarm", 2, 3)));
    assertThat(file).hasSize(3);
    assertThat(acceptedBy(new StreamBook(), file)).isEqualTo(file);
  }

  /** Its epochs are free text, and its certificate is good. */
  private static List<EventRecord> farRecords(int epochs) {
    return Streams.farRecords("gw-1", epochs, LaneLedger.MAX_RECORDS);
  }

  @Test
  void whatAGatewaySaysIsLostTakesNoMemory() {
    StreamBook book = new StreamBook();
    List<EventRecord> file = acceptedBy(book, farRecords(64));
    assertThat(file).hasSize(2 * 64);
    assertThat(book.digestBytes()).isLessThan(64 * 1_024);
    StreamId far = file.get(1).stream();
    assertThat(book.position(far).orElseThrow().sequence()).isEqualTo(LaneLedger.MAX_RECORDS);
    assertThat(book.storedInPlaceOf(file.get(1)).orElseThrow().hash())
        .isEqualTo(file.get(1).hash());
    assertThat(book.storedInPlaceOf(Streams.record(far, 2, "f".repeat(64), "lost"))).isEmpty();
  }

  @Test
  void oneGatewayCannotTakeTheStreamsOfTheOthers() {
    StreamBook book = new StreamBook();
    int epochs = StreamBook.MAX_STREAMS + 1;
    List<EventRecord> accepted = acceptedBy(book, farRecords(epochs));
    assertThat(accepted.stream().map(EventRecord::stream).distinct())
        .hasSize(GatewayShare.MAX_STREAMS);
    List<EventRecord> other = Streams.chain(new StreamId("gw-2", "e1", Lane.ALARM), 3);
    assertThat(acceptedBy(book, other)).isEqualTo(other);
    // What is known already goes on, notices included.
    StreamId known = accepted.get(1).stream();
    assertThat(book.offer(Streams.received(accepted.get(1))))
        .singleElement()
        .isInstanceOf(Decision.Duplicate.class);
    assertThat(book.position(known)).isPresent();
  }

  /** In each of its streams the first record is missing, and stays so. */
  @Test
  void oneGatewayCannotHoldBackMoreThanItsShare() {
    StreamBook book = new StreamBook();
    String text = "x".repeat(15_000);
    StreamId stream = Streams.ALARMS;
    long kept = 0;
    for (int i = 0; i < 1_250; i++) {
      stream = new StreamId("gw-1", "e" + i / 5, Lane.TELEMETRY);
      EventRecord ahead = Streams.record(stream, 2 + i % 5, "f".repeat(64), text);
      Decision decision = book.offer(Streams.received(ahead)).get(0);
      kept += decision.equals(new Decision.Held(ahead, true)) ? ahead.canonical().length() : 0;
    }
    assertThat(kept).isPositive().isLessThanOrEqualTo(GatewayShare.MAX_HELD_BYTES);
    EventRecord other =
        Streams.record(new StreamId("gw-2", "e1", Lane.ALARM), 2, "f".repeat(64), text);
    assertThat(book.offer(Streams.received(other))).containsExactly(new Decision.Held(other, true));
    // What comes in its turn is taken all the same.
    EventRecord first = Streams.chain(stream, 1).get(0);
    assertThat(book.offer(Streams.received(first))).contains(new Decision.Accepted(first));
  }

  @Test
  void whatIsStoredIsReadAgainWhateverTheLimitsAreNow() {
    StreamBook book = new StreamBook();
    int epochs = GatewayShare.MAX_STREAMS + 10;
    for (EventRecord record : farRecords(epochs)) {
      assertThat(book.restore(Streams.received(record)))
          .singleElement()
          .isInstanceOf(Decision.Accepted.class);
    }
  }

  @Test
  void aNoticeThatCannotBeUsedChangesNothing() {
    for (EventRecord notice :
        List.of(notice("fast", 1, 2), notice("alarm", 2, 1), notice("audit", -1, 7))) {
      StreamBook book = new StreamBook();
      assertThat(acceptedBy(book, List.of(notice))).containsExactly(notice);
      assertThat(acceptedBy(book, List.of(Streams.chain(Streams.ALARMS, 3).get(2)))).isEmpty();
    }
  }
}
