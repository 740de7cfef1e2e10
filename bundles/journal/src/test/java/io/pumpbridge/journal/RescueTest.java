// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.GATEWAY;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.trust.Sealer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a desk gets out of a copy of a dead gateway's journal. */
class RescueTest {
  @TempDir Path temp;
  @TempDir Path scratch;
  private TestBench bench;
  private Path copy;
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> findings = new ArrayList<>();

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp.resolve("gateway"));
    copy = temp.resolve("copy");
  }

  /** As it lies on the medium at this moment: nobody has folded the WAL in. */
  private void takeCopy() throws IOException {
    try (Stream<Path> files = Files.walk(bench.directory)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve("journal").resolve(bench.directory.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, target);
        }
      }
    }
  }

  private void rescue(String gateway, Sealer sealer) throws JournalException {
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(sealer);
    desk.rescue(copy, scratch, gateway, lines::add, findings::add);
  }

  private void rescue() throws JournalException {
    rescue(GATEWAY, bench.sealer);
  }

  private List<Map<String, Object>> all(String type) {
    return findings.stream().filter(finding -> finding.get("type").equals(type)).toList();
  }

  private Map<String, Object> backlog(String lane) {
    return all("backlog").stream()
        .filter(finding -> finding.get("lane").equals(lane))
        .findFirst()
        .orElseThrow();
  }

  /** Names and content, each byte. */
  private Map<String, String> fingerprint(Path folder) throws IOException {
    Map<String, String> all = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        all.put(
            folder.relativize(file).toString(), new String(content, StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  @Test
  void whatAKilledGatewayHeldIsToldAndItsFilesStayAsTheyWere() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
      appendAll(journal, EventName.ALARM, 5);
      List<EventRecord> refusals = appendAll(journal, EventName.COMMAND_REFUSED, 7);
      journal.confirm(stream(journal, Lane.AUDIT), 4, refusals.get(3).hash());
      takeCopy();
    }
    assertThat(copy.resolve("journal/journal.db-wal")).isNotEmptyFile();
    Map<String, String> before = fingerprint(copy);

    rescue();

    assertThat(fingerprint(copy)).isEqualTo(before);
    assertThat(lines).hasSize(12).allMatch(line -> line.contains("\"hash\":\""));
    assertThat(backlog("alarm"))
        .containsEntry("told", 5L)
        .containsEntry("confirmed", 0L)
        .containsEntry("undelivered", 5L)
        .containsEntry("closed", 0L);
    assertThat(backlog("audit"))
        .containsEntry("told", 7L)
        .containsEntry("confirmed", 4L)
        .containsEntry("undelivered", 3L);
    assertThat(all("lane"))
        .hasSize(Lane.values().length)
        .allMatch(lane -> lane.get("ok").equals(true));
    assertThat(all("fault")).isEmpty();
    assertThat(all("damage")).isEmpty();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).as("no copy stays").isEmpty();
    }
    List<Map<String, Object>> verified = new ArrayList<>();
    new JournalDeskComponent().verifyExport(lines.iterator(), verified::add);
    assertThat(verified).filteredOn(one -> one.get("type").equals("fault")).isEmpty();
  }

  @Test
  void aDamagedPageCostsItsOwnRecordsWhichAreNamedAndNoOthers() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 200);
    }
    takeCopy();
    spoilLeafWith(copy.resolve("journal/journal.db"), 120);

    rescue();

    assertThat(all("damage")).hasSize(1);
    Map<String, Object> damage = all("damage").get(0);
    long first = (long) damage.get("first");
    long last = (long) damage.get("last");
    assertThat(damage).containsEntry("lane", "alarm").containsEntry("store", "journal.db");
    assertThat(first).isLessThanOrEqualTo(120);
    assertThat(last).isGreaterThanOrEqualTo(120).isLessThan(first + 20);
    assertThat(lines).hasSize((int) (200 - (last - first + 1)));
    assertThat(all("fault"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault).containsEntry("fault", "missing").containsEntry("seq", first);
              assertThat(fault).containsEntry("to", last);
            });
  }

  /** Its free room names the first record, whose end the root's own cells have written over. */
  @Test
  void whatARootKeepsOfTheLeafThatItWasIsNoRecord() throws Exception {
    assertNoRecord((content, root, cell) -> content.putShort(root + 64, (short) cell));
  }

  /** As if a page of records had become the only one of an empty table. */
  @Test
  void whatALeafKeepsFromBeforeIsNoRecord() throws Exception {
    assertNoRecord(
        (content, root, cell) -> {
          int leaf = emptyLeaf(content);
          content.put(leaf + cell, content, root + cell, Database.PAGE_BYTES - cell);
          content.putShort(leaf + 8, (short) cell);
        });
  }

  /** Leaves remains of a record where they do no harm. */
  private interface Leaving {
    void in(ByteBuffer content, int root, int cell);
  }

  private void assertNoRecord(Leaving leaving) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 200);
    }
    takeCopy();
    Path file = copy.resolve("journal/journal.db");
    byte[] content = Files.readAllBytes(file);
    int root = rootWithRemains(content);
    leaving.in(ByteBuffer.wrap(content), root, lastRemains(content, root));
    Files.write(file, content);
    spoilLeafWith(file, 120);

    rescue();

    assertThat(all("damage")).singleElement().satisfies(d -> assertThat(d).containsKey("first"));
  }

  private static int emptyLeaf(ByteBuffer content) {
    for (int page = Database.PAGE_BYTES; page < content.capacity(); page += Database.PAGE_BYTES) {
      if (content.get(page) == 13 && content.getShort(page + 3) == 0) {
        return page;
      }
    }
    throw new AssertionError("no table is empty");
  }

  /** An inner page of a table, which was its only leaf before it grew. */
  private static int rootWithRemains(byte[] content) {
    for (int page = Database.PAGE_BYTES; page < content.length; page += Database.PAGE_BYTES) {
      if (content[page] == 5 && lastRemains(content, page) > 0) {
        return page;
      }
    }
    throw new AssertionError("no root has grown out of a leaf");
  }

  /** Where a cell begins: three bytes before the types NULL, blob of 32, blob of 32. */
  private static int lastRemains(byte[] content, int page) {
    for (int at = Database.PAGE_BYTES - 8; at > 0; at--) {
      if (ByteBuffer.wrap(content).getInt(page + at + 4) == 0x004c4c84) {
        return at;
      }
    }
    return 0;
  }

  /** Makes the page that holds the record with that number no page any more. */
  private void spoilLeafWith(Path file, int number) throws Exception {
    byte[] hash;
    try (Database database = Database.open(bench.file(), 1L << 40, Connections::toSqlite)) {
      Head head = database.streams().all().get(0);
      assertThat(head.stream().lane()).isEqualTo(Lane.ALARM);
      hash = database.records().at(head, number).orElseThrow().hash().toArray();
    }
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    // As the record's own hash, and not as its successor's "prev", which stands before another.
    String wanted = new String(hash, StandardCharsets.ISO_8859_1);
    int at = content.indexOf(wanted);
    assertThat(at).isPositive();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek((long) at / Database.PAGE_BYTES * Database.PAGE_BYTES);
      // All of it: what is left of a row is found by chance, and counts then.
      bytes.write(new byte[Database.PAGE_BYTES]);
    }
  }

  @Test
  void recordsThatDoNotOpenAreCountedAndNamed() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 5);
      appendAll(journal, EventName.COMMAND_REFUSED, 5);
    }
    bench.tamper(
        "DELETE FROM records_4 WHERE seq = 2", "UPDATE records_4 SET sealed = x'01' WHERE seq = 4");
    takeCopy();

    rescue();

    assertThat(lines).hasSize(8);
    assertThat(backlog("audit")).containsEntry("told", 3L).containsEntry("closed", 1L);
    assertThat(
            all("fault").stream()
                .map(f -> f.get("fault") + " " + f.get("lane") + " " + f.get("seq")))
        .containsExactly("missing audit 2", "changed audit 4");
  }

  @Test
  void aStoreThatTheGatewayHadSetAsideIsRescuedToo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    bench.tamper("PRAGMA user_version = 99", "UPDATE stream SET removed_up_to = 2 WHERE id = 1");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 2);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).as("all is back").isTrue();
    }
    assertThat(bench.setAside()).hasSize(1);
    bench.tamperIn(
        bench.setAside().get(0).resolve("journal.db"),
        "PRAGMA user_version = 1",
        "UPDATE stream SET removed_up_to = 0 WHERE id = 1");
    takeCopy();
    Files.createDirectories(copy.resolve("journal/damaged-20260101T000000.000Z"));
    Files.writeString(copy.resolve("journal/damaged-20260101T000000.000Z/journal.db"), "no store");

    rescue();

    assertThat(lines).as("what came back is told once").doesNotHaveDuplicates();
    assertThat(lines.stream().filter(line -> line.contains("\"ALARM\"")))
        .as("3, then 2")
        .hasSize(5);
    assertThat(lines).as("says why").anyMatch(line -> line.contains("store-damaged"));
    assertThat(all("damage"))
        .singleElement()
        .satisfies(
            damage ->
                assertThat(damage)
                    .containsEntry("store", "damaged-20260101T000000.000Z/journal.db"));
  }

  @Test
  void ofMoreStoresThanAreReadTheOldestAreLeftOutAndNamed() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    takeCopy();
    for (int i = 100; i < 165; i++) {
      Path aside = Files.createDirectories(copy.resolve("journal/damaged-" + i));
      Files.writeString(aside.resolve("journal.db"), "no store");
    }

    rescue();

    assertThat(lines).hasSize(3);
    assertThat(all("damage"))
        .hasSize(65)
        .filteredOn(damage -> String.valueOf(damage.get("reason")).contains("left out"))
        .extracting(damage -> damage.get("store"))
        .containsExactly("damaged-100/journal.db", "damaged-101/journal.db");
  }

  @Test
  void anotherGatewaysKeyAndAnotherKeyAreToldApartFromDamage() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    takeCopy();
    assertThatThrownBy(() -> rescue("gw-icu-8", bench.sealer))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("journal-foreign"))
        .hasMessageContaining("gw-icu-8")
        .hasMessageContaining(GATEWAY);
    assertThatThrownBy(() -> rescue(GATEWAY, TestBench.sealer("ward eight")))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("journal-foreign"))
        .hasMessageContaining("another key");
    assertThat(findings).isEmpty();
  }

  @Test
  void whereThereIsNoJournalThatIsSaid() throws Exception {
    Files.createDirectories(copy.resolve("journal"));
    assertThatThrownBy(this::rescue).hasMessageContaining("There is no journal in");
    Files.writeString(copy.resolve("journal/journal.db"), "nothing of the kind");
    assertThatThrownBy(this::rescue).hasMessageContaining("can be read");
  }
}
