// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import static io.pumpbridge.druglibrary.judge.JudgeLab.reading;
import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.library.Bedside;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Judgement.Limit;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An infusion that began with another library than the one in force. */
class TwoLibrariesTest {
  private final JudgeLab lab = new JudgeLab();

  @Test
  void aRunningInfusionStaysJudgedByTheLibraryItBeganWith() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    lab.take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"")); // more lenient
    assertThat(lab.judge.libraryVersion()).isEqualTo(4);
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(lab.running("40").libraryVersion()).isEqualTo(3);
    lab.judge.judge(JudgeLab.PUMP, reading(PumpStatus.ALARM, "0"));
    assertThat(lab.running("40").libraryVersion()).as("an alarm is no stop").isEqualTo(3);
    lab.judge.judge(JudgeLab.PUMP, reading(PumpStatus.STOPPED, "0"));
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(lab.running("40").libraryVersion()).isEqualTo(4);
  }

  @Test
  void aStricterNewLibraryIsHeardAtOnce() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.running("5").verdict()).isEqualTo(Verdict.WITHIN);
    lab.take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"0.05\""));
    Judgement judgement = lab.running("5");
    assertThat(judgement.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judgement.libraryVersion()).isEqualTo(4);
    assertThat(judgement.reason()).contains("began with library version 3");
  }

  /** As grave a verdict as before hides none of the new library's limits. */
  @Test
  void aFurtherLimitOfTheNewLibraryIsHeardBesideOneThatIsPassedAlready() throws Exception {
    Limit strength = new Limit("soft-max", Figure.CONCENTRATION, Quantity.of("1", "mg/mL"));
    Limit dose = new Limit("soft-max", Figure.DOSE, Quantity.of("2", "mg/h"));
    Judgement began = soft(3, "The bag is too strong.", strength);
    Judgement both =
        TwoLibraries.judge(began, soft(4, "The dose is too high.", dose), Optional.empty(), false);
    assertThat(both.passed()).containsExactly(strength, dose);
    assertThat(both.libraryVersion()).isEqualTo(3);
    assertThat(both.reason())
        .contains("too strong. By library version 4: The dose is too high.")
        .contains("judged by library version 3");
    Judgement same = soft(4, "It is too strong.", strength);
    assertThat(TwoLibraries.judge(began, same, Optional.empty(), false).passed())
        .containsExactly(strength);
  }

  private static Judgement soft(long version, String reason, Limit passed) {
    return new Judgement(
        Verdict.SOFT_HIGH,
        ReasonCode.SOFT_LIMIT_PASSED,
        Optional.empty(),
        Optional.empty(),
        List.of(passed),
        version,
        reason);
  }

  @Test
  void aDrugThatTheNewLibraryNoLongerHoldsStaysJudgedAndThatIsSaid() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    lab.take(with(library(4), "\"norepinephrine\"", "\"something else\""));
    Judgement judgement = lab.running("40");
    assertThat(judgement.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judgement.libraryVersion()).isEqualTo(3);
    assertThat(judgement.reason()).contains("version 4").contains("no entry");
  }

  @Test
  void anInfusionThatBeganWithoutALibraryIsJudgedByTheFirstOne() throws Exception {
    lab.associate();
    assertThat(lab.running("140").code()).isEqualTo(ReasonCode.NO_LIBRARY);
    lab.take(library(3));
    assertThat(lab.running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  @Test
  void oldLibrariesAreNotHeldInMemoryWithoutEnd() throws Exception {
    lab.associate();
    for (int version = 3; version < 3 + Bedside.MAX_OLD + 2; version++) {
      lab.take(library(version));
      PumpIdentity pump = new PumpIdentity("alaris", "p", "", "pump-" + version, "");
      lab.judge.judge(pump, reading(PumpStatus.INFUSING, "5"));
    }
    PumpIdentity first = new PumpIdentity("alaris", "p", "", "pump-3", "");
    PumpIdentity second = new PumpIdentity("alaris", "p", "", "pump-4", "");
    assertThat(lab.judge.judge(second, reading(PumpStatus.INFUSING, "5")).libraryVersion())
        .isEqualTo(4);
    assertThat(lab.judge.judge(first, reading(PumpStatus.INFUSING, "5")).libraryVersion())
        .isEqualTo(7);
  }

  @Test
  void whatItBeganWithIsSaidAlsoWhereNothingIsStricter() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("5");
    lab.take(library(4));
    assertThat(lab.running("5").reason())
        .contains("judged by library version 3, with which it began; version 4 is in force.");
  }

  @Test
  void aRunningInfusionStaysJudgedByItsLibraryAcrossARestart() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    lab.take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"")); // more lenient
    lab.restart();
    lab.restart();
    assertThat(lab.judge.libraryVersion()).isEqualTo(4);
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(lab.running("40").libraryVersion()).isEqualTo(3);
    lab.judge.judge(JudgeLab.PUMP, reading(PumpStatus.STOPPED, "0"));
    lab.restart();
    assertThat(lab.running("40").libraryVersion()).isEqualTo(4);
  }

  @Test
  void anOldLibraryThatNoLongerVerifiesJudgesNobody() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("40");
    lab.take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\""));
    lab.store.names().stream()
        .filter(name -> name.startsWith("library-old-"))
        .forEach(lab.store::damage);
    lab.restart();
    assertThat(lab.running("40").libraryVersion()).isEqualTo(4);
    assertThat(lab.journal.last(EventName.LIBRARY_REFUSED).text("code"))
        .isEqualTo("signature-invalid");
    assertThat(lab.journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("let-go");
  }

  @Test
  void aWithdrawnLimitIsHeardAtOnce() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.WITHIN_LIMITS);
    lab.take(with(library(4), "\"norepinephrine\"", "\"something else\""));
    Judgement judgement = lab.running("5");
    assertThat(judgement.code()).isEqualTo(ReasonCode.LIMIT_WITHDRAWN);
    assertThat(judgement.verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(lab.running("140").code()).isEqualTo(ReasonCode.HARD_LIMIT_PASSED);
  }

  @Test
  void anInfusionThatBeganWithAWithdrawnLibraryIsJudgedOnAndThatIsHeardAtOnce() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("5");
    lab.withdraw(1, 3, 0);
    assertThat(lab.judge.libraryVersion()).isZero();
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(lab.running("5").libraryVersion()).isEqualTo(3);
    assertThat(lab.running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
    lab.restart();
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    lab.judge.judge(JudgeLab.PUMP, reading(PumpStatus.STOPPED, "0"));
    Judgement next = lab.running("5");
    assertThat(next.verdict()).isEqualTo(Verdict.CANNOT_JUDGE);
    assertThat(next.code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(next.reason()).contains("Wrong hard maximum");
    lab.take(library(4));
    assertThat(lab.running("5").libraryVersion()).isEqualTo(4);
  }

  @Test
  void afterAStepBackTheStricterOfBothLibrariesSpeaks() throws Exception {
    lab.take(library(3));
    lab.take(with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\""));
    lab.associate();
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.WITHIN);
    String four = with(library(4), "\"soft_max\": \"0.5\"", "\"soft_max\": \"1\"");
    String hash = EventRecord.hashOf(Examples.bytes(four));
    Bytes signed =
        Examples.signedStatement(with(Examples.statement(1, 4, 3), Examples.contentHash(4), hash));
    lab.say(signed);
    assertThat(lab.judge.libraryVersion()).isEqualTo(3);
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.LIBRARY_WITHDRAWN);
    assertThat(lab.running("5").reason()).contains("version 4").contains("version 3 is in force");
  }

  @Test
  void anotherDrugOrderedForTheChannelIsAnotherInfusion() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("5");
    lab.take(library(4));
    assertThat(lab.running("5").libraryVersion()).isEqualTo(3);
    lab.associations.accept(
        signedAssociation(
            with(
                with(
                    with(ASSOCIATION, "\"norepinephrine\"", "\"propofol\""),
                    "example-not-for-clinical-use-1",
                    "example-2"),
                "2026-03-01T11:00:00Z",
                "2026-03-01T11:30:00Z")),
        lab.clock.read());
    assertThat(lab.running("5").libraryVersion()).isEqualTo(4);
    assertThat(lab.journal.last(EventName.LIBRARY_IN_FORCE).text("cause"))
        .isEqualTo("new-programme");
  }
}
