// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The story of an ordinary day: found, equipped, infusing, advised, attacked. */
final class Chapters {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The demo's agent asks the pump this often; an advisory must come within one of these. */
  static final int POLL_MS = 500;

  private static final int TITRATION_STEPS = 20;
  private static final String WITHIN_RATE = "5.00";
  private static final String SOFT_RATE = "40.00";
  private static final String HARD_RATE = "140.00";

  private final Ward ward;
  private final Narrator narrator;
  private final Claims claims;
  private final Latencies latencies = new Latencies();

  private long libraryVersion;
  private int refusals;

  Chapters(Ward ward, Narrator narrator, Claims claims) {
    this.ward = ward;
    this.narrator = narrator;
    this.claims = claims;
  }

  /** From the byte on the line to the server's disk, for each change of rate. */
  Latencies latencies() {
    return latencies;
  }

  int refusals() {
    return refusals;
  }

  void pumpIsFound() throws Exception {
    narrator.chapter("A pump is plugged in");
    narrator.say("Nobody tells the gateway what it is. It opens the port and asks.");
    int mark = ward.stored().mark();
    ward.agent().start();
    Optional<Stored> found =
        ward.stored().await(mark, event -> event.name().equals("PUMP_IDENTIFIED"), PATIENCE);
    claims.claim(
        "The bridge found out by itself that an Alaris pump is there, and told the server.",
        found.isPresent() && found.get().event().toString().contains(Ward.PUMP_SERIAL),
        found.map(event -> "serial number " + Ward.PUMP_SERIAL).orElse("nothing was found"));
  }

  void libraryComesIntoForce() throws Exception {
    narrator.chapter("The pharmacy sends a drug library");
    narrator.say("Its author and its approver, two different people, have signed it.");
    // A version below stays free, so that an older one than the one in force can be sent later.
    libraryVersion = ward.libraryVersion() + 2;
    int mark = ward.stored().mark();
    Optional<Reply> reply =
        sendLibrary(ward.hospital().documents().library(DemoDocuments.library(libraryVersion)));
    Optional<Stored> inForce =
        ward.stored().await(mark, event -> event.name().equals("LIBRARY_IN_FORCE"), PATIENCE);
    claims.claim(
        "Both signatures were verified at the bedside, and the library is in force.",
        reply.map(Reply::isAccepted).orElse(false)
            && inForce.isPresent()
            && ward.libraryVersion() == libraryVersion,
        "version " + libraryVersion);
  }

  void associationArrives() throws Exception {
    narrator.chapter("The order system says what runs");
    narrator.say(
        "The pump names no drug. A signed association says it: "
            + DemoDocuments.DRUG
            + " 16 mg in 250 mL, 70 kg, intensive care.");
    narrator.say("The figures are an example, not for clinical use.");
    Bytes signed =
        ward.hospital()
            .documents()
            .association(DemoDocuments.association(Ward.PUMP_SERIAL, Instant.now()));
    Optional<Reply> reply =
        Ward.answer(ward.hospital().server().sendAssociation(DemoDocuments.GATEWAY, signed));
    claims.claim(
        "The association was verified and belongs to this pump's channel 1 now.",
        reply.map(Reply::isAccepted).orElse(false),
        reply.flatMap(Reply::reason).orElse(""));
  }

  void infusionRuns() throws Exception {
    narrator.chapter("An infusion starts, and a nurse titrates it");
    int mark = ward.stored().mark();
    ward.turnRateTo(WITHIN_RATE);
    ward.atPanel((panel, nowMs) -> panel.start(nowMs));
    boolean seen = measure(mark, WITHIN_RATE);
    for (int step = 1; step < TITRATION_STEPS; step++) {
      String rate = String.format(Locale.ROOT, "%.2f", 5 + step * 0.25);
      mark = ward.stored().mark();
      ward.turnRateTo(rate);
      seen &= measure(mark, rate);
    }
    claims.claim(
        "Every start and change of rate reached the server's disk.",
        seen,
        TITRATION_STEPS
            + " changes; from the byte on the line p50 "
            + latencies.percentile(50)
            + ", p99 "
            + latencies.percentile(99));
  }

