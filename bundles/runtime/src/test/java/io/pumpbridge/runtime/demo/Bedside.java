// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import io.pumpbridge.simulators.alaris.SimulatedPump;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One bed: a hospital, the pumps that a test plugs in, and the agent between them, which has its
 * identity already. The agent is either the bundles in this JVM or a process of its own.
 */
final class Bedside implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As often as a driver may ask: tests wait for polls. */
  private static final int POLL_MS = 250;

  private static final String TRUST = "io.pumpbridge.trust";
  private static final String PROVISIONING = "io.pumpbridge.model.trust.Provisioning";

  private final Path directory;
  private final Path config;
  private final Path ports;
  private final DemoHospital hospital;
  private final StoredEvents stored = new StoredEvents();
  private final List<SimulatedPump> pumps = new ArrayList<>();
  private Optional<ShippedAgent> agent = Optional.empty();
  private Path state;
  private int starts;
  private long libraryVersion;

  /** The hospital is open, the gateway has its certificate, no agent runs yet. */
  static Bedside provisioned(Path directory) throws Exception {
    Bedside bedside = new Bedside(directory);
    bedside.hospital.start();
    bedside.configure();
    bedside.provision();
    return bedside;
  }

  private Bedside(Path directory) throws Exception {
    this(directory, directory.resolve("config"), directory.resolve("state"));
  }

  /** The same gateway in another hospital: its directories, but anchors and a key anew. */
  static Bedside moved(Bedside from, Path directory) throws Exception {
    Bedside bedside = new Bedside(directory, from.config, from.state);
    bedside.hospital.start();
    bedside.configure();
    return bedside;
  }

  private Bedside(Path directory, Path config, Path state) throws Exception {
    this.directory = directory;
    this.config = Files.createDirectories(config);
    this.ports = Files.createDirectories(directory.resolve("dev"));
    this.state = state;
    this.hospital =
        DemoHospital.open(
            DemoHospital.Settings.in(directory.resolve("hospital")), Clock.systemUTC());
    hospital
        .server()
        .onStored((received, ns) -> stored.add(received.record(), received.document(), ns));
  }

  private void configure() throws Exception {
    hospital.authority().writeAnchors(config.resolve("anchors"));
    Files.writeString(
        config.resolve("pump-bridge.json"),
        """
        { "trust": { "gateway.id": "%s", "hospital": "%s" },
          "transports": { "ports": ["%s/*"] },
          "drivers": { "poll.interval.ms": %d },
          "uplink": { "server": "%s" } }
        """
            .formatted(
                DemoDocuments.GATEWAY, DemoDocuments.HOSPITAL, ports, POLL_MS, hospital.url()));
  }

  /** Request out, certificate in, with nothing but trust awake: as {@code provision} does it. */
  private void provision() throws Exception {
    try (ShippedAgent trust = ShippedAgent.start(config, state, TRUST::equals)) {
      String request = String.valueOf(trust.call(PROVISIONING, "request"));
      trust.call(PROVISIONING, "install", hospital.authority().issue(request));
    }
  }

  /** With the state that an earlier one left, under another path. */
  ShippedAgent startAgent() throws Exception {
    starts++;
    state = Files.move(state, directory.resolve("state-" + starts));
    ShippedAgent started = ShippedAgent.start(config, state, pid -> true);
    agent = Optional.of(started);
    return started;
  }

  /** Likewise, where signed orders may set pumps and a time service vouches for the clock. */
  ShippedAgent startProgrammingAgent() throws Exception {
    starts++;
    state = Files.move(state, directory.resolve("state-" + starts));
    Path file = config.resolve("pump-bridge.json");
    String settings = Files.readString(file);
    if (!settings.contains("programming")) {
      Files.writeString(
          file,
          settings.replace("\"drivers\": {", "\"drivers\": { \"programming\": [\"alaris\"],"));
    }
    ShippedAgent started = ShippedAgent.startSynchronised(config, state);
    agent = Optional.of(started);
    return started;
  }

  /** In order, as SIGTERM does it. */
  void stopAgent() {
    agent.ifPresent(ShippedAgent::close);
    agent = Optional.empty();
  }

  /** Not started yet; the caller stops it. */
  AgentProcess agentProcess() throws IOException {
    return new AgentProcess(Product.JAR, config, state, directory.resolve("agent.log"));
  }

  Path config() {
    return config;
  }

  Path state() {
    return state;
  }

  DemoHospital hospital() {
    return hospital;
  }

  StoredEvents stored() {
    return stored;
  }

  Path directory() {
    return directory;
  }

  // Pumps

  /** A pump at its port; no serial number is used twice. */
  record Bed(String serial, String port, SimulatedPump pump) {}

  /** A stopped pump on a port of its own. */
  Bed plugIn() throws IOException {
    return plugIn("port-" + pumps.size());
  }

  Bed plugIn(String port) throws IOException {
    String serial = "8002-" + (51_740 + pumps.size());
    SimulatedPump pump = SimulatedPump.start(serial, ports.resolve(port));
    pumps.add(pump);
    return new Bed(serial, port, pump);
  }

  /** Plugs in, waits until the server knows of it, and begins to infuse. */
  Bed infusing() throws Exception {
    int mark = stored.mark();
    Bed bed = plugIn();
    await(mark, linkIs(bed, "connected"));
    turnRate(bed, "5.00");
    return bed;
  }

  /** A nurse turns to another rate; returns once the server has it. */
  void turnRate(Bed bed, String rate) throws Exception {
    int mark = stored.mark();
    bed.pump().atPanel((panel, nowMs) -> panel.setRate(new BigDecimal(rate), nowMs));
    bed.pump().atPanel((panel, nowMs) -> panel.start(nowMs));
    await(mark, event(EventName.DELIV_START, bed).and(start -> start.rate().equals(rate)));
  }

  /** Takes every pump away. */
  void clear() throws IOException {
    for (SimulatedPump pump : pumps) {
      pump.close();
    }
  }

  // What the server knows

  static Predicate<Stored> event(EventName name) {
    return event -> event.name().equals(name.name());
  }

  static Predicate<Stored> event(EventName name, Bed about) {
    return event(name)
        .and(
            event -> {
              try {
                Optional<Fields> pump = event.event().findFields("pump");
                return pump.isPresent() && pump.get().text("serial").equals(about.serial());
              } catch (DocumentException e) {
                return false;
              }
            });
  }

  static Predicate<Stored> linkIs(Bed bed, String state) {
    return event(EventName.COMM_STATUS_CHANGE, bed)
        .and(event -> event.textOf("state").equals(state));
  }

  /** Waits for the first that fits and came to the server since the mark. */
  Stored await(int mark, Predicate<Stored> fits) throws InterruptedException {
    Optional<Stored> found = stored.await(mark, fits, PATIENCE);
    assertThat(found).as(() -> "only this came in time: " + eventsSince(mark)).isPresent();
    return found.orElseThrow();
  }

  private List<Fields> eventsSince(int mark) {
    return stored.since(mark).stream().map(Stored::event).toList();
  }

  // What the server says

  static Reply answer(CompletableFuture<Reply> reply) throws Exception {
    return reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  Reply sendLibrary(Bytes signed) throws Exception {
    return answer(hospital.server().sendLibrary(DemoDocuments.GATEWAY, signed));
  }

  Reply sendAssociation(Bytes signed) throws Exception {
    return answer(hospital.server().sendAssociation(DemoDocuments.GATEWAY, signed));
  }

  Reply sendOrder(Bytes signed) throws Exception {
    return answer(hospital.server().sendOrder(DemoDocuments.GATEWAY, signed));
  }

  /** Signed, for this pump's channel, from now on. */
  Bytes association(Bed bed) throws Exception {
    return hospital.documents().association(DemoDocuments.association(bed.serial(), Instant.now()));
  }

  Fields status() throws Exception {
    return answer(hospital.server().request(DemoDocuments.GATEWAY, Verb.GET, "status", Bytes.EMPTY))
        .body()
        .orElseThrow();
  }

  /** A newer library than ever before; returns its version. */
  long putLibraryInForce() throws Exception {
    libraryVersion += 2; // the one between stays free, to be sent too late
    Reply reply = sendLibrary(hospital.documents().library(DemoDocuments.library(libraryVersion)));
    assertThat(reply.isAccepted()).as(reply.toString()).isTrue();
    return libraryVersion;
  }

  /** Gone and back: whoever was connected connects anew, and sends what is not confirmed. */
  void restartHospital() throws Exception {
    hospital.goAway();
    hospital.comeBack();
  }

  @Override
  public void close() throws IOException {
    clear();
    stopAgent();
    hospital.close();
  }
}
