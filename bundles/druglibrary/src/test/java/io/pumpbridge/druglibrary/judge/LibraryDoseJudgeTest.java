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
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
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
  private final Recorder recorder = new Recorder(new Fakes.Journal());
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private final LibraryShelf shelf =
      new LibraryShelf(new CrashingStore(), signing, Fakes.IDENTITY, recorder);
  private final Associations associations =
      new Associations(
          new SealedStore(new CrashingStore(), Fakes.SEALER),
          new AssociationCheck(signing, Fakes.IDENTITY),
          new AssociationEvents(recorder));
  private final LibraryDoseJudge judge = new LibraryDoseJudge(shelf, associations, clock);

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
    for (int version = 3; version < 3 + Pins.MAX_LIBRARIES + 1; version++) {
      take(library(version));
      PumpIdentity pump = new PumpIdentity("alaris", "p", "", "pump-" + version, "");
      judge.judge(pump, reading(PumpStatus.INFUSING, "5"));
    }
    PumpIdentity first = new PumpIdentity("alaris", "p", "", "pump-3", "");
    PumpIdentity second = new PumpIdentity("alaris", "p", "", "pump-4", "");
    assertThat(judge.judge(second, reading(PumpStatus.INFUSING, "5")).libraryVersion())
        .isEqualTo(4);
    assertThat(judge.judge(first, reading(PumpStatus.INFUSING, "5")).libraryVersion()).isEqualTo(6);
  }
}
