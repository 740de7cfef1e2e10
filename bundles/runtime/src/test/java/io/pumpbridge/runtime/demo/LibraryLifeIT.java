// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.fleet.GatewayStanding;
import io.pumpbridge.pumpserver.fleet.Step;
import io.pumpbridge.pumpserver.server.FleetQuestion;
import io.pumpbridge.runtime.Awaiting;
import io.pumpbridge.runtime.OutputSchema;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library's life on the real agent, which is killed at every step of it. */
class LibraryLifeIT {
  @TempDir private Path directory;
  private final OutputSchema schema = OutputSchema.of("library", "status", "--schema");
  private Bedside bedside;
  private AgentProcess agent;
  private Bed bed;

  /** What shows on the disk that a step is done. */
  private interface Seen {
    boolean on(Path library, byte[] signed, long version) throws IOException;
  }

  private static final List<Seen> STEPS =
      List.of(
          (library, signed, version) -> true, // sent, and no more
          (library, signed, version) -> Files.exists(library.resolve("library.staged.p7m")),
          (library, signed, version) -> isThere(library, "library-old-"),
          (library, signed, version) ->
              Arrays.equals(Files.readAllBytes(library.resolve("library.p7m")), signed),
          (library, signed, version) ->
              Files.readString(library.resolve("highest-version.json"))
                  .contains("\"version\":" + version + "}"));