  /** Waits for the delivery that began with this rate and takes the time since the line had it. */
  private boolean measure(int mark, String rate) throws InterruptedException {
    Optional<Stored> start =
        ward.stored()
            .await(
                mark,
                event -> event.name().equals("DELIV_START") && event.rate().equals(rate),
                PATIENCE);
    Optional<LineTimes.Moment> line = ward.line().first(rate);
    if (start.isEmpty() || line.isEmpty()) {
      return false;
    }
    latencies.add(start.get().storedNs() - line.get().nanoTime());
    return true;
  }

  void limitsArePassed() throws Exception {
    narrator.chapter("The rate is turned up too far");
    advisory(SOFT_RATE, "soft-high", "amber-blinking", "soft");
    advisory(HARD_RATE, "hard-high", "red-blinking", "hard");
    int mark = ward.stored().mark();
    ward.turnRateTo(WITHIN_RATE);
    Optional<Stored> cleared =
        ward.stored().await(mark, event -> event.name().equals("ADVISORY_CLEARED"), PATIENCE);
    claims.claim(
        "Back within the limits, the bridge falls silent; it never touched the pump.",
        cleared.isPresent() && ward.pump().look((pump, nowMs) -> pump.isRunning()),
        "the pump is still infusing");
  }

  private void advisory(String rate, String verdict, String light, String kind)
      throws InterruptedException {
    int mark = ward.stored().mark();
    ward.turnRateTo(rate);
    Optional<Stored> raised =
        ward.stored()
            .await(
                mark,
                event ->
                    event.name().equals("ADVISORY_RAISED")
                        && event.textOf("verdict").equals(verdict),
                PATIENCE);
    Optional<LineTimes.Moment> line = ward.line().first(rate);
    boolean withinOnePoll = false;
    String measured = "no advisory came";
    if (raised.isPresent() && line.isPresent()) {
      long ms = Duration.between(line.get().wall(), raised.get().at()).toMillis();
      withinOnePoll =
          ward.line().isWithinOnePoll(rate, raised.get().at())
              && raised.get().textOf("light").equals(light);
      measured =
          raised.get().textOf("reason")
              + " Light "
              + light
              + ", sound "
              + raised.get().textOf("sound")
              + ", "
              + Math.max(ms, 0)
              + " ms after the line said so";
    }
    claims.claim(
        "Past the " + kind + " limit, light, sound and event come within one poll.",
        withinOnePoll,
        measured);
  }

  void forgedLibrariesStayOut() throws Exception {
    narrator.chapter("Forged and outdated libraries arrive");
    var documents = ward.hospital().documents();
    Bytes good = documents.library(DemoDocuments.library(libraryVersion + 1));
    refused("with one byte changed", DemoDocuments.flipped(good));
    refused(
        "signed by its author only",
        documents.libraryWithoutApprover(DemoDocuments.library(libraryVersion + 1)));
    refused(
        "older than the one in force, though signed by both",
        documents.library(DemoDocuments.library(libraryVersion - 1)));
    claims.claim(
        "The library in force is still the good one.",
        ward.libraryVersion() == libraryVersion,
        "version " + libraryVersion);
  }

  private void refused(String how, Bytes library) throws InterruptedException {
    int mark = ward.stored().mark();
    Optional<Reply> reply = sendLibrary(library);
    Optional<Stored> recorded =
        ward.stored().await(mark, event -> event.name().equals("LIBRARY_REFUSED"), PATIENCE);
    boolean held = reply.map(answer -> !answer.isAccepted()).orElse(false) && recorded.isPresent();
    refusals += held ? 1 : 0;
    claims.claim(
        "A library " + how + " is refused, and the refusal is recorded.",
        held,
        reply.flatMap(Reply::code).orElse("no answer")
            + ": "
            + reply.flatMap(Reply::reason).orElse(""));
  }

  private Optional<Reply> sendLibrary(Bytes signed) throws InterruptedException {
    return Ward.answer(ward.hospital().server().sendLibrary(DemoDocuments.GATEWAY, signed));
  }
}
