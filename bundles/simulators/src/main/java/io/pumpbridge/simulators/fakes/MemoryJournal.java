// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A journal in memory that keeps the port's promises: numbers without gaps, a chain per stream,
 * deletion only on a matching confirmation, and completion only when "durable". Records are durable
 * at once unless the test says {@link #holdWrites()}; a {@link #restart} loses what was held and
 * nothing else.
 */
public final class MemoryJournal implements EventJournal, AutoCloseable {
  /** As the port promises. */
  private static final int MAX_ANSWERS = 10_000;

  private static final int MAX_UNCHANGED = 1_000;

  private static final int MAX_READ = 1_000;

  private static final class Stream {
    final TreeMap<Long, EventRecord> records = new TreeMap<>();
    long lastSequence;
    String lastHash = EventRecord.FIRST_PREVIOUS;
    long confirmedUpTo;
    String confirmedHash = "";
  }

  private record Remembered(Fields answer, boolean changed) {}

  private record Waiting(Event event, ClockReading at, CompletableFuture<EventRecord> promise) {}

  private final String gateway;
  private String epoch;
  private final TrustedClock clock;
  private final Map<StreamId, Stream> streams;
  private final Map<String, Remembered> answers;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService caller =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "memory-journal");
            thread.setDaemon(true);
            return thread;
          });
  private boolean held;
  private boolean closed;
  private Optional<Reason> failure = Optional.empty();

  public MemoryJournal(String gateway, TrustedClock clock) {
    this(gateway, "epoch-1", clock, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private MemoryJournal(
      String gateway,
      String epoch,
      TrustedClock clock,
      Map<StreamId, Stream> streams,
      Map<String, Remembered> answers) {
    this.gateway = gateway;
    this.epoch = epoch;
    this.clock = clock;
    this.streams = streams;
    this.answers = answers;
    addStreams();
  }

  private void addStreams() {
    for (Lane lane : Lane.values()) {
      streams.computeIfAbsent(new StreamId(gateway, epoch, lane), id -> new Stream());
    }
  }

  /** As where a damaged store was set aside: what is stored from now on is numbered anew. */
  public synchronized void beginEpoch(String name) {
    epoch = name;
    addStreams();
  }

  /** The disk becomes slow: what is appended from now on waits. */
  public synchronized void holdWrites() {
    held = true;
  }

  /** The disk takes everything that waits, in order. */
  public void releaseWrites() {
    List<Runnable> completions = new ArrayList<>();
    synchronized (this) {
      held = false;
      while (!waiting.isEmpty()) {
        Waiting next = waiting.remove();
        completions.add(store(next));
      }
    }
    finish(completions);
  }

  /** The disk refuses: every append from now on fails so, and takes no number. */
  public synchronized void failWrites(Reason reason) {
    failure = Optional.of(reason);
  }

  public synchronized void healWrites() {
    failure = Optional.empty();
  }

  /**
   * Power cut and new start: this journal is closed, what was not durable is lost, the new one goes
   * on from what was.
   */
  public synchronized MemoryJournal restart() {
    close();
    return new MemoryJournal(gateway, epoch, clock, streams, answers);
  }

  /** Quarantine and new start: old streams can still be drained, numbers begin anew. */
  public synchronized MemoryJournal restartWithEpoch(String newEpoch) {
    close();
    return new MemoryJournal(gateway, newEpoch, clock, streams, answers);
  }

  @Override
  public CompletableFuture<EventRecord> append(Event event) {
    CompletableFuture<EventRecord> promise = new CompletableFuture<>();
    Runnable completion;
    synchronized (this) {
      Waiting entry = new Waiting(event, clock.read(), promise);
      if (closed) {
        completion = () -> promise.completeExceptionally(unavailable());
      } else if (held) {
        waiting.add(entry);
        return promise;
      } else {
        completion = store(entry);
      }
    }
    finish(List.of(completion));
    return promise;
  }

  /** Numbers, chains and keeps it, or not; what it returns is run outside the lock. */
  private Runnable store(Waiting entry) {
    if (failure.isPresent()) {
      JournalException refusal = new JournalException(failure.get(), "the simulated disk refuses");
      return () -> entry.promise().completeExceptionally(refusal);
    }
    StreamId id = new StreamId(gateway, epoch, entry.event().lane());
    Stream stream = stream(id);
    EventRecord record =
        EventRecord.of(id, stream.lastSequence + 1, stream.lastHash, entry.at(), entry.event());
    stream.lastSequence = record.sequence();
    stream.lastHash = record.hash();
    stream.records.put(record.sequence(), record);
    return () -> entry.promise().complete(record);
  }

  private void finish(List<Runnable> completions) {
    completions.forEach(Runnable::run);
    synchronized (this) {
      if (!closed) {
        caller.execute(() -> listeners.forEach(Runnable::run));
      }
    }
  }

  private Stream stream(StreamId id) {
    Stream stream = streams.get(id);
    return stream == null ? new Stream() : stream;
  }

  @Override
  public synchronized List<StreamStatus> streams() {
    return streams.entrySet().stream()
        .filter(e -> e.getKey().epoch().equals(epoch) || !e.getValue().records.isEmpty())
        .map(
            e ->
                new StreamStatus(
                    e.getKey(),
                    e.getValue().lastSequence,
                    e.getValue().confirmedUpTo,
                    e.getValue().records.size()))
        .sorted(
            Comparator.comparing((StreamStatus s) -> s.stream().lane())
                .thenComparing(s -> s.stream().epoch()))
        .toList();
  }

  @Override
  public synchronized List<EventRecord> read(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    checkOpen();
    if (maxCount < 1 || maxCount > MAX_READ) {
      throw new IllegalArgumentException("1 to 1000 records, not " + maxCount);
    }
    return stream(stream).records.tailMap(afterSequence, false).values().stream()
        .limit(maxCount)
        .toList();
  }

  @Override
  public synchronized void confirm(StreamId id, long upTo, String hash) throws JournalException {
    checkOpen();
    Stream stream = stream(id);
    if (upTo > 0 && upTo == stream.confirmedUpTo && hash.equals(stream.confirmedHash)) {
      return; // the same confirmation once more, after a reconnect
    }
    EventRecord record = stream.records.get(upTo);
    if (record == null || !record.hash().equals(hash)) {
      throw new JournalException(
          Reason.WRONG_CONFIRMATION, "no record " + upTo + " with that hash in " + id);
    }
    stream.records.headMap(upTo, true).clear();
    stream.confirmedUpTo = upTo;
    stream.confirmedHash = hash;
  }

  @Override
  public synchronized Optional<Fields> findAnswer(String requestId) throws JournalException {
    checkOpen();
    return Optional.ofNullable(answers.get(requestId)).map(Remembered::answer);
  }

  @Override
  public void rememberAnswer(String requestId, Fields answer) throws JournalException {
    remember(requestId, new Remembered(answer, true), MAX_ANSWERS);
  }

  @Override
  public void rememberUnchanged(String requestId, Fields answer) throws JournalException {
    remember(requestId, new Remembered(answer, false), MAX_UNCHANGED);
  }

  private synchronized void remember(String requestId, Remembered answer, int limit)
      throws JournalException {
    checkOpen();
    answers.remove(requestId); // the newest is last
    answers.put(requestId, answer);
    List<String> alike =
        answers.entrySet().stream()
            .filter(each -> each.getValue().changed() == answer.changed())
            .map(Map.Entry::getKey)
            .toList();
    if (alike.size() > limit) {
      answers.remove(alike.get(0));
    }
  }

  @Override
  public AutoCloseable onAppended(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void checkOpen() throws JournalException {
    if (closed) {
      throw unavailable();
    }
  }

  private static JournalException unavailable() {
    return new JournalException(Reason.UNAVAILABLE, "the journal is closed");
  }

  /** Fails what still waits; never hangs. */
  @Override
  public void close() {
    List<Waiting> lost;
    synchronized (this) {
      closed = true;
      lost = List.copyOf(waiting);
      waiting.clear();
      caller.shutdown();
    }
    lost.forEach(entry -> entry.promise().completeExceptionally(unavailable()));
  }
}
