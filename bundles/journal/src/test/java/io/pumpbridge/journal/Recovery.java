// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.result;

import io.pumpbridge.journal.Promises.Gap;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens a journal after a power cut and holds it to what it had promised before. */
final class Recovery {
  private static final Pattern GAP =
      Pattern.compile(
          "\"epoch\":\"(\\w+)\",\"first\":(\\d+),.*?\"lane\":\"(\\w+)\",\"last\":(\\d+)");

  /** A gap record that stands for all that an older store held. */
  private static final String ALL_OLDER = "\"reason\":\"store-damaged\"";

  private final TestBench bench;
  private final Promises promised;
  private final Promises everAcknowledged;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Map<Long, String>> recovered = new HashMap<>();
  private final Map<String, StreamStatus> found = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private boolean saysDamaged;
  private long nanos;

  /**
   * @param promised up to the cut
   * @param everAcknowledged also after it, had the power stayed
   */
  Recovery(Path root, Promises promised, Promises everAcknowledged) {
    this.bench = new TestBench(root);
    this.promised = promised;
    this.everAcknowledged = everAcknowledged;
    this.saysDamaged = promised.toldDamage();
    gaps.addAll(promised.gaps());
  }

  /** Returns what does not hold, each as a sentence. */
  List<String> violations() {
    long begin = System.nanoTime();
    try (SqliteEventJournal journal = bench.open(PowerCutSession.SMALLEST, Connections::toSqlite)) {
      nanos = System.nanoTime() - begin;
      String health = journal.check().code();
      if (journal.streams().isEmpty()) {
        violations.add("the journal does not open: " + journal.check());
        return violations;
      }
      requireNoneSetAside(health);
      readAll(journal);
      requireAcknowledged();
      requireConfirmed();
      requireAnswers(journal);
      requireNewNumbers(journal);
    } catch (JournalException | RuntimeException | AssertionError e) {
      violations.add("an exception: " + e);
    }
    return violations;
  }

  /** What opening took. */
  long nanos() {
    return nanos;
  }

  private void requireNoneSetAside(String health) {
    boolean kept = bench.setAside().stream().anyMatch(Recovery::holdsStore);
    if (!promised.damaged() && (kept || health.equals("set-aside") || health.equals("damaged"))) {
      violations.add("an undamaged store was taken for a damaged one: " + health);
    }
  }

  private static boolean holdsStore(Path directory) {
    return Files.exists(directory.resolve("journal.db"));
  }

  private void readAll(SqliteEventJournal journal) throws JournalException {
    for (StreamStatus status : journal.streams()) {
      String stream = name(status.stream());
      found.put(stream, status);
      Map<Long, String> hashes = recovered.computeIfAbsent(stream, none -> new HashMap<>());
      ChainVerifier chain = null;
      for (EventRecord record : TestBench.readAll(journal, status.stream())) {
        if (chain == null) {
          long before = record.sequence() - 1;
          chain = new ChainVerifier(status.stream(), before, record.previousHash());
          String known = everAcknowledged.hashOf(stream, before);
          if (!known.isEmpty() && !known.equals(record.previousHash())) {
            violations.add("the chain does not go on where it was cut: " + stream + " " + before);
          }
        }
        chain.check(record).ifPresent(fault -> violations.add(fault.sentence()));
        String known = everAcknowledged.hashOf(stream, record.sequence());
        if (!known.isEmpty() && !known.equals(record.hash())) {
          violations.add("two contents of one number: " + stream + " " + record.sequence());
        }
        hashes.put(record.sequence(), record.hash());
        gaps.addAll(gapsIn(record));
        saysDamaged |= saysStoreDamaged(record);
      }
    }
    if (saysDamaged && bench.setAside().stream().noneMatch(Recovery::holdsStore)) {
      violations.add("a damaged store was not kept");
    }
  }

  private void requireAcknowledged() {
    promised
        .acknowledged()
        .forEach(
            (stream, hashes) ->
                hashes.forEach(
                    (sequence, hash) -> {
                      if (!isAccountedFor(stream, sequence)) {
                        violations.add("acknowledged and lost: " + stream + " " + sequence);
                      }
                    }));
  }

