// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.server.Statistics;
import io.pumpbridge.runtime.command.DemoCommand.Stage;
import io.pumpbridge.runtime.command.DemoCommand.Story;
import io.pumpbridge.simulators.alaris.SimulatedPump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Sets the stage, has the story told, and closes with what was proven. */
public final class DemoStory implements Story {
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public int tell(Stage stage) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "Ctrl-C"));
    quietLog();
    Narrator narrator = new Narrator(stage);
    Claims claims = new Claims(narrator);
    Path gateway = privateDirectory(stage.state().resolve("gateway"));
    Path devices = privateDirectory(stage.state().resolve("dev"));
    try (DemoHospital hospital =
            DemoHospital.open(
                DemoHospital.Settings.in(stage.state().resolve("hospital")), Clock.systemUTC());
        SimulatedPump pump =
            SimulatedPump.start(Ward.PUMP_SERIAL, devices.resolve("bedside-port-1"))) {
      narrator.chapter("A hospital opens");
      hospital.start();
      narrator.say("Its pump server demands a certificate from everybody: " + hospital.url());
      Ward ward = ward(stage, gateway, devices, hospital, pump);
      try {
        provision(ward.agent(), gateway, hospital, claims);
        return tell(stage, ward, narrator, claims);
      } finally {
        ward.agent().stop();
      }
    }
  }

  /** The story is the output; the broker and the server speak up only if something is wrong. */
  private static void quietLog() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
  }

  private static Path privateDirectory(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static Ward ward(
      Stage stage, Path gateway, Path devices, DemoHospital hospital, SimulatedPump pump)
      throws IOException {
    StoredEvents stored = new StoredEvents();
    hospital
        .server()
        .onStored((received, ns) -> stored.add(received.record(), received.document(), ns));
    LineTimes line = new LineTimes();
    pump.addListener(line::onReply);
    Path config = privateDirectory(gateway.resolve("config"));
    Files.writeString(config.resolve("pump-bridge.json"), configuration(devices, hospital.url()));
    AgentProcess agent =
        new AgentProcess(
            stage.product(), config, gateway.resolve("state"), gateway.resolve("agent.log"));
    return new Ward(hospital, pump, agent, stored, line);
  }

  private static String configuration(Path devices, String url) {
    return """
        {
          "trust": { "gateway.id": "%s", "hospital": "%s" },
          "transports": { "ports": ["%s/*"] },
          "drivers": { "families": ["alaris"], "poll.interval.ms": %d },
          "uplink": { "server": "%s" }
        }
        """
        .formatted(DemoDocuments.GATEWAY, DemoDocuments.HOSPITAL, devices, Chapters.POLL_MS, url);
  }

  /** As a technician does it by hand: request out, certificate in. */
  private static void provision(
      AgentProcess agent, Path gateway, DemoHospital hospital, Claims claims) throws Exception {
    hospital.authority().writeAnchors(gateway.resolve("config/anchors"));
    Path request = gateway.resolve("gateway.csr");
    Path certificate = gateway.resolve("gateway.pem");
    boolean enrolled = Files.exists(certificate);
    if (!enrolled) {
      agent.provision("--request", request.toString());
      String issued = hospital.authority().issue(Files.readString(request));
      Path aside = gateway.resolve("gateway.pem.new");
      Files.writeString(aside, issued);
      agent.provision("--certificate", aside.toString());
      Files.move(aside, certificate);
    }
    claims.claim(
        "The gateway has an identity of its own; its key was made on it and never left.",
        Files.exists(certificate),
        enrolled ? "from an earlier run" : "made just now");
  }

  private int tell(Stage stage, Ward ward, Narrator narrator, Claims claims) throws Exception {
    Chapters chapters = new Chapters(ward, narrator, claims);
    Outage outage = new Outage(ward, narrator, claims, ended);
    chapters.pumpIsFound();
    chapters.libraryComesIntoForce();
    chapters.associationArrives();
    chapters.infusionRuns();
    chapters.limitsArePassed();
    outage.happens();
    chapters.forgedLibrariesStayOut();
    close(ward, narrator, claims, chapters, outage);
    if (!stage.once()) {
      narrator.say("");
      narrator.say("The demo goes on: the pump infuses, the server listens. End it with Ctrl-C.");
      ended.await();
    }
    return claims.allHeld() ? 0 : 1;
  }

  private static void close(
      Ward ward, Narrator narrator, Claims claims, Chapters chapters, Outage outage)
      throws Exception {
    narrator.chapter("What was proven");
    Statistics statistics = ward.hospital().server().statistics();
    long produced = statistics.lastSequences().values().stream().mapToLong(Long::longValue).sum();
    long delivered =
        ward.hospital().server().verifyCompleteness().records().values().stream()
            .mapToLong(Long::longValue)
            .sum();
    narrator.figure("events numbered by the gateway", Long.toString(produced));
    narrator.figure("events on the server's disk", Long.toString(delivered));
    narrator.figure("duplicates removed", Long.toString(statistics.duplicates()));
    narrator.figure("gaps", Long.toString(statistics.openGaps()));
    narrator.figure("faults", Long.toString(statistics.faults()));
    narrator.figure("byte on the line to server's disk, p50", chapters.latencies().percentile(50));
    narrator.figure("byte on the line to server's disk, p99", chapters.latencies().percentile(99));
    narrator.figure("backlog after the outage", outage.backlog() + " records");
    narrator.figure("first record after the server's return", outage.reconnected());
    narrator.figure("forged or outdated libraries refused", chapters.refusals() + " of 3");
    claims.claim(
        "What the gateway numbered and what the server holds is the same.",
        produced == delivered && statistics.openGaps() == 0 && statistics.faults() == 0,
        produced + " and " + delivered);
    narrator.figure("claims that held", claims.heldCount() + " of " + claims.count());
  }
}
