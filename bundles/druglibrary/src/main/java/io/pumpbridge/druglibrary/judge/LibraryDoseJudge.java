// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.DoseGuard;
import io.pumpbridge.model.dose.DoseGuard.Basis;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The dose guard with its data: the library in force, the associations held, the clock.
 *
 * <p>A running infusion is judged by the library it began with ({@link Channels}). If a newer one
 * has come into force meanwhile and is stricter, its verdict is given instead ({@link
 * TwoLibraries}), so that the advisory is raised at once.
 */
public final class LibraryDoseJudge implements DoseJudge {
  private final LibraryShelf shelf;
  private final Associations associations;
  private final TrustedClock clock;
  private final Channels channels;

  public LibraryDoseJudge(
      LibraryShelf shelf, Channels channels, Associations associations, TrustedClock clock) {
    this.shelf = shelf;
    this.channels = channels;
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
    Channel channel = new Channel(pump.serialNumber(), observation.channel());
    if (channels.isBackLate(channel, at)) {
      channels.release(pump.serialNumber());
      associations.endLoaded(pump.serialNumber(), at.wall());
    }
    Optional<Association> association = associationAt(channel, at);
    Channels.Judged by =
        channels.on(
            pump,
            observation.channel(),
            observation.status(),
            association.map(LibraryDoseJudge::programme),
            at);
    Judgement judgement = guard(by.began(), association, careArea, pump, observation, at);
    if (!by.isNewest()) {
      judgement =
          TwoLibraries.judge(
              judgement,
              guard(by.newest(), association, careArea, pump, observation, at),
              by.newest().map(VerifiedLibrary::library),
              by.began().filter(shelf::isWithdrawn).isPresent());
    } else if (judgement.code() == ReasonCode.NO_LIBRARY && shelf.trouble().isPresent()) {
      judgement = TwoLibraries.none(judgement, shelf.trouble().get());
    }
    boolean blamesTheOrderSystem = judgement.code() == ReasonCode.NO_ASSOCIATION;
    return blamesTheOrderSystem && at.quality() == ClockQuality.FLOOR
        ? clockUntrusted(judgement)
        : judgement;
  }

  private static Judgement guard(
      Optional<VerifiedLibrary> library,
      Optional<Association> association,
      Optional<String> careArea,
      PumpIdentity pump,
      Observation observation,
      ClockReading at) {
    Basis basis = new Basis(library.map(VerifiedLibrary::library), association, careArea);
    return DoseGuard.judge(basis, pump, observation, at.wall());
  }

  /**
   * Another drug, concentration or way of giving it is another infusion; a weight or a care area is
   * none.
   */
  private static String programme(Association association) {
    Medication medication = association.medication();
    String text =
        String.join(
            "\n",
            medication.drug(),
            medication.therapy().orElse(""),
            medication.concentration().map(Object::toString).orElse(""),
            association.mode().wireName());
    return EventRecord.hashOf(Bytes.of(text, StandardCharsets.UTF_8));
  }

  private Optional<Association> associationAt(Channel channel, ClockReading at) {
    if (at.quality() == ClockQuality.FLOOR) { // it may have ended days ago
      return Optional.empty();
    }
    associations.sweep(at.wall());
    return associations.find(channel, at.wall());
  }

  private static Judgement clockUntrusted(Judgement judgement) {
    return judgement.because(
        ReasonCode.CLOCK_UNTRUSTED,
        "The gateway does not know the time, so it cannot tell which association still holds.");
  }

  @Override
  public Optional<Association> association(PumpIdentity pump, String channel) {
    return associationAt(new Channel(pump.serialNumber(), channel), clock.read());
  }

  @Override
  public List<Association> drop(PumpIdentity pump, String reason) {
    channels.release(pump.serialNumber());
    return associations.drop(pump.serialNumber(), clock.read());
  }

  @Override
  public void lost(PumpIdentity pump) {
    channels.lost(pump.serialNumber());
  }

  @Override
  public long libraryVersion() {
    return shelf.inForce().map(library -> library.library().version()).orElse(0L);
  }
}
