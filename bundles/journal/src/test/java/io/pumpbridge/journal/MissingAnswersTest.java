// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command is told while its answer may lie in a damaged store that cannot be read. */
class MissingAnswersTest {
  private static final Fields DONE = Fields.builder().put("status", "done").build();

  @TempDir Path temp;
  private TestBench bench;
  private List<EventRecord> alarms = List.of();

  /** A store that answered "r", set aside. */
  @BeforeEach
  void setAside() throws Exception {
    bench = new TestBench(temp.resolve("gateway"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, 5);
      journal.rememberAnswer("r", DONE);
    }
    Files.createDirectories(aside());
    Files.move(bench.file(), aside().resolve("journal.db"));
  }

  private Path aside() {
    return bench.directory.resolve("damaged-20260101T000000.000Z");
  }

  /** It is there, and nobody can open it: not even root, as whom this test may run. */
  private void makeUnreadable(Path directory) throws Exception {
    Path store = directory.resolve("journal.db");
    Files.move(store, directory.resolve("kept"));
    Files.createSymbolicLink(store, store.getFileName());
  }

  private void makeReadable(Path directory) throws Exception {
    Path store = directory.resolve("journal.db");
    Files.delete(store);
    Files.move(directory.resolve("kept"), store);
  }

  private static void awaitHealth(SqliteEventJournal journal, String code) {
    TestBench.await("health says " + code, () -> journal.check().code().equals(code));
  }

  private static void assertRefused(SqliteEventJournal journal, String request) {
    assertThatThrownBy(() -> journal.findAnswer(request))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
  }

