// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.Bedside;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.line.Lines;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibraryDoseJudgeTest {
  private static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena GH", "800200123", "1.9");

  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();
  private final Recorder recorder = new Recorder(journal);
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private final CrashingStore store = new CrashingStore();
  private Lines lines = Fakes.lines(store, journal, clock);
  private LibraryShelf shelf = new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, lines);
  private final Associations associations =
      new Associations(
          new SealedStore(new CrashingStore(), Fakes.SEALER),
          new AssociationCheck(signing, Fakes.IDENTITY),
          new AssociationEvents(recorder));
  private LibraryDoseJudge judge = new LibraryDoseJudge(shelf, lines, associations, clock);

  /** As after a power cut; the associations are another test's. */
  private void restart() throws Exception {
    lines.keep();
    store.restart();
    lines = Fakes.lines(store, journal, clock);
    shelf = new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, lines);
    shelf.load();
    judge = new LibraryDoseJudge(shelf, lines, associations, clock);
  }

  private void withdraw(long number, long version, long stepBack) {
    CommandHandler statements = new StatementHandler(shelf, clock);
    Bytes signed = Examples.signedStatement(Examples.statement(number, version, stepBack));
    assertThat(
            statements
                .handle(new Command("r", Command.Verb.EXEC, "library-statement", signed))
                .status())
        .isEqualTo(Answer.Status.OK);
  }

  private static Observation reading(PumpStatus status, String rate) {
    return new Observation(
        "1",
        status,
        Optional.of(Quantity.of(rate, "mL/h")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private Judgement running(String rate) {
    return judge.judge(PUMP, reading(PumpStatus.INFUSING, rate));
  }

  private void take(String library) throws RefusedException {
    shelf.accept(signedLibrary(library));
  }

  private void associate() throws RefusedException {
    associations.accept(signedAssociation(ASSOCIATION), clock.read());
  }

  @Test
  void theWholeStoryOfOneInfusion() throws Exception {
    assertThat(running("5").code()).isEqualTo(ReasonCode.NO_LIBRARY);
    take(library(3));
    assertThat(judge.libraryVersion()).isEqualTo(3);
    assertThat(running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    associate();
    assertThat(judge.association(PUMP, "1").orElseThrow().medication().drug())
        .isEqualTo("norepinephrine");
    assertThat(running("5").dose().orElseThrow().toString()).isEqualTo("0.07619 ug/kg/min");
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
    clock.pass(Duration.ofDays(1));
    assertThat(running("140").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThat(judge.association(PUMP, "1")).isEmpty();
  }

  @Test
  void whatIsDroppedIsJudgedByNoMore() throws Exception {
    take(library(3));
    associate();
    assertThat(judge.drop(PUMP, "another pump")).hasSize(1);
    assertThat(running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThat(judge.drop(PUMP, "another pump")).isEmpty();
  }

  @Test
  void theGatewaysCareAreaStillLimitsTheDevice() throws Exception {
    take(library(3));
    Observation fast = reading(PumpStatus.INFUSING, "26");
    assertThat(judge.judge(PUMP, fast, "Nursery").code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(judge.judge(PUMP, fast, "ICU").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
  }

  @Test
  void withoutTrustedTimeNoAssociationIsBelieved() throws Exception {
    take(library(3));
    associate();
    clock.quality = ClockQuality.FLOOR;
    assertThat(running("140").code()).isEqualTo(ReasonCode.CLOCK_UNTRUSTED);
    assertThat(judge.association(PUMP, "1")).isEmpty();
    clock.quality = ClockQuality.HOLDOVER;
    assertThat(running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  @Test
  void aRunningInfusionStaysJudgedByTheLibraryItBeganWith() throws Exception {
    take(library(3));
    associate();
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"")); // more lenient
    assertThat(judge.libraryVersion()).isEqualTo(4);
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(running("40").libraryVersion()).isEqualTo(3);
    judge.judge(PUMP, reading(PumpStatus.ALARM, "0"));
    assertThat(running("40").libraryVersion()).as("an alarm is no stop").isEqualTo(3);
    judge.judge(PUMP, reading(PumpStatus.STOPPED, "0"));
    assertThat(running("40").verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(running("40").libraryVersion()).isEqualTo(4);
  }

  @Test
  void aStricterNewLibraryIsHeardAtOnce() throws Exception {
    take(library(3));
    associate();
    assertThat(running("5").verdict()).isEqualTo(Verdict.WITHIN);
    take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"0.05\""));
    Judgement judgement = running("5");
    assertThat(judgement.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judgement.libraryVersion()).isEqualTo(4);
    assertThat(judgement.reason()).contains("began with library version 3");
  }

  @Test
  void aDrugThatTheNewLibraryNoLongerHoldsStaysJudgedAndThatIsSaid() throws Exception {
    take(library(3));
    associate();
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    take(with(library(4), "\"norepinephrine\"", "\"something else\""));
    Judgement judgement = running("40");
    assertThat(judgement.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judgement.libraryVersion()).isEqualTo(3);
    assertThat(judgement.reason()).contains("version 4").contains("no entry");
  }

  @Test
  void anInfusionThatBeganWithoutALibraryIsJudgedByTheFirstOne() throws Exception {
    associate();
    assertThat(running("140").code()).isEqualTo(ReasonCode.NO_LIBRARY);
    take(library(3));
    assertThat(running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  @Test
  void oldLibrariesAreNotHeldInMemoryWithoutEnd() throws Exception {
    associate();
    for (int version = 3; version < 3 + Bedside.MAX_OLD + 2; version++) {
      take(library(version));
      PumpIdentity pump = new PumpIdentity("alaris", "p", "", "pump-" + version, "");
      judge.judge(pump, reading(PumpStatus.INFUSING, "5"));
    }
    PumpIdentity first = new PumpIdentity("alaris", "p", "", "pump-3", "");
    PumpIdentity second = new PumpIdentity("alaris", "p", "", "pump-4", "");
    assertThat(judge.judge(second, reading(PumpStatus.INFUSING, "5")).libraryVersion())
        .isEqualTo(4);
    assertThat(judge.judge(first, reading(PumpStatus.INFUSING, "5")).libraryVersion()).isEqualTo(7);
  }

  @Test
  void whatItBeganWithIsSaidAlsoWhereNothingIsStricter() throws Exception {
    take(library(3));
    associate();
    running("5");
    take(library(4));
    assertThat(running("5").reason())
        .contains("judged by library version 3, with which it began; version 4 is in force.");
  }

  @Test
  void aRunningInfusionStaysJudgedByItsLibraryAcrossARestart() throws Exception {
    take(library(3));
    associate();
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"")); // more lenient
    restart();
    restart();
    assertThat(judge.libraryVersion()).isEqualTo(4);
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(running("40").libraryVersion()).isEqualTo(3);
    judge.judge(PUMP, reading(PumpStatus.STOPPED, "0"));
    restart();
    assertThat(running("40").libraryVersion()).isEqualTo(4);
  }

  @Test
  void anOldLibraryThatNoLongerVerifiesJudgesNobody() throws Exception {
    take(library(3));
    associate();
    running("40");
    take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\""));
    store.names().stream().filter(name -> name.startsWith("library-old-")).forEach(store::damage);
    restart();
    assertThat(running("40").libraryVersion()).isEqualTo(4);
    assertThat(journal.last(EventName.LIBRARY_REFUSED).text("code")).isEqualTo("signature-invalid");
    assertThat(journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("let-go");
  }

  @Test
  void aWithdrawnLimitIsHeardAtOnce() throws Exception {
    take(library(3));
    associate();
    assertThat(running("5").code()).isEqualTo(ReasonCode.WITHIN_LIMITS);
    take(with(library(4), "\"norepinephrine\"", "\"something else\""));
    Judgement judgement = running("5");
    assertThat(judgement.code()).isEqualTo(ReasonCode.LIMIT_WITHDRAWN);
    assertThat(judgement.verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(running("140").code()).isEqualTo(ReasonCode.HARD_LIMIT_PASSED);
  }

  @Test
  void anInfusionThatBeganWithAWithdrawnLibraryIsJudgedOnAndThatIsHeardAtOnce() throws Exception {
    take(library(3));
    associate();
    running("5");
    withdraw(1, 3, 0);
    assertThat(judge.libraryVersion()).isZero();
    assertThat(running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(running("5").libraryVersion()).isEqualTo(3);
    assertThat(running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
    restart();
    assertThat(running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    judge.judge(PUMP, reading(PumpStatus.STOPPED, "0"));
    Judgement next = running("5");
    assertThat(next.verdict()).isEqualTo(Verdict.CANNOT_JUDGE);
    assertThat(next.code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(next.reason()).contains("Wrong hard maximum");
    take(library(4));
    assertThat(running("5").libraryVersion()).isEqualTo(4);
  }

  @Test
  void afterAStepBackTheStricterOfBothLibrariesSpeaks() throws Exception {
    take(library(3));
    take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\""));
    associate();
    assertThat(running("40").verdict()).isEqualTo(Verdict.WITHIN);
    String four = with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"");
    String hash = EventRecord.hashOf(Examples.bytes(four));
    Bytes signed =
        Examples.signedStatement(with(Examples.statement(1, 4, 3), Examples.contentHash(4), hash));
    new StatementHandler(shelf, clock)
        .handle(new Command("r", Command.Verb.EXEC, "library-statement", signed));
    assertThat(judge.libraryVersion()).isEqualTo(3);
    assertThat(running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(running("5").reason()).contains("version 4").contains("version 3 is in force");
  }

  @Test
  void anotherDrugOrderedForTheChannelIsAnotherInfusion() throws Exception {
    take(library(3));
    associate();
    running("5");
    take(library(4));
    assertThat(running("5").libraryVersion()).isEqualTo(3);
    associations.accept(
        signedAssociation(
            with(
                with(
                    with(ASSOCIATION, "\"norepinephrine\"", "\"propofol\""),
                    "example-not-for-clinical-use-1",
                    "example-2"),
                "2026-03-01T11:00:00Z",
                "2026-03-01T11:30:00Z")),
        clock.read());
    assertThat(running("5").libraryVersion()).isEqualTo(4);
    assertThat(journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("new-programme");
  }
}
