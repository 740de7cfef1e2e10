// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.runtime.Awaiting;
import io.pumpbridge.runtime.OutputSchema;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.launch.RunningAgent;
import io.pumpbridge.runtime.wipe.Found;
import io.pumpbridge.runtime.wipe.Inventory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that has worked at a bedside is wiped, and nothing of it can be found. */
class DecommissionIT {
  private static final String ENCOUNTER = "enc-20261127-0815";
  private static final String WEIGHT = "71.345";

  @TempDir private Path directory;
  private Bedside bedside;
  private AgentProcess agent;
  private Bed bed;

  /** A pump infuses, a library is in force, an association with a patient's weight holds. */
  @BeforeEach
  void work() throws Exception {
    bedside = Bedside.provisioned(Files.createDirectories(directory.resolve("first")));
    agent = bedside.agentProcess();
    agent.start();
    bed = bedside.infusing();
    bedside.putLibraryInForce();
    int mark = bedside.stored().mark();
    assertThat(bedside.sendAssociation(association()).isAccepted()).isTrue();
    bedside.await(mark, Bedside.event(EventName.ASSOCIATION_ACCEPTED));
  }

  private Bytes association() throws Exception {
    String plain =
        DemoDocuments.association(bed.serial(), Instant.now())
            .toText(StandardCharsets.UTF_8)
            .replace("\"70\"", '"' + WEIGHT + '"')
            .replaceFirst("\\{", "{\"encounter\":\"" + ENCOUNTER + "\",");
    return bedside.hospital().documents().association(Bytes.of(plain, StandardCharsets.UTF_8));
  }

  @AfterEach
  void clear() throws Exception {
    agent.stop();
    bedside.close();
  }

  private Planted planted() throws Exception {
    return Planted.keysOf(bedside.state())
        .add("gateway id", DemoDocuments.GATEWAY)
        .add("hospital", DemoDocuments.HOSPITAL)
        .add("drug", DemoDocuments.DRUG)
        .add("care area", "Demo intensive care")
        .add("encounter", ENCOUNTER)
        .add("weight", WEIGHT)
        .add("pump's serial number", bed.serial())
        .add("a record's form", "\"mono_ms\":")
        .add("server", bedside.hospital().url())
        .add("an anchor", "BEGIN CERTIFICATE");
  }

