// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Batch;
import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal: callers put events into the intake and go on; one thread writes; another one tells
 * the callers, so that a slow or blocking caller cannot keep the next alarm from the disk.
 */
public class SqliteEventJournal implements EventJournal, HealthCheck, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SqliteEventJournal.class);

  static final int READ_LIMIT = 1_000;

  /** How often a store that cannot be opened is tried again when no event asks for it. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** The agent stops within 5 s; the journal's part of it. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final Path directory;
  private final Intake intake;
  private final Store store;
  private final BatchWriter batches;
  private final RecordReader records;
  private final Confirmations confirmations;
  private final Inbox inbox;
  private final RecordSeal seal;
  private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();

  /** Its queue is bounded by the intake, which frees a place only once its caller was told. */
  private final ExecutorService notices =
      Executors.newSingleThreadExecutor(task -> daemon(task, "journal-notices"));

  private final Thread writer = daemon(this::run, "journal-writer");
  private final Upkeep upkeep;
  private final Thread background;
  private volatile List<Pending> inHand = List.of();

  /** Opens the store and begins to write; a failing disk is reported by health, and tried again. */
  SqliteEventJournal(
      TrustedClock clock, Sealer sealer, String gateway, Path directory, Settings settings) {
    this(clock, sealer, gateway, directory, settings, Connections::toSqlite, Pace.GENTLE);
  }

  /** Seven parameters: the last two are where tests put a bad disk, and haste. */
  SqliteEventJournal(
      TrustedClock clock,
      Sealer sealer,
      String gateway,
      Path directory,
      Settings settings,
      Connections connections,
      Pace pace) {
    this.seal = new RecordSeal(sealer);
    this.directory = directory;
    StoreFiles files = new StoreFiles(directory);
    StoreOpening opening = new StoreOpening(files, connections, seal, gateway);
    this.store = new Store(opening, new Space(files), seal, settings.room());
    this.batches = new BatchWriter(store);
    this.records = new RecordReader(store, seal);
    this.confirmations = new Confirmations(store);
    this.inbox = new Inbox(store, seal);
    this.intake = new Intake(clock, settings.telemetryCommit());
    this.upkeep = new Upkeep(store, opening, seal, clock, pace);
    this.background = daemon(upkeep, "journal-upkeep");
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
    return intake.offer(event);
  }

  @Override
  public List<StreamStatus> streams() {
    return store.condition().streams();
  }

  @Override
  public List<EventRecord> read(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    requireReadable(afterSequence, maxCount);
    return records.read(stream, afterSequence, maxCount, Page::read);
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
    inbox.remember(requestId, answer);
  }

  /** As {@code JournalFarewell} tells it. */
  public List<Map<String, Object>> heads() throws JournalException {
    return records.heads().stream().map(Farewell::describe).toList();
  }

  /** As {@code RunningJournal} has it. */
  public void tell(Consumer<String> lines) throws JournalException {
    ToldLines.tell(store, records, seal, lines);
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
    Object registration = new Object(); // ending one ends only that one, however often
    listeners.put(registration, listener);
    return () -> listeners.remove(registration);
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
    boolean done = false;
    try {
      long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
      background.join(CLOSE_LIMIT.toMillis());
      writer.join(CLOSE_LIMIT.toMillis());
      done =
          !writer.isAlive()
              && notices.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!done) {
      log.error("journal did not close in time limit_ms={}", CLOSE_LIMIT.toMillis());
      JournalException late = new JournalException(Reason.UNAVAILABLE, "the journal has stopped");
      inHand.forEach(entry -> entry.future().completeExceptionally(late));
      intake.abandon().forEach(entry -> entry.future().completeExceptionally(late));
    }
  }

  private void run() {
    try {
      while (!intake.isDone()) {
        Batch batch = intake.take(patience());
        inHand = batch.entries();
        write(batch);
      }
    } catch (InterruptedException e) {
      log.error("journal's writer was interrupted", e);
    } finally {
      intake.close(); // whatever ended this, nobody must wait for a writer that is gone
      store.close();
      notices.shutdown();
    }
  }

  private Duration patience() {
    return store.condition().isSound() && !intake.holdsRefused() ? Intake.NO_HURRY : RETRY;
  }

  private void write(Batch batch) {
    try {
      store.open(batch.earliest());
      store.lookForRoom(batch.earliest());
      if (!batch.entries().isEmpty()) {
        List<Outcome> outcomes = settled(batches.write(batch));
        notices.execute(() -> tell(outcomes));
      }
    } catch (JournalException e) {
      List<Pending> failed = intake.keepAlarms(batch.entries());
      notices.execute(() -> fail(failed, e));
    } catch (RuntimeException e) {
      log.error("journal has a bug, batch not written", e);
      JournalException failure = new JournalException(Reason.STORAGE, "the journal has a bug", e);
      notices.execute(() -> fail(batch.entries(), failure));
    }
  }

  /** Without the alarms that found no room and are kept. */
  private List<Outcome> settled(List<Outcome> outcomes) {
    List<Pending> refused =
        outcomes.stream()
            .filter(outcome -> outcome.failure().filter(SqliteEventJournal::isDisk).isPresent())
            .map(Outcome::entry)
            .toList();
    List<Pending> left = intake.keepAlarms(refused);
    return outcomes.stream()
        .filter(outcome -> !refused.contains(outcome.entry()) || left.contains(outcome.entry()))
        .toList();
  }

  private static boolean isDisk(JournalException failure) {
    return Trouble.of(failure) == Trouble.FULL;
  }

  private void tell(List<Outcome> outcomes) {
    intake.answered(outcomes.size());
    for (Outcome outcome : outcomes) {
      CompletableFuture<EventRecord> future = outcome.entry().future();
      outcome.record().ifPresent(record -> acknowledge(record, future));
      outcome.failure().ifPresent(future::completeExceptionally);
    }
    for (Runnable listener : listeners.values()) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("a listener of the journal failed", e);
      }
    }
  }

  /** The line in the log lets a test, and the demo, hold the journal to its word. */
  private static void acknowledge(EventRecord record, CompletableFuture<EventRecord> future) {
    log.debug(
        "record durable epoch={} lane={} seq={}",
        record.stream().epoch(),
        record.stream().lane().wireName(),
        record.sequence());
    future.complete(record);
  }

  private void fail(List<Pending> entries, JournalException failure) {
    intake.answered(entries.size());
    entries.forEach(entry -> entry.future().completeExceptionally(failure));
  }

  private void openFirst(TrustedClock clock) {
    try {
      store.open(clock.read());
    } catch (JournalException e) {
      log.warn("journal starts without its store, and keeps trying reason={}", e.getMessage());
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
