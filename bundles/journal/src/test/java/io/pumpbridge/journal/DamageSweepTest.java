// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One byte of a real journal's file is changed, here and there or ({@code -Ddamage.step=1})
 * everywhere: the journal opens, an alarm is stored, and at most one record is lost, which is said.
 */
class DamageSweepTest {
  /** A prime: with the pages' size it meets every place within a page in time. */
  private static final int STEP = Integer.getInteger("damage.step", 97 * 11);

  private static final int PAGE = Database.PAGE_BYTES;

  /** Of a page: kind, first free block, count, where the cells begin, fragments, right child. */
  private static final int PAGE_HEADER = 12;

  /** A changed byte is in one record at most, or in what only leads to others. */
  private static final int MOST_LOST = 1;

  /** Of each lane; fewer ({@code -Ddamage.records=12}) make a file that all of can be changed. */
  private static final int RECORDS = Integer.getInteger("damage.records", 60);

  private static final int CONFIRMED = RECORDS / 3;
  private static final int ANSWERS = 10;

  @TempDir Path temp;
  private final Map<StreamId, List<EventRecord>> original = new LinkedHashMap<>();
  private byte[] whole = new byte[0];
  private int unharmed;
  private int setAside;
  private int mostLost;
  private int lossy;

  @BeforeEach
  void fill() throws Exception {
    TestBench bench = new TestBench(temp.resolve("whole"));
    List<EventRecord> alarms = new ArrayList<>();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<CompletableFuture<EventRecord>> pending = new ArrayList<>();
      for (int i = 1; i <= RECORDS; i++) {
        pending.add(journal.append(alarm(i)));
        pending.add(journal.append(TestBench.sample(i)));
        pending.add(journal.append(TestBench.event(EventName.COMMAND_REFUSED, i)));
        pending.add(journal.append(TestBench.event(EventName.PUMP_IDENTIFIED, i)));
        if (i == CONFIRMED / 2 || i == RECORDS / 2) {
          pending.add(journal.append(longer(EventName.ALARM)));
          pending.add(journal.append(longer(EventName.PUMP_IDENTIFIED)));
        }
      }
      for (var one : pending) {
        EventRecord record = result(one);
        original.computeIfAbsent(record.stream(), stream -> new ArrayList<>()).add(record);
      }
      for (int i = 1; i <= ANSWERS; i++) {
        journal.rememberAnswer("request-" + i, answer(i));
      }
      alarms = original.get(TestBench.stream(journal, Lane.ALARM));
      journal.confirm(
          alarms.get(CONFIRMED - 1).stream(), CONFIRMED, alarms.get(CONFIRMED - 1).hash());
    }
    alarms.subList(0, CONFIRMED).clear();
    whole = Files.readAllBytes(bench.file());
  }

  /** It goes on in two pages of its own. */
  private static Event longer(EventName name) {
    return Event.of(name, Fields.builder().put("text", "x".repeat(2 * PAGE)).build());
  }

  /** One of them goes on in a page of its own. */
  private static Fields answer(int number) {
    String status = number == 1 ? "x".repeat(PAGE) : "done";
    return Fields.builder().put("status", status).put("number", number).build();
  }

  @Test
  void noSingleByteCostsMoreThanOneRecordAndNoneIsLostUnsaid() throws Exception {
    int positions = 0;
    for (int at = 0; at < whole.length; at++) {
      if (at % STEP == at / PAGE % STEP || (at % PAGE < PAGE_HEADER && at % 3 == 0) || at < 100) {
        sweep(at);
        positions++;
      }
    }
    System.out.printf(
        "damage sweep: %d of %d bytes changed; %d opened as they were, %d set aside and salvaged;"
            + " a record lost at %d, most at once %d%n",
        positions, whole.length, unharmed, setAside, lossy, mostLost);
    assertThat(unharmed).isPositive();
    assertThat(setAside).isPositive();
    assertThat(lossy).isPositive();
  }

  private void sweep(int at) throws Exception {
    TestBench bench = new TestBench(temp.resolve("one"));
    Files.createDirectories(bench.directory);
    byte[] damaged = whole.clone();
    damaged[at] ^= (byte) (1 << at % 8);
    Files.write(bench.file(), damaged);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      String place = "byte " + at;
      boolean atOnce = !bench.setAside().isEmpty();
      assertThat(result(journal.append(alarm(-1))).sequence()).as(place).isPositive();
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).as(place).isTrue();
      if (bench.setAside().isEmpty()) {
        unharmed++;
      } else {
        setAside++;
        assertThat(bench.setAside()).as(place).hasSize(1);
        assertThat(bench.setAside().get(0).resolve("salvaged")).as(place).exists();
        if (atOnce) {
          byte[] kept = Files.readAllBytes(bench.setAside().get(0).resolve("journal.db"));
          assertThat(Arrays.equals(kept, damaged)).as(place + " is kept as it was").isTrue();
        }
      }
      requireComplete(journal, place);
    } catch (JournalException e) {
      throw new AssertionError("byte " + at, e);
    } finally {
      remove(bench.directory);
    }
  }

  /** Every record is there, as it was, or said to be missing; every answer too. */
  private void requireComplete(SqliteEventJournal journal, String place) throws Exception {
    List<String> words = words(journal);
    int lost = 0;
    for (Map.Entry<StreamId, List<EventRecord>> entry : original.entrySet()) {
      Map<Long, EventRecord> found = new LinkedHashMap<>();
      long before = 0;
      for (EventRecord record : TestBench.readAll(journal, entry.getKey())) {
        assertThat(record.sequence()).as(place).isGreaterThan(before);
        before = record.sequence();
        found.put(record.sequence(), record);
      }
      for (EventRecord wanted : entry.getValue()) {
        EventRecord record = found.get(wanted.sequence());
        if (record == null) {
          lost++;
          assertThat(words).as(place + " loses " + wanted).anyMatch(word -> names(word, wanted));
        } else {
          assertThat(record).as(place).isEqualTo(wanted);
        }
      }
    }
    for (int i = 1; i <= ANSWERS; i++) {
      var answer = journal.findAnswer("request-" + i);
      if (answer.isEmpty()) {
        lost++;
        assertThat(words).as(place).anyMatch(word -> word.contains("\"answers\":" + (ANSWERS - 1)));
      } else {
        assertThat(answer).as(place).contains(answer(i));
      }
    }
    assertThat(lost).as(place).isLessThanOrEqualTo(MOST_LOST);
    lossy += lost > 0 ? 1 : 0;
    mostLost = Math.max(mostLost, lost);
  }

  private static List<String> words(SqliteEventJournal journal) throws Exception {
    List<String> words = new ArrayList<>();
    for (EventRecord record : TestBench.readAll(journal, TestBench.stream(journal, Lane.AUDIT))) {
      if (TestBench.text(record).contains("JOURNAL_GAP")) {
        words.add(TestBench.text(record));
      }
    }
    return words;
  }

  /** As a hole, or as behind the end of what was found. */
  private static boolean names(String word, EventRecord lost) {
    String lane = "\"lane\":\"" + lost.stream().lane().wireName() + "\"";
    String epoch = "\"epoch\":\"" + lost.stream().epoch() + "\"";
    if (word.contains("\"reason\":\"damaged\"")) {
      return word.contains(epoch)
          && word.contains(lane)
          && number(word, "first") <= lost.sequence()
          && number(word, "last") >= lost.sequence();
    }
    String end = "{" + epoch + ",\"lane\":\"" + lost.stream().lane().wireName() + "\",\"last\":";
    return word.contains(end + (lost.sequence() - 1) + "}");
  }

  private static long number(String word, String name) {
    int at = word.indexOf("\"" + name + "\":") + name.length() + 3;
    int end = at;
    while (Character.isDigit(word.charAt(end))) {
      end++;
    }
    return Long.parseLong(word.substring(at, end));
  }

  static void remove(Path folder) throws Exception {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = new ArrayList<>(files.toList());
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      Files.delete(all.get(i));
    }
  }
}