  private Product.Outcome decommission(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "decommission",
                "--config",
                bedside.config().toString(),
                "--state",
                bedside.state().toString()));
    arguments.addAll(List.of(more));
    return Product.run(directory, arguments.toArray(String[]::new));
  }

  private Path receipt() {
    return directory.resolve("receipt.p7m");
  }

  /** The signed content, as it stands in the file; its signature is OpenSSL's to judge. */
  private Map<String, Object> signedFor() throws Exception {
    String file = new String(Files.readAllBytes(receipt()), StandardCharsets.ISO_8859_1);
    return JSON.std.mapFrom(file.substring(file.indexOf("{\"format\"")));
  }

  private static List<Path> filesIn(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.equals(folder)).toList();
    }
  }

  private void assertWiped(Planted planted) throws Exception {
    assertThat(planted.findIn(bedside.state(), bedside.config())).isEmpty();
    assertThat(filesIn(bedside.state())).isEmpty();
    assertThat(filesIn(bedside.config())).isEmpty();
  }

  @Test
  void theInventoryKnowsEveryFileThatARunningAgentWrites() throws Exception {
    Inventory inventory = Inventory.of(List.of(Path.of("anchors")));
    assertThat(Found.in(bedside.state(), bedside.config(), inventory).unknown()).isEmpty();
    agent.killHard();
    assertThat(Found.in(bedside.state(), bedside.config(), inventory).unknown()).isEmpty();
  }

  @Test
  void aRunningGatewayTellsTheServerEverythingSignsAndIsGone() throws Exception {
    Planted planted = planted();
    assertThat(planted.kindsIn(bedside.state(), bedside.config()))
        .as("what can be found before, so that finding nothing means something")
        .contains("password of the key store", "sealing key in hex", "gateway id", "hospital")
        .contains("drug", "pump's serial number", "server", "an anchor");
    int mark = bedside.stored().mark();
    askForTheNextCertificate();
    Product.Outcome outcome =
        decommission(
            "--receipt",
            receipt().toString(),
            "--yes-wipe",
            DemoDocuments.GATEWAY,
            "--json",
            "--by",
            "T. Echnician",
            "--reason",
            "moves to another ward");
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(agent.isRunning()).isFalse();
    assertWiped(planted);
    OutputSchema schema = OutputSchema.of("decommission", "--schema");
    assertThat(outcome.out().lines()).allSatisfy(schema::assertFits);
    var told = bedside.await(mark, Bedside.event(EventName.GATEWAY_DECOMMISSIONED));
    assertThat(told.textOf("by")).isEqualTo("T. Echnician");
    assertThat(told.textOf("reason")).isEqualTo("moves to another ward");
    Map<String, Object> signed = signedFor();
    assertThat(signed)
        .containsEntry("gateway", DemoDocuments.GATEWAY)
        .containsEntry("hospital", DemoDocuments.HOSPITAL)
        .containsEntry("drain", "complete")
        .containsEntry("lost_records", 0)
        .containsKeys("at", "clock", "journal", "wipes");
    String serial = String.valueOf(((Map<?, ?>) signed.get("certificate")).get("serial"));
    assertThat(told.textOf("serial")).isEqualTo(serial);
    assertThat(outcome.out()).contains("\"serial\":\"" + serial + "\"");
    List<?> certificates = (List<?>) signed.get("certificates");
    assertThat(certificates).hasSize(2);
    Map<?, ?> waiting = (Map<?, ?>) certificates.get(1);
    assertThat(told.textOf("certificates"))
        .isEqualTo("in-use " + serial + ", waiting key " + waiting.get("key_sha256"));
    assertThat(outcome.out()).contains("\"use\":\"waiting\"", "\"use\":\"in-use\"");
  }

  /** Nobody will come back with it: the authority has to know. */
  private void askForTheNextCertificate() throws Exception {
    Product.Outcome asked =
        Product.run(
            directory,
            "provision",
            "--config",
            bedside.config().toString(),
            "--state",
            bedside.state().toString(),
            "--request",
            directory.resolve("next.csr").toString());
    assertThat(asked.exitCode()).as(asked.err()).isZero();
  }

  @Test
  void itCanBeProvisionedAnewForAnotherHospital() throws Exception {
    Product.Outcome outcome =
        decommission("--receipt", receipt().toString(), "--yes-wipe", DemoDocuments.GATEWAY);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Revoke the certificate with the serial number");
    Path elsewhere = Files.createDirectories(directory.resolve("second"));
    try (Bedside moved = Bedside.moved(bedside, elsewhere)) {
      Path request = directory.resolve("new.csr");
      AgentProcess again = moved.agentProcess();
      again.provision("--request", request.toString());
      Path certificate = directory.resolve("new.pem");
      Files.writeString(certificate, moved.hospital().authority().issue(Files.readString(request)));
      again.provision("--certificate", certificate.toString());
      again.start();
      try {
        moved.infusing();
        assertThat(moved.status().whole("library_version")).isZero();
      } finally {
        again.stop();
      }
    }
  }

  @Test
  void undeliveredRecordsAreCountedAndNotLostUnlessSomebodySaysSo() throws Exception {
    Planted planted = planted();
    bedside.hospital().goAway();
    Product.Outcome refused =
        decommission(
            "--receipt",
            receipt().toString(),
            "--yes-wipe",
            DemoDocuments.GATEWAY,
            "--json",
            "--drain-limit",
            "1");
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
    assertThat(refused.err()).contains("\"code\":\"undelivered-records\"", "Nothing was wiped");
    assertThat(receipt()).doesNotExist();
    Awaiting.until("the agent follows the pump again", this::isFollowed);
    Product.Outcome lost =
        decommission(
            "--receipt",
            receipt().toString(),
            "--yes-wipe",
            DemoDocuments.GATEWAY,
            "--json",
            "--drain-limit",
            "1",
            "--lose-undelivered");
    assertThat(lost.exitCode()).as(lost.err()).isZero();
    assertThat((Integer) signedFor().get("lost_records")).isPositive();
    assertThat(signedFor()).containsEntry("drain", "incomplete");
    assertWiped(planted);
  }

  private boolean isFollowed() throws Exception {
    return RunningAgent.find(bedside.state()).orElseThrow().list().stream()
        .anyMatch(entry -> Boolean.TRUE.equals(entry.get("following")));
  }

  @Test
  void anotherGatewaysIdWipesNothing() throws Exception {
    Product.Outcome outcome =
        decommission("--receipt", receipt().toString(), "--yes-wipe", "demo-gatewax");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("Nothing was wiped").contains("demo-gatewax");
    assertThat(isFollowed()).isTrue();
    assertThat(receipt()).doesNotExist();
  }

  @Test
  void killedInTheMiddleNoAgentStartsAndTheSameCommandCompletesIt() throws Exception {
    Planted planted = planted();
    agent.stop();
    Path log = directory.resolve("killed.txt");
    Process killed =
        Product.start(
            Product.JAR,
            directory,
            log,
            log,
            "decommission",
            "--config",
            bedside.config().toString(),
            "--state",
            bedside.state().toString(),
            "--receipt",
            receipt().toString(),
            "--yes-wipe",
            DemoDocuments.GATEWAY);
    Path marked = bedside.state().resolve("decommissioning");
    Awaiting.until("it is decided", () -> Files.exists(marked) || !killed.isAlive());
    killed.destroyForcibly().waitFor();
    assertThat(marked).as(Files.readString(log)).exists();
    Product.Outcome run =
        Product.run(
            directory,
            "run",
            "--config",
            bedside.config().toString(),
            "--state",
            bedside.state().toString());
    assertThat(run.exitCode()).isNotZero();
    Product.Outcome again = decommission();
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(receipt()).exists();
    assertWiped(planted);
  }
}
