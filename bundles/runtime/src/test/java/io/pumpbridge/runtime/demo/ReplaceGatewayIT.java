// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.runtime.OutputSchema;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway dies; a technician puts another one in its place, as the README says. */
class ReplaceGatewayIT {
  private static final String NEW_ID = "demo-gateway-b";

  @TempDir private Path directory;
  private Bedside bedside;
  private AgentProcess agent;
  private Path backup;

  @BeforeEach
  void workAndSave() throws Exception {
    bedside = Bedside.provisioned(Files.createDirectories(directory.resolve("first")));
    agent = bedside.agentProcess();
    agent.start();
    bedside.infusing();
    bedside.putLibraryInForce();
    backup = directory.resolve("backup.p7m");
    Product.Outcome saved =
        product("backup", bedside.config(), bedside.state(), "--json", "--out", backup.toString());
    assertThat(saved.exitCode()).as(saved.err()).isZero();
    OutputSchema.of("backup", "--schema").assertFits(saved.out());
    assertThat(saved.out()).contains("\"bytes\":" + Files.size(backup) + ",\"left_out\":[]}");
    assertThat(agent.isRunning()).as("a running agent goes on").isTrue();
  }

  @AfterEach
  void clear() throws Exception {
    agent.stop();
    bedside.close();
  }

