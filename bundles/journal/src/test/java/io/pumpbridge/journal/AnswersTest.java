// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @Test
  void anAnswerIsFoundAgainAlsoAfterARestartWithAllItsFields() throws Exception {
    Fields answer =
        Fields.builder()
            .putAll(
                Answer.refused(Status.BAD_REQUEST, "too-old", "Ein \u00e4lterer \"Stand\"").body())
            .put("version", (1L << 53) - 1)
            .put("small", 3)
            .put("inner", List.of(Fields.builder().put("a", true).build()))
            .putTexts("texts", List.of("x", ""))
            .build();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.findAnswer("r-1")).isEmpty();
      journal.rememberAnswer("r-1", answer);
      journal.rememberUnchanged("r-2", answer);
      assertThat(journal.findAnswer("r-1")).contains(answer);
      assertThat(journal.findAnswer("r-2")).contains(answer);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.findAnswer("r-1")).contains(answer);
      assertThat(journal.findAnswer("r-2")).contains(answer);
      assertThat(journal.findAnswer("R-1")).isEmpty();
      assertThat(journal.findAnswer("")).isEmpty();
    }
  }

  @Test
  void theLastAnswerToACommandStands() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.rememberAnswer("r", number(1));
      journal.rememberAnswer("r", number(2));
      assertThat(journal.findAnswer("r")).contains(number(2));
    }
  }

  @Test
  void theOldestAreForgottenBeyondTenThousand() throws Exception {
    bench.open(EAGER).close();
    String rows =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
            + " INSERT INTO answer(request_id, sealed) SELECT 'old-' || i, x'00' FROM n";
    bench.tamper(rows);
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      Answers answers = database.answers();
      Bytes sealed = Bytes.of(new byte[] {1});
      answers.put("a", sealed, Long.MAX_VALUE);
      assertThat(answers.find("old-1")).isPresent();
      answers.put("b", sealed, Long.MAX_VALUE);
      assertThat(answers.find("old-1")).isEmpty();
      assertThat(answers.find("old-2")).isPresent();
      answers.put("b", sealed, Long.MAX_VALUE);
      assertThat(answers.find("old-2")).isPresent();
      assertThat(answers.find("a")).isPresent();
      assertThat(answers.find("b")).isPresent();
    }
  }

  /** Both grow, one of them in the midst of the table, and the file is sound at each opening. */
  @Test
  void bothKindsAreThereAfterManyRestarts() throws Exception {
    Fields answer = Fields.builder().put("text", "x".repeat(300)).build();
    for (int run = 0; run < 8; run++) {
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        for (int i = 0; i < 40; i++) {
          journal.rememberUnchanged("refused-" + run + "-" + i, answer);
          journal.rememberAnswer("done-" + run + "-" + i, answer);
        }
        for (int before = 0; before <= run; before++) {
          for (int i = 0; i < 40; i++) {
            assertThat(journal.findAnswer("refused-" + before + "-" + i)).contains(answer);
            assertThat(journal.findAnswer("done-" + before + "-" + i)).contains(answer);
          }
        }
      }
    }
  }

  /** Whoever sends what is refused without end makes a gateway forget nothing that it has done. */
  @Test
  void whatChangedNothingIsForgottenForItsOwnKindOnly() throws Exception {
    bench.open(EAGER).close();
    bench.tamper(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
            + " INSERT INTO answer(request_id, sealed) SELECT 'done-' || i, x'00' FROM n");
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      Answers answers = database.answers();
      Bytes sealed = Bytes.of(new byte[] {1});
      for (int i = 1; i <= 1_001; i++) {
        answers.putUnchanged("refused-" + i, sealed, Long.MAX_VALUE);
      }
      assertThat(answers.find("done-1")).isPresent();
      assertThat(answers.find("refused-1")).isEmpty();
      assertThat(answers.find("refused-2")).isPresent();
      answers.put("done", sealed, Long.MAX_VALUE);
      assertThat(answers.find("done-1")).isEmpty();
      assertThat(answers.find("refused-2")).isPresent();
      answers.put("refused-2", sealed, Long.MAX_VALUE); // judged anew, and done
      answers.putUnchanged("refused-1002", sealed, Long.MAX_VALUE);
      assertThat(answers.find("refused-2")).isPresent();
      assertThat(answers.find("refused-3")).isPresent();
    }
  }

  @Test
  void whatChangedNothingGoesFirstWhereAllAreTooLarge() throws Exception {
    bench.open(EAGER).close();
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      Answers answers = database.answers();
      Bytes sealed = Bytes.of(new byte[100]);
      answers.put("done-1", sealed, 400);
      answers.put("done-2", sealed, 400);
      answers.putUnchanged("refused-1", sealed, 400);
      answers.putUnchanged("refused-2", sealed, 400);
      answers.put("done-3", sealed, 400);
      assertThat(answers.find("refused-1")).isEmpty();
      answers.put("done-4", sealed, 400);
      assertThat(answers.find("refused-2")).isEmpty();
      assertThat(answers.find("done-1")).isPresent();
    }
  }

  @Test
  void whatCameBackIsOlderThanItsKindAndForgottenWithIt() throws Exception {
    bench.open(EAGER).close();
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      Answers answers = database.answers();
      Bytes sealed = Bytes.of(new byte[] {1});
      answers.putUnchanged("here", sealed, Long.MAX_VALUE);
      long refused = answers.after(Long.MIN_VALUE, 1).get(0).id();
      assertThat(answers.bringBack(7, "done", sealed, Long.MAX_VALUE)).isTrue();
      assertThat(answers.bringBack(refused, "refused", sealed, Long.MAX_VALUE)).isTrue();
      assertThat(answers.bringBack(refused, "here", sealed, Long.MAX_VALUE)).isFalse();
      for (int i = 3; i <= Answers.UNCHANGED_LIMIT; i++) {
        answers.putUnchanged("more-" + i, sealed, Long.MAX_VALUE);
      }
      assertThat(answers.bringBack(refused, "late", sealed, Long.MAX_VALUE)).isFalse();
      answers.putUnchanged("one more", sealed, Long.MAX_VALUE);
      assertThat(answers.find("refused")).isEmpty();
      assertThat(answers.find("here")).isPresent();
      assertThat(answers.find("done")).isPresent();
    }
  }

  /** An eighth of the budget is theirs: records must not give way to answers. */
  @Test
  void largeAnswersAreForgottenBeforeTheyCrowdOutTheRecords() throws Exception {
    long share = new Room(EAGER.maxBytes(), 20).answerBytes();
    Fields large = Fields.builder().put("text", "x".repeat((int) share / 10)).build();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (int i = 1; i <= 15; i++) {
        journal.rememberAnswer("r" + i, large);
      }
      assertThat(journal.findAnswer("r15")).contains(large);
      assertThat(journal.findAnswer("r7")).contains(large);
      assertThat(journal.findAnswer("r6")).isEmpty();
      Fields huge = Fields.builder().put("text", "x".repeat((int) share)).build();
      assertThatThrownBy(() -> journal.rememberAnswer("huge", huge))
          .hasMessageContaining("too large");
      assertThat(journal.findAnswer("r15")).contains(large);
    }
  }

  @Test
  void anAnswerCannotBePassedOffAsAnotherCommandsOne() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.rememberAnswer("a", number(1));
      journal.rememberAnswer("b", number(2));
    }
    bench.tamper(
        "UPDATE answer SET sealed = (SELECT sealed FROM answer WHERE request_id = 'a')"
            + " WHERE request_id = 'b'");
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      assertIsThere(journal, "b");
    }
  }

  @Test
  void anAnswerThatCouldNotBeStoredIsNotRemembered() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(FaultyDisk.Fault.BEFORE_COMMIT);
      assertThatThrownBy(() -> journal.rememberAnswer("r", number(1)))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORAGE));
      bench.disk.failWhen(FaultyDisk.Fault.NONE);
      TestBench.result(journal.append(TestBench.alarm(1)));
      assertThat(journal.findAnswer("r")).isEmpty();
    }
  }

  /** The seal does not open, but the row is there. */
  private static void assertIsThere(SqliteEventJournal journal, String requestId) {
    assertThatThrownBy(() -> journal.findAnswer(requestId))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  private static Fields number(long number) {
    return Fields.builder().put("number", number).build();
  }
}
