// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.server.Intake.Message;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  private static final Fields LOSS = Fields.builder().put("reason", "store-restored").build();

  @TempDir Path directory;

  private Intake intake(FileEventStore store, Tally tally, StoredListener... listeners)
      throws Exception {
    Clock clock = Clock.systemUTC();
    DemoAuthority authority = DemoAuthority.open(directory.resolve("ca"), "s", clock);
    return new Intake(
        new Intake.Surroundings(
            store,
            new Topics("hospital", "s"),
            new SignedDocuments(authority, clock),
            GapVouching.below(authority.root()),
            new Nobody(),
            List.of(listeners),
            tally));
  }

  @Test
  void whoeverStopsItNeedNotWaitUntilAConfirmationWouldBeDue() throws Exception {
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake intake = intake(store, new Tally());
      Thread thread = new Thread(intake);
      thread.start();
      Waiting.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      intake.stop();
      thread.join(ConfirmationBatch.LONG_WAIT.dividedBy(2).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static Message event(EventRecord record) {
    StreamId stream = record.stream();
    byte[] payload = KuraCodec.encode(Streams.payload(record));
    return new Message.OfEvent(stream.gateway(), stream.lane().wireName(), Bytes.of(payload));
  }

  /** It says that millions of records are lost, in one epoch after the other. */
  @Test
  void whatOneGatewayInventsTakesNothingFromTheOthersNotEvenAfterARestart() throws Exception {
    List<EventRecord> invented = Streams.farRecords("gw-bad", 64, LaneLedger.MAX_RECORDS);
    List<EventRecord> others = Streams.chain(Streams.ALARMS, 3);
    Tally tally = new Tally();
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake intake = intake(store, tally);
      invented.forEach(record -> intake.offer(event(record)));
      others.forEach(record -> intake.offer(event(record)));
      Thread thread = new Thread(intake);
      thread.start();
      Waiting.until("all are stored", () -> tally.stored.get() == invented.size() + others.size());
      intake.stop();
      thread.join();
    }
    Tally again = new Tally();
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake unused = intake(store, again);
    }
    assertThat(again.position(Streams.ALARMS)).isEqualTo(tally.position(Streams.ALARMS));
    assertThat(again.positions()).hasSize(64 + 2);
  }

  /** Evidence is kept, whatever it is worth. */
  @Test
  void aGapRecordsSignatureThatDoesNotHoldIsStoredAndSaid() throws Exception {
    DemoAuthority other = DemoAuthority.open(directory.resolve("other"), "s", Clock.systemUTC());
    StreamId audit = new StreamId("gw-1", "e1", Lane.AUDIT);
    EventRecord gap =
        Streams.record(audit, 1, EventRecord.FIRST_PREVIOUS, EventName.JOURNAL_GAP, LOSS);
    EventRecord forged = GapVouchingTest.signed(gap, 2, gap, other.playedGateway("gw-1"));
    Tally tally = new Tally();
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake intake = intake(store, tally);
      intake.offer(event(gap));
      intake.offer(event(forged));
      Thread thread = new Thread(intake);
      thread.start();
      Waiting.until("both are stored", () -> tally.stored.get() == 2);
      intake.stop();
      thread.join();
    }
    assertThat(tally.snapshot().recentFaults())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("gw-1: audit 2: the signature of a gap record does not hold (it is stored): ");
  }

  /** As when there is no memory left: then nobody may believe that it goes on. */
  @Test
  void anErrorEndsItAsAFailingDiskDoesAndIsSaid() throws Exception {
    Tally tally = new Tally();
    StoredListener full =
        (received, storedNanos) -> {
          throw new OutOfMemoryError("as if");
        };
    try (FileEventStore store = new FileEventStore(directory.resolve("records"))) {
      Intake intake = intake(store, tally, full);
      intake.offer(event(Streams.chain(Streams.ALARMS, 1).get(0)));
      Thread thread = new Thread(intake);
      thread.start();
      thread.join();
    }
    assertThat(tally.snapshot().recentFaults())
        .containsExactly("the intake failed: nothing more is taken or confirmed");
  }

  private static final class Nobody implements Intake.Publisher {
    @Override
    public boolean isConnected() {
      return false;
    }

    @Override
    public void publish(String topic, byte[] payload) {
      throw new AssertionError("nothing came");
    }
  }
}