  private Product.Outcome product(String command, Path config, Path state, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(command, "--config", config.toString(), "--state", state.toString()));
    arguments.addAll(List.of(more));
    return Product.run(directory, arguments.toArray(String[]::new));
  }

  @Test
  void aBackupHoldsNoKeyNoCredentialAndNothingOfAPatient() throws Exception {
    String signed = new String(Files.readAllBytes(backup), StandardCharsets.ISO_8859_1);
    Planted planted = Planted.keysOf(bedside.state());
    Path alone = Files.createDirectories(directory.resolve("alone"));
    Files.copy(backup, alone.resolve("backup.p7m"));
    assertThat(planted.kindsIn(alone)).containsExactly("certificate");
    assertThat(signed)
        .contains("config/pump-bridge.json", "anchors/server/", "library/library.p7m")
        .contains("pumps/known-pumps.tsv")
        .doesNotContain("association");
  }

  @Test
  void anotherGatewayTakesItsPlaceUnderItsOwnIdWithItsOwnKey() throws Exception {
    agent.killHard(); // it is dead
    Path config = directory.resolve("second/config");
    Path state = directory.resolve("second/state");
    Path anchors = bedside.config().resolve("anchors"); // from the hospital, not from the backup
    String[] who = {
      "--gateway-id", NEW_ID, "--hospital", DemoDocuments.HOSPITAL, "--anchors", anchors.toString()
    };
    Product.Outcome dry = restore(config, state, who, "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("new      " + config.resolve("pump-bridge.json"));
    assertThat(directory.resolve("second")).doesNotExist();

    Product.Outcome restored = restore(config, state, who);
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(Files.readString(config.resolve("pump-bridge.json")))
        .contains(NEW_ID, bedside.hospital().url())
        .doesNotContain('"' + DemoDocuments.GATEWAY + '"');

    AgentProcess second =
        new AgentProcess(Product.JAR, config, state, directory.resolve("second.log"));
    Path request = directory.resolve("second.csr");
    second.provision("--request", request.toString());
    Path certificate = directory.resolve("second.pem");
    Files.writeString(certificate, bedside.hospital().authority().issue(Files.readString(request)));
    second.provision("--certificate", certificate.toString());
    int mark = bedside.stored().mark();
    second.start();
    try {
      var from = bedside.await(mark, Bedside.event(EventName.CONFIGURATION_RESTORED));
      assertThat(from.textOf("from")).isEqualTo(DemoDocuments.GATEWAY);
      bedside.await(mark, Bedside.event(EventName.LIBRARY_IN_FORCE));
      Bed bed = bedside.infusing();
      assertThat(bed.serial()).isNotEmpty();
    } finally {
      second.stop();
    }
  }

  private Product.Outcome restore(Path config, Path state, String[] who, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(who));
    arguments.addAll(List.of(more));
    arguments.add(backup.toString());
    return product("restore", config, state, arguments.toArray(String[]::new));
  }

  @Test
  void aBackupThatWasTamperedWithOrIsOfAnotherHospitalChangesNothing() throws Exception {
    agent.stop();
    byte[] before = Files.readAllBytes(bedside.config().resolve("pump-bridge.json"));
    byte[] content = Files.readAllBytes(backup);
    content[content.length / 3] ^= 1;
    Path tampered = Files.write(directory.resolve("tampered.p7m"), content);
    Product.Outcome outcome =
        product("restore", bedside.config(), bedside.state(), "--json", tampered.toString());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).containsAnyOf("signature-invalid", "malformed");

    Path config = directory.resolve("other/config");
    Product.Outcome other =
        product(
            "restore",
            config,
            directory.resolve("other/state"),
            "--json",
            "--gateway-id",
            "bed-1",
            "--hospital",
            "another-hospital",
            "--anchors",
            bedside.config().resolve("anchors").toString(),
            backup.toString());
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("backup-other-hospital");
    assertThat(config.resolve("pump-bridge.json")).doesNotExist();
    assertThat(bedside.config().resolve("pump-bridge.json")).hasBinaryContent(before);
  }

  @Test
  void aWrongSettingIsTakenBack() throws Exception {
    agent.stop();
    Path file = bedside.config().resolve("pump-bridge.json");
    String good = Files.readString(file);
    Files.writeString(file, good.replace("poll.interval.ms\": 250", "poll.interval.ms\": 9000"));
    assertThat(told(0, "--dry-run", backup.toString()))
        .singleElement()
        .asString()
        .contains("\"dry_run\":true", "changed  " + file);
    assertThat(Files.readString(file)).contains("9000");
    assertThat(told(0, backup.toString()))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"done\":true", "changed  " + file);
    assertThat(Files.readString(file)).contains("250").doesNotContain("9000");
    assertThat(trail()).singleElement().asString().contains("\"from\"").doesNotContain("undone");
    assertThat(told(0, "--undo")).singleElement().asString().contains("changed  " + file);
    assertThat(Files.readString(file)).contains("9000");
    assertThat(trail()).hasSize(2).last().asString().contains("\"undone\":\"true\"");
    assertThat(told(0, "--finish")).containsExactly("{\"done\":false,\"changes\":[]}");

    // As a power cut leaves one: decided, and not yet in place.
    Files.move(bedside.state().resolve("before-restore"), bedside.state().resolve("restoring"));
    assertThat(told(0, "--finish")).containsExactly("{\"done\":true,\"changes\":[]}");
    assertThat(trail()).hasSize(3);
  }

  /** What the audit lane says of restores. */
  private List<String> trail() throws Exception {
    Product.Outcome exported =
        Product.run(
            directory,
            "journal",
            "export",
            "--jsonl",
            "--config",
            bedside.config().toString(),
            "--state",
            bedside.state().toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    return exported.out().lines().filter(line -> line.contains("CONFIGURATION_RESTORED")).toList();
  }

  /** Whoever manages files by links would be without any after {@code --undo}. */
  @Test
  void aLinkIsNotReplacedByAFile() throws Exception {
    agent.stop();
    Path file = bedside.config().resolve("pump-bridge.json");
    Path elsewhere = directory.resolve("managed.json");
    Files.writeString(
        elsewhere,
        Files.readString(file).replace("poll.interval.ms\": 250", "poll.interval.ms\": 9000"));
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    Product.Outcome outcome =
        product("restore", bedside.config(), bedside.state(), "--json", backup.toString());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("\"code\":\"restore-link\"", file.toString());
    assertThat(file).isSymbolicLink();
  }

  /** What {@code restore --json} prints, each line held against its schema. */
  private List<String> told(int exitCode, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--json"));
    arguments.addAll(List.of(more));
    Product.Outcome outcome =
        product("restore", bedside.config(), bedside.state(), arguments.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    OutputSchema schema = OutputSchema.of("restore", "--schema");
    assertThat(outcome.out().lines()).allSatisfy(schema::assertFits);
    return outcome.out().lines().toList();
  }
}