  @Test
  void anUnknownRequestStaysRefusedUntilTheDamagedStoreCouldBeRead() throws Exception {
    makeUnreadable(aside());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvage-waiting");
      assertThat(journal.check().sentence())
          .contains(aside().getFileName().toString(), "refused", "move");
      assertRefused(journal, "r");
      assertRefused(journal, "never heard of");
      journal.rememberAnswer("new", DONE);
      assertThat(journal.findAnswer("new")).contains(DONE);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).as("scrubs all the same").isTrue();
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertRefused(journal, "r");
      makeReadable(aside());
      awaitHealth(journal, "salvaged");
      assertThat(journal.findAnswer("r")).contains(DONE);
      assertThat(journal.findAnswer("never heard of")).isEmpty();
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
    }
  }

  @Test
  void aStoreThatWasTakenAwayUnreadFreesTheCommandsAndThatIsSaidOnce() throws Exception {
    makeUnreadable(aside());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvage-waiting");
      Files.move(aside(), temp.resolve("for-later"));
      awaitHealth(journal, "salvage-given-up");
      assertThat(journal.findAnswer("r")).isEmpty();
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .filteredOn(gap -> text(gap).contains("\"reason\":\"set-aside-removed\""))
          .singleElement()
          .satisfies(gap -> assertThat(text(gap)).contains(aside().getFileName().toString()));
    }
  }

  @Test
  void itMayBeTakenAwayWhileTheAgentIsOff() throws Exception {
    makeUnreadable(aside());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvage-waiting");
    }
    Files.move(aside(), temp.resolve("for-later"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvage-given-up");
      assertThat(journal.findAnswer("r")).isEmpty();
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .anyMatch(gap -> text(gap).contains("\"reason\":\"set-aside-removed\""));
    }
  }

  @Test
  void aStoreThatCannotBeReadHoldsUpNoOther() throws Exception {
    Path other = bench.directory.resolve("damaged-20260202T000000.000Z");
    Files.move(aside(), other);
    Files.createDirectories(aside());
    Files.copy(other.resolve("journal.db"), aside().resolve("journal.db"));
    makeUnreadable(aside());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      TestBench.await("the other is back", () -> Files.exists(other.resolve("salvaged")));
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
      assertThat(journal.findAnswer("r")).contains(DONE);
      assertRefused(journal, "never heard of");
      awaitHealth(journal, "salvage-waiting");
    }
  }

  /** Has no key for the first damaged store; meanwhile somebody does something. */
  private static final class KeyAway implements Sealer {
    private final Sealer sealer;
    private final String context;
    private Optional<Runnable> meanwhile;

    KeyAway(Sealer sealer, String context, Runnable meanwhile) {
      this.sealer = sealer;
      this.context = context;
      this.meanwhile = Optional.of(meanwhile);
    }

    @Override
    public Bytes seal(Bytes plain, Bytes place) {
      return sealer.seal(plain, place);
    }

    @Override
    public synchronized Bytes open(Bytes sealed, Bytes place) throws TrustException {
      Optional<Runnable> now = meanwhile.filter(m -> place.toText(UTF_8).contains(context));
      if (now.isPresent()) {
        meanwhile = Optional.empty();
        now.get().run();
        throw new TrustException("key-unavailable", "the token was pulled", "");
      }
      return sealer.open(sealed, place);
    }
  }

  /** Between the look at what is there and the look into it. */
  @Test
  void aStoreThatIsTakenAwayWhileItsTurnComesIsNotTakenForAnEmptyOne() throws Exception {
    Path second = bench.directory.resolve("damaged-20260202T000000.000Z");
    Files.createDirectories(second);
    Files.copy(aside().resolve("journal.db"), second.resolve("journal.db"));
    String epoch = alarms.get(0).stream().epoch();
    KeyAway sealer =
        new KeyAway(bench.sealer, epoch, () -> move(second, temp.resolve("for-later")));
    try (SqliteEventJournal journal = bench.openSealedBy(sealer)) {
      TestBench.await("the first is back", () -> Files.exists(aside().resolve("salvaged")));
      TestBench.await(
          "its loss is said", () -> removalsSaid(journal).contains(StoreFiles.name(second)));
      assertThat(removalsSaid(journal)).hasSize(1);
    }
  }

  /** Names of the damaged stores of which that is said. */
  private static List<String> removalsSaid(SqliteEventJournal journal) {
    try {
      return readAll(journal, stream(journal, Lane.AUDIT)).stream()
          .map(TestBench::text)
          .filter(text -> text.contains("\"reason\":\"set-aside-removed\""))
          .map(text -> text.replaceFirst(".*\"kept_in\":\"([^\"]*)\".*", "$1"))
          .toList();
    } catch (JournalException e) {
      throw new AssertionError(e);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What opens everything, and has a bug with the answer to "r", or no memory for it. */
  private record Stumbling(Sealer sealer, boolean forWantOfMemory) implements Sealer {
    @Override
    public Bytes seal(Bytes plain, Bytes context) {
      return sealer.seal(plain, context);
    }

    @Override
    public Bytes open(Bytes sealed, Bytes context) throws TrustException {
      if (context.toText(UTF_8).equals("|answer|r")) {
        if (forWantOfMemory) {
          throw new OutOfMemoryError("so the test wants it");
        }
        throw new IllegalStateException("a bug");
      }
      return sealer.open(sealed, context);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBugInReadingItKeepsItsCommandsRefusedUntilTheNextStartAndHoldsUpNothingElse(
      boolean forWantOfMemory) throws Exception {
    Sealer stumbling = new Stumbling(bench.sealer, forWantOfMemory);
    try (SqliteEventJournal journal = bench.openSealedBy(stumbling)) {
      awaitHealth(journal, "salvage-waiting");
      assertThat(journal.check().sentence()).contains("a bug");
      assertRefused(journal, "r");
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      EventRecord stored = TestBench.result(journal.append(TestBench.alarm(1)));
      assertThat(stored.sequence()).isEqualTo(1);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvaged");
      assertThat(journal.findAnswer("r")).contains(DONE);
    }
  }

  /** Each reading fails; as with a bad block on the disk, that will never be otherwise. */
  @Test
  void aLogWhoseBlocksCannotBeReadCostsOnlyWhatStoodInIt() throws Exception {
    Path log = Files.createDirectories(aside().resolve("journal.db-wal"));
    for (int i = 0; i < 1_000; i++) { // so that there is a size to it
      Files.createFile(log.resolve("nothing-but-a-name-that-takes-room-%04d".formatted(i)));
    }
    assertThat(Files.size(log)).isGreaterThan(2 * Database.PAGE_BYTES);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      awaitHealth(journal, "salvaged");
      assertThat(journal.findAnswer("r")).contains(DONE);
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
    }
  }
}
