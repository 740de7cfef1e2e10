// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.Sealer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal: the port, and what stands behind it put together. */
public class SqliteEventJournal implements EventJournal, HealthCheck, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SqliteEventJournal.class);

  static final int READ_LIMIT = 1_000;

  /** The agent stops within 5 s; the journal's part of it. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final Path directory;
  private final Intake intake;
  private final Store store;
  private final RecordReader records;
  private final Confirmations confirmations;
  private final Inbox inbox;
  private final RecordSeal seal;
  private final JournalWriter writer;
  private final DrainWatch drainWatch = new DrainWatch(System.nanoTime());
  private final Upkeep upkeep;
  private final Thread background;

  /**
   * What a journal stands on.
   *
   * @param directory its own
   * @param connections to its store's file
   * @param pace of what it does in the background
   * @param home by which it knows the file that it left
   */
  record Ground(Path directory, Connections connections, Pace pace, StoreHome home) {
    /** The gateway's. */
    static Ground of(Path directory) {
      return new Ground(
          directory, Connections::toSqlite, Pace.GENTLE, StoreHome.byNumber(directory));
    }
  }

  /** Opens the store and begins to write; a failing disk is reported by health, and tried again. */
  SqliteEventJournal(
      TrustedClock clock, Sealer sealer, String gateway, Path directory, Settings settings) {
    this(clock, sealer, gateway, settings, Ground.of(directory));
  }

  /** On a ground that tests choose: a bad disk, haste. */
  SqliteEventJournal(
      TrustedClock clock, Sealer sealer, String gateway, Settings settings, Ground ground) {
    this.seal = new RecordSeal(sealer);
    this.directory = ground.directory();
    StoreFiles files = new StoreFiles(directory);
    StoreOpening opening =
        new StoreOpening(files, ground.connections(), seal, gateway, ground.home());
    this.store = new Store(opening, new Space(files), seal, settings.room());
    this.records = new RecordReader(store, seal);
    this.confirmations = new Confirmations(store, clock);
    this.inbox = new Inbox(store, seal);
    this.intake = new Intake(clock, settings.telemetryCommit(), () -> store.condition().isSound());
    this.writer = new JournalWriter(store, intake);
    this.upkeep =
        new Upkeep(store, opening, seal, new Upkeep.Rhythm(clock, ground.pace(), drainWatch));
    this.background = JournalWriter.daemon(upkeep, "journal-upkeep");
    openFirst(clock);
    writer.start();
    background.start();
  }

  void adjust(Settings settings) {
    intake.adjust(settings.telemetryCommit());
    store.adjust(settings.room());
  }

  @Override
  public CompletableFuture<EventRecord> append(Event event) {
    try {
      return intake.offer(WrittenEvent.of(event)); // by this thread, the writer being at work
    } catch (RuntimeException e) { // a bug in an event must not end the talk with its pump
      log.error("event cannot be written name={}", event.name(), e);
      return CompletableFuture.failedFuture(
          new JournalException(Reason.STORAGE, "the event cannot be written", e));
    }
  }

  @Override
  public List<StreamStatus> streams() {
    return store.condition().streams();
  }

  @Override
  public List<EventRecord> read(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    requireReadable(afterSequence, maxCount);
    List<EventRecord> found = records.read(stream, afterSequence, maxCount, Page::read);
    drainWatch.onRead(maxCount, found.size(), System.nanoTime());
    return found;
  }

  static void requireReadable(long afterSequence, int maxCount) {
    if (afterSequence < 0 || maxCount < 1 || maxCount > READ_LIMIT) {
      throw new IllegalArgumentException(
          "cannot read %d records after %d".formatted(maxCount, afterSequence));
    }
  }

  /** The audit lane for a second reader. */
  AuditFeed auditFeed() {
    return new AuditReader(store, records, confirmations);
  }

  @Override
  public void confirm(StreamId stream, long upTo, String hash) throws JournalException {
    confirmations.confirm(stream, upTo, hash);
  }

  @Override
  public Optional<Fields> findAnswer(String requestId) throws JournalException {
    return inbox.find(requestId);
  }

  @Override
  public void rememberAnswer(String requestId, Fields answer) throws JournalException {
    inbox.remember(requestId, answer, Answers::put);
  }

  @Override
  public void rememberUnchanged(String requestId, Fields answer) throws JournalException {
    inbox.remember(requestId, answer, Answers::putUnchanged);
  }

  /** As {@code JournalFarewell} tells it. */
  public List<Map<String, Object>> heads() throws JournalException {
    return Farewell.describe(records);
  }

  /** As {@code RunningJournal} has it. */
  public void tell(Consumer<String> lines) throws JournalException {
    ToldLines.tell(store, records, seal, lines);
  }

  /** As of the last commit; empty while the store is not open. */
  Optional<Ledger> ledger() {
    return store.ledger();
  }

  /** Waits until all damage is dealt with and all that is stored was verified. */
  boolean awaitUpkeep(Duration limit) throws InterruptedException {
    return upkeep.awaitIdle(limit);
  }

  /** As {@code RunningJournal} has it. */
  public Map<String, Object> statistics() throws JournalException {
    return JournalStatistics.of(store, records, directory);
  }

  @Override
  public AutoCloseable onAppended(Runnable listener) {
    return writer.onAppended(listener);
  }

  @Override
  public String part() {
    return "journal";
  }

  @Override
  public Health check() {
    return store.condition().health();
  }

  /** Writes what was accepted, folds the WAL in, lets go of the file; gives up after 3 s. */
  @Override
  public void close() {
    upkeep.stop();
    intake.close();
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    try {
      background.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!writer.hasEndedBy(deadline)) {
      log.error("journal did not close in time limit_ms={}", CLOSE_LIMIT.toMillis());
      writer.abandon(new JournalException(Reason.UNAVAILABLE, "the journal has stopped"));
    }
  }

  private void openFirst(TrustedClock clock) {
    try {
      store.open(clock.read());
    } catch (JournalException e) {
      log.warn("journal starts without its store, and keeps trying reason={}", e.getMessage());
    }
  }
}
