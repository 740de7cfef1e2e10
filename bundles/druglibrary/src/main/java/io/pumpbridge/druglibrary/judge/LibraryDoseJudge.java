// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.DoseGuard;
import io.pumpbridge.model.dose.DoseGuard.Basis;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.util.List;
import java.util.Optional;

/**
 * The dose guard with its data: the library in force, the associations held, the clock.
 *
 * <p>A running infusion is judged by the library it began with. If a newer one has come into force
 * meanwhile and is stricter, its verdict is given instead, so that the advisory is raised at once.
 */
public final class LibraryDoseJudge implements DoseJudge {
  private final LibraryShelf shelf;
  private final Associations associations;
  private final TrustedClock clock;
  private final Pins pins = new Pins();

  public LibraryDoseJudge(LibraryShelf shelf, Associations associations, TrustedClock clock) {
    this.shelf = shelf;
    this.associations = associations;
    this.clock = clock;
  }

  @Override
  public Judgement judge(PumpIdentity pump, Observation observation) {
    return judge(pump, observation, Optional.empty());
  }

  @Override
  public Judgement judge(PumpIdentity pump, Observation observation, String careArea) {
    return judge(pump, observation, Optional.of(careArea));
  }

  private Judgement judge(PumpIdentity pump, Observation observation, Optional<String> careArea) {
    ClockReading at = clock.read();
    Line line = new Line(pump.serialNumber(), observation.channel());
    Optional<Association> association = associationAt(line, at);
    Optional<DrugLibrary> current = shelf.inForce().map(VerifiedLibrary::library);
    Optional<DrugLibrary> began = pins.on(line, observation.status(), current);
    Judgement judgement =
        DoseGuard.judge(new Basis(began, association, careArea), pump, observation, at.wall());
    if (versionOf(began) != versionOf(current)) {
      judgement =
          stricter(
              judgement,
              DoseGuard.judge(
                  new Basis(current, association, careArea), pump, observation, at.wall()));
    }
    boolean blamesTheOrderSystem = judgement.code() == ReasonCode.NO_ASSOCIATION;
    return blamesTheOrderSystem && at.quality() == ClockQuality.FLOOR
        ? clockUntrusted(judgement)
        : judgement;
  }

  private Optional<Association> associationAt(Line line, ClockReading at) {
    if (at.quality() == ClockQuality.FLOOR) { // it may have ended days ago
      return Optional.empty();
    }
    associations.sweep(at.wall());
    return associations.find(line, at.wall());
  }

  private static Judgement clockUntrusted(Judgement judgement) {
    return judgement.because(
        ReasonCode.CLOCK_UNTRUSTED,
        "The gateway does not know the time, so it cannot tell which association still holds.");
  }

  private static Judgement stricter(Judgement began, Judgement now) {
    if (severity(now.verdict()) > severity(began.verdict())) {
      return now.because(
          now.code(),
          now.reason() + " It began with library version " + began.libraryVersion() + ".");
    }
    if (now.verdict() == Verdict.CANNOT_JUDGE && began.verdict() != Verdict.CANNOT_JUDGE) {
      return began.because(
          began.code(),
          began.reason()
              + " Library version "
              + now.libraryVersion()
              + ", now in force, can no longer judge it: "
              + now.reason());
    }
    return began;
  }

  private static int severity(Verdict verdict) {
    return switch (verdict) {
      case CANNOT_JUDGE, INVALID -> 0;
      case WITHIN -> 1;
      case SOFT_LOW, SOFT_HIGH -> 2;
      case HARD_LOW, HARD_HIGH -> 3;
    };
  }

  @Override
  public Optional<Association> association(PumpIdentity pump, String channel) {
    return associationAt(new Line(pump.serialNumber(), channel), clock.read());
  }

  @Override
  public List<Association> drop(PumpIdentity pump, String reason) {
    pins.release(pump.serialNumber());
    return associations.drop(pump.serialNumber(), clock.read().wall());
  }

  @Override
  public long libraryVersion() {
    return versionOf(shelf.inForce().map(VerifiedLibrary::library));
  }

  private static long versionOf(Optional<DrugLibrary> library) {
    return library.map(DrugLibrary::version).orElse(0L);
  }
}