  private static boolean isThere(Path library, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(library)) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith(prefix));
    }
  }

  private Map<String, Object> status(int exitCode) throws Exception {
    Product.Outcome told = ask("status");
    assertThat(told.exitCode()).as(told.out() + told.err()).isEqualTo(exitCode);
    schema.assertFits(told.out().strip());
    return JSON.std.mapFrom(told.out());
  }

  /** Of an agent that was killed: what is stored, verified anew. */
  private void assertStored(long newest) throws Exception {
    Product.Outcome told = ask("status");
    schema.assertFits(told.out().strip());
    Map<String, Object> stored = JSON.std.mapFrom(told.out());
    long version = version(stored.get("in_force"));
    assertThat(version).isIn(newest - 1, newest);
    assertThat(pump(stored).get("version")).as("step %d", newest).isEqualTo(1);
    assertThat(pump(stored).get("why_not")).isEqualTo(version == 1 ? null : "not-heard-yet");
    assertThat(told.exitCode()).as(told.err()).isEqualTo(version == 1 ? 0 : 1);
  }

  private Product.Outcome ask(String what) throws Exception {
    return Product.run(
        directory,
        "library",
        what,
        "--json",
        "--config",
        bedside.config().toString(),
        "--state",
        bedside.state().toString());
  }

  private static long version(Object library) {
    return library instanceof Map<?, ?> map && map.get("version") instanceof Number number
        ? number.longValue()
        : 0;
  }

  private static Map<?, ?> pump(Map<String, Object> status) {
    return (Map<?, ?>) ((List<?>) status.get("pumps")).get(0);
  }

  private Bytes signed(long version) throws Exception {
    return bedside.hospital().documents().library(DemoDocuments.library(version));
  }

  @Test
  void aRunningInfusionKeepsItsLibraryWhateverIsKilledAndTheServerKnowsWho() throws Exception {
    try (Bedside opened = Bedside.provisioned(directory)) {
      bedside = opened;
      agent = bedside.agentProcess();
      try {
        begin();
        long newest = killAtEveryStep();
        stepBack(newest);
        theServerKnows(newest);
      } finally {
        agent.stop();
      }
    }
  }

  private void begin() throws Exception {
    assertThat(status(1))
        .containsEntry("agent", "not-running")
        .containsEntry("why_not", "library-none");
    agent.start();
    bed = bedside.infusing();
    int mark = bedside.stored().mark();
    assertThat(bedside.sendLibrary(signed(1)).isAccepted()).isTrue();
    bedside.await(mark, Bedside.event(EventName.LIBRARY_IN_FORCE, bed));
    assertThat(status(0)).containsEntry("agent", "running").doesNotContainKey("why_not");
  }

  private long killAtEveryStep() throws Exception {
    long version = 1;
    for (Seen step : STEPS) {
      version++;
      Bytes signed = signed(version);
      var unused = bedside.hospital().server().sendLibrary(DemoDocuments.GATEWAY, signed);
      Path library = bedside.state().resolve("druglibrary");
      long endNs = System.nanoTime() + Bedside.PATIENCE.toNanos();
      while (!isSeen(step, library, signed, version) && System.nanoTime() < endNs) {
        Thread.onSpinWait();
      }
      agent.killHard();
      assertStored(version);
      int mark = bedside.stored().mark();
      agent.start();
      bedside.await(mark, Bedside.linkIs(bed, "connected"));
      assertThat(bedside.sendLibrary(signed).isAccepted()).isTrue();
      awaitWhyNot("infusing");
      assertThat(version(status(1).get("in_force"))).isEqualTo(version);
      assertThat(pump(status(1)).get("version")).isEqualTo(1);
    }
    return version;
  }

  private static boolean isSeen(Seen step, Path library, Bytes signed, long version) {
    try {
      boolean over = STEPS.get(STEPS.size() - 1).on(library, signed.toArray(), version);
      return over || step.on(library, signed.toArray(), version);
    } catch (IOException e) { // just being replaced
      return false; // a step of a few milliseconds may be missed; then the next one is hit
    }
  }

  private void awaitWhyNot(String why) throws Exception {
    Awaiting.until("the pump is heard", () -> why.equals(pump(status(1)).get("why_not")));
  }

  private void stepBack(long newest) throws Exception {
    Fields statement =
        Fields.builder()
            .put("format", "pump-bridge-library-statement-1")
            .put("hospital", DemoDocuments.HOSPITAL)
            .put("id", "W-1")
            .put("number", 1)
            .put("issued", "2026-01-01T00:00:00Z")
            .put("reason", "A test")
            .put("withdrawn", List.of(named(newest)))
            .put("step_back", named(newest - 1))
            .build();
    Bytes signed =
        bedside
            .hospital()
            .documents()
            .libraryStatement(Bytes.of(statement.toString(), StandardCharsets.UTF_8));
    assertThat(
            Bedside.answer(
                    bedside.hospital().server().sendLibraryStatement(DemoDocuments.GATEWAY, signed))
                .code())
        .contains("statement-holds");
    agent.killHard();
    assertThat(version(status(1).get("in_force"))).isEqualTo(newest - 1);
    int mark = bedside.stored().mark();
    agent.start();
    bedside.await(mark, Bedside.linkIs(bed, "connected"));
    assertThat(bedside.sendLibrary(signed(newest)).code()).contains("library-withdrawn");
  }

  private static Fields named(long version) {
    return Fields.builder()
        .put("version", version)
        .put("sha256", EventRecord.hashOf(DemoDocuments.library(version)))
        .build();
  }

  private void theServerKnows(long newest) throws Exception {
    awaitWhyNot("infusing");
    GatewayStanding running = ask();
    assertThat(running.library().orElseThrow().version()).isEqualTo(newest - 1);
    assertThat(running.why()).isEmpty();
    assertThat(running.pumps().get(0).why()).contains("infusing");
    assertThat(running.proof())
        .extracting(Step::name)
        .contains("LIBRARY_RECEIVED", "LIBRARY_VERIFIED", "LIBRARY_ARMED", "LIBRARY_IN_FORCE");
    int mark = bedside.stored().mark();
    bed.pump().atPanel((panel, nowMs) -> panel.stop(nowMs));
    bedside.await(mark, Bedside.event(EventName.LIBRARY_IN_FORCE, bed));
    assertThat(ask().isStale()).isFalse();
  }

  private GatewayStanding ask() throws Exception {
    List<GatewayStanding> standings =
        new FleetQuestion(bedside.hospital().server()).ask(Bedside.PATIENCE);
    assertThat(standings).hasSize(1);
    return standings.get(0);
  }
}
