// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A day of four pumps, in virtual time and through the real store: a status of each pump every 10
 * s, evenly spread, as the gateway samples it; and an event every 30 s, which is 20 000 a week,
 * each with the sample that the gateway adds to it. Events are committed at once with whatever
 * waits; samples alone wait 5 s.
 *
 * <p>Arguments: the recorded directory, and {@code online} (the server confirms each commit before
 * the next one, which costs a commit for each lane in it), {@code offline}, or {@code flooded}: as
 * online, and it sends commands without end, each of them refused. Of these a handler is asked as
 * many as the uplink lets in ({@code CommandLimits}): a drug library that is none is told in two
 * records, and its answer is remembered. Of what is refused before, the uplink records ten an hour
 * at most ({@code Refusals}). Each is alone in its commit.
 */
final class FlashDay {
  private static final long DAY_MS = 86_400_000;
  private static final long TICK_MS = 100;
  private static final int PUMPS = 4;
  private static final long STATUS_MS = 10_000;
  private static final long EVENT_MS = 30_000;
  private static final long HANDLED_MS = 480_000; // 60 an hour, and each counts for eight
  private static final long HANDLED_AT_ONCE = 30;
  private static final long REFUSED_MS = 360_000;
  private static final long COMMIT_MS = 5_000;
  private static final Settings AS_SHIPPED = new Settings(256, (int) COMMIT_MS, 20);
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private final Random random = new Random(4);
  private final Store store;
  private final BatchWriter batches;
  private final Confirmations confirmations;
  private final Inbox inbox;
  private final boolean online;
  private final boolean flooded;
  private final List<Pending> waiting = new ArrayList<>();
  private long nowMs;
  private long waitingSinceMs;

  private FlashDay(Path root, String server) throws JournalException {
    RecordSeal seal = new RecordSeal(TestBench.sealer("ward seven"));
    StoreFiles files = new StoreFiles(root.resolve("journal"));
    StoreOpening opening =
        new StoreOpening(files, Connections::toSqlite, seal, TestBench.GATEWAY, StoreHome.ANY);
    this.store = new Store(opening, new Space(files), seal, AS_SHIPPED.room());
    this.batches = new BatchWriter(store);
    this.confirmations = new Confirmations(store, new TickingClock());
    this.inbox = new Inbox(store, seal);
    this.flooded = server.equals("flooded");
    this.online = flooded || server.equals("online");
    store.open(at());
  }

  public static void main(String[] arguments) throws Exception {
    new FlashDay(Path.of(arguments[0]), arguments[1]).play();
  }

  private void play() throws JournalException {
    for (nowMs = TICK_MS; nowMs <= DAY_MS; nowMs += TICK_MS) {
      boolean urgent = nowMs % EVENT_MS == 0;
      if (urgent) {
        add(Event.of(eventName(), observation()));
        add(Event.of(EventName.SAMPLE, observation()));
      }
      if (nowMs % (STATUS_MS / PUMPS) == 0) {
        add(Event.of(EventName.SAMPLE, observation()));
      }
      if (urgent || (!waiting.isEmpty() && nowMs - waitingSinceMs >= COMMIT_MS)) {
        commit();
      }
      if (flooded) {
        flood();
      }
    }
    store.close();
  }

  private void flood() throws JournalException {
    boolean first = nowMs == TICK_MS;
    if (first || nowMs % HANDLED_MS == 0) {
      for (long i = 0; i < (first ? HANDLED_AT_ONCE : 1); i++) {
        tell(EventName.LIBRARY_RECEIVED);
        tell(EventName.LIBRARY_REFUSED);
        inbox.remember("pump-server/" + random.nextLong(), refusal(), Answers::putUnchanged);
      }
    }
    if (nowMs % REFUSED_MS == 0) {
      tell(EventName.COMMAND_REFUSED);
    }
  }

  private void tell(EventName name) throws JournalException {
    add(Event.of(name, refusal()));
    commit();
  }

  private static Fields refusal() {
    return Fields.builder()
        .put("code", "malformed")
        .put("reason", "It is no CMS SignedData, or what is in it is not what it says it is.")
        .put("signed_sha256", "0".repeat(64))
        .put("digest", "0".repeat(64))
        .build();
  }

  private void add(Event event) {
    if (waiting.isEmpty()) {
      waitingSinceMs = nowMs;
    }
    waiting.add(new Pending(WrittenEvent.of(event), at(), 0, new CompletableFuture<>()));
  }

  private void commit() throws JournalException {
    waiting.sort((one, other) -> one.event().lane().compareTo(other.event().lane()));
    List<Outcome> outcomes = batches.write(Batch.of(List.copyOf(waiting), at())).outcomes();
    waiting.clear();
    Map<StreamId, EventRecord> newest = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      EventRecord record = outcome.record().orElseThrow();
      newest.put(record.stream(), record);
    }
    if (online) {
      for (EventRecord record : newest.values()) {
        confirmations.confirm(record.stream(), record.sequence(), record.hash());
      }
    }
  }

  /** Half of them deliveries, a third alarms, the rest what the hospital wants audited. */
  private EventName eventName() {
    int dice = random.nextInt(6);
    if (dice < 3) {
      return random.nextBoolean() ? EventName.DELIV_START : EventName.DELIV_STOP;
    }
    return dice < 5 ? EventName.ALARM : EventName.COMMAND_REFUSED;
  }

  /** As large as the gateway's own: some 700 canonical bytes with everything around it. */
  private Fields observation() {
    return Fields.builder()
        .put("pump", pump())
        .put("channel", "1")
        .put("status", "infusing")
        .put("rate", quantity("5.00", "mL/h", 157_784))
        .put("volume_infused", quantity(nowMs / 720 + ".25", "mL", 157_864))
        .put("vtbi_remaining", quantity("412.75", "mL", 157_872))
        .put("time_remaining", "PT4M9S")
        .put("drug", "noradrenaline")
        .build();
  }

  private Fields pump() {
    return Fields.builder()
        .put("protocol", "alaris")
        .put("serial", "8002-5174" + random.nextInt(PUMPS))
        .build();
  }

  private static Fields quantity(String value, String unit, long mdc) {
    return Fields.builder().put("value", value).put("unit", unit).put("mdc", mdc).build();
  }

  private ClockReading at() {
    return new ClockReading(MIDNIGHT.plusMillis(nowMs), ClockQuality.SYNCHRONISED, nowMs);
  }
}