  private boolean isAccountedFor(String stream, long sequence) {
    Map<Long, String> hashes = recovered.get(stream);
    return (hashes != null && hashes.containsKey(sequence))
        || sequence <= confirmedAtMost(stream)
        || gaps.stream().anyMatch(gap -> gap.covers(stream, sequence))
        || (promised.damaged() && saysDamaged && hashes == null);
  }

  /** A drained stream of an older epoch is there no more. */
  private long confirmedAtMost(String stream) {
    StreamStatus status = found.get(stream);
    return status == null ? promised.confirming(stream) : status.confirmedUpTo();
  }

  private void requireConfirmed() {
    found.forEach(
        (stream, status) -> {
          if (status.confirmedUpTo() > promised.confirming(stream)) {
            violations.add("confirmed by nobody: " + stream + " " + status.confirmedUpTo());
          }
          if (status.confirmedUpTo() < promised.confirmed(stream)) {
            violations.add("a confirmation was forgotten: " + stream);
          }
          if (status.lastSequence() < promised.lastAcknowledged(stream)) {
            violations.add("numbers begin again: " + stream);
          }
          boolean again =
              recovered.get(stream).keySet().stream()
                  .anyMatch(sequence -> sequence <= promised.confirmed(stream));
          if (again) {
            violations.add("a confirmed record would be sent again: " + stream);
          }
        });
    boolean anew =
        promised.acknowledged().keySet().stream().noneMatch(found::containsKey)
            && !promised.acknowledged().isEmpty();
    if (anew && !promised.damaged()) {
      violations.add("a new epoch began");
    }
  }

  private void requireAnswers(SqliteEventJournal journal) throws JournalException {
    for (Map.Entry<String, Long> answer : promised.answers().entrySet()) {
      Optional<Fields> remembered = journal.findAnswer(answer.getKey());
      String expected = Fields.builder().put("number", answer.getValue()).build().toString();
      boolean same = remembered.map(Fields::toString).filter(expected::equals).isPresent();
      if (!same) {
        violations.add("an answer was forgotten: " + answer.getKey());
      }
    }
  }

  /** Life goes on: with numbers that were never anybody else's. */
  private void requireNewNumbers(SqliteEventJournal journal) throws JournalException {
    List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
    for (EventName name : List.of(EventName.SAMPLE, EventName.ALARM, EventName.COMMAND_REFUSED)) {
      futures.add(journal.append(TestBench.event(name, 0)));
    }
    for (CompletableFuture<EventRecord> future : futures) {
      EventRecord record = result(future);
      String stream = name(record.stream());
      StreamStatus before = found.get(stream);
      long last = before == null ? 0 : before.lastSequence();
      if (record.sequence() <= last || record.sequence() <= promised.lastAcknowledged(stream)) {
        violations.add("a number is given twice: " + stream + " " + record.sequence());
      }
    }
    Lane lane = Lane.ALARM;
    if (journal.read(TestBench.stream(journal, lane), 0, 1).isEmpty()) {
      violations.add("what is appended after the cut cannot be read");
    }
  }

  private static String name(StreamId stream) {
    return stream.epoch() + " " + stream.lane().wireName();
  }

  static boolean saysStoreDamaged(EventRecord record) {
    return record.canonical().toText(StandardCharsets.UTF_8).contains(ALL_OLDER);
  }

  /** What a gap record says is lost; none for any other record. */
  static List<Gap> gapsIn(EventRecord record) {
    List<Gap> gaps = new ArrayList<>();
    if (record.stream().lane() == Lane.AUDIT) {
      String text = record.canonical().toText(StandardCharsets.UTF_8);
      int at = text.indexOf("\"event\":{");
      Matcher matcher = GAP.matcher(text.substring(at));
      while (text.contains("JOURNAL_GAP") && matcher.find()) {
        gaps.add(
            new Gap(
                matcher.group(1) + " " + matcher.group(3),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(4))));
      }
    }
    return gaps;
  }
}
