// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the jar that ships, from another directory than its own. */
class CommandLineIT {
  @TempDir private Path directory;

  @Test
  void helpNamesEveryCommandAndTheExitCodes() throws Exception {
    Product.Outcome help = Product.run(directory, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("run", "demo", "provision", "Exit codes:")
        .contains("0   done", "1   the answer is no", "2   used wrongly", "3   failed");
    assertThat(Product.run(directory, "--version").out()).startsWith("pump-bridge 0.");
  }

  @Test
  void anUnknownOptionIsUsedWrongly() throws Exception {
    Product.Outcome outcome = Product.run(directory, "run", "--nonsense");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--nonsense").contains("--help");
  }

  @Test
  void aMissingConfigurationIsOneSentenceAndExitTwo() throws Exception {
    Product.Outcome outcome = run("none");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("none/pump-bridge.json does not exist");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void everythingThatIsWrongInTheConfigurationIsSaidInOneSentenceEach() throws Exception {
    write(
        """
        { "trust": { "gateway.id": 7 },
          "journal": { "max.megabytes": 1 },
          "transports": { "port": "/dev/ttyUSB0" },
          "uplonk": {} }
        """);
    Product.Outcome outcome = run("config");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .hasSizeGreaterThanOrEqualTo(6)
        .anyMatch(line -> line.contains("no section 'uplonk'"))
        .anyMatch(line -> line.contains("trust.gateway.id must be text"))
        .anyMatch(line -> line.contains("trust.hospital is missing"))
        .anyMatch(line -> line.contains("journal.max.megabytes must be 16 to 4096"))
        .anyMatch(line -> line.contains("transports.port is not known; known are ports"))
        .anyMatch(line -> line.contains("uplink.server is missing"));
  }

  @Test
  void brokenJsonIsSaidWithItsLine() throws Exception {
    write("{ \"trust\": {\n  \"hospital\": \"a\", \"hospital\": \"b\" } }");
    Product.Outcome outcome = run("config");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Duplicate field 'hospital'").contains("line 2");
  }

  @Test
  void whatIsNoObjectIsSaidInOneSentence() throws Exception {
    for (String text : new String[] {"", "[]", "null", "7"}) {
      write(text);
      Product.Outcome outcome = run("config");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err().lines()).singleElement().asString().contains("no JSON object");
    }
  }

  @Test
  void whatIsOutOfRangeIsNamedAllAtOnce() throws Exception {
    write(
        "{\"trust\":{\"gateway.id\":\"bed-1\",\"hospital\":\"a\",\"revocation.stale.days\":0},"
            + "\"drivers\":{\"poll.interval.ms\":5},\"uplink\":{\"server\":\"ssl://a:1\"},"
            + "\"transports\":{\"ports\":[\"/dev/x\"]}}");
    Product.Outcome outcome = run("config");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("trust.revocation.stale.days must be 1 to 365, is 0")
        .contains("drivers.poll.interval.ms must be 250 to 10000, is 5");
  }

  @Test
  void aGatewayIdThatIsNoneIsNamedBeforeAnythingStarts() throws Exception {
    write(
        "{\"trust\":{\"gateway.id\":\"bed 12\",\"hospital\":\"a\"},"
            + "\"uplink\":{\"server\":\"ssl://a:1\"},\"transports\":{\"ports\":[\"/dev/x\"]}}");
    Product.Outcome outcome = run("config");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("config/pump-bridge.json: trust.gateway.id must be 1 to 64 of A-Z a-z 0-9 . _ -,")
        .endsWith("not \"bed 12\".");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void aHospitalThatIsNoneIsNamedBeforeAnythingStarts() throws Exception {
    for (String none : List.of("", " ", "St\\u001b[2J\\u000aExample", "H".repeat(65))) {
      write(
          "{\"trust\":{\"gateway.id\":\"bed-12\",\"hospital\":\""
              + none
              + "\"},\"uplink\":{\"server\":\"ssl://a:1\"},"
              + "\"transports\":{\"ports\":[\"/dev/x\"]}}");
      Product.Outcome outcome = run("config");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err().lines())
          .singleElement()
          .asString()
          .contains("config/pump-bridge.json: trust.hospital must be 1 to 64 printable characters,")
          .endsWith("not \"" + none + "\".");
      assertThat(directory.resolve("state")).doesNotExist();
    }
  }

  @Test
  void aValueThatOnlyTheComponentCanJudgeIsRefusedAsWell() throws Exception {
    Product.configuration(directory.resolve("config"));
    Product.Outcome outcome =
        Product.run(
            directory, "run", "--config", "config", "--state", "state", "--server", "tcp://x:1");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("uplink").contains("ssl://");
    Product.Outcome port =
        Product.run(
            directory, "run", "--config", "config", "--state", "state", "--port", "ttyUSB0");
    assertThat(port.exitCode()).isEqualTo(2);
    assertThat(port.err()).contains("transports: port 'ttyUSB0' must be an absolute path");
  }

  @Test
  void errorsAreJsonForPrograms() throws Exception {
    Product.Outcome outcome =
        Product.run(directory, "run", "--config", "none", "--state", "state", "--json");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("\"error\"", "\"code\":\"configuration-missing\"", "\"layer\":\"usage\"");
  }

  @Test
  void itRunsIsAloneWithItsStateAndStopsInOrder() throws Exception {
    Product.configuration(directory.resolve("config"));
    StartedProduct first = StartedProduct.agent(directory);
    try (first) {
      Product.Outcome second = run("config");
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err()).contains("process " + first.process().pid()).contains("--state");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("state"))))
          .isEqualTo("rwx------");
    }
    assertThat(first.process().exitValue()).isZero();
    assertThat(first.complained()).doesNotContain("did not stop in time", "ERROR");
  }

  @Test
  void theDemoSaysWhereItsPartsBelongWhenTheyAreNotThere() throws Exception {
    Path alone = Files.copy(Product.JAR, directory.resolve("pump-bridge.jar"));
    Product.Outcome outcome = Product.run(alone, directory, "demo", "--once");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("not part of the product")
        .contains(directory.resolve("demo").toString());
  }

  @Test
  void aRequestIsMadeHereAndItsKeyStaysHere() throws Exception {
    Product.configuration(directory.resolve("config"));
    Product.Outcome outcome =
        Product.run(
            directory,
            "provision",
            "--config",
            "config",
            "--state",
            "state",
            "--request",
            "bed-1.csr");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(Files.readString(directory.resolve("bed-1.csr")))
        .startsWith("-----BEGIN CERTIFICATE REQUEST-----")
        .doesNotContain("PRIVATE");
  }

  private Product.Outcome run(String config) throws Exception {
    return Product.run(directory, "run", "--config", config, "--state", "state");
  }

  private void write(String json) throws Exception {
    Files.createDirectories(directory.resolve("config"));
    Files.writeString(directory.resolve("config/pump-bridge.json"), json);
  }
}
