// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventRecord;
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
