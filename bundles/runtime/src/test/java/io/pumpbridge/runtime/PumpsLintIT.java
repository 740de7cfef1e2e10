// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.live.TerminalLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a biomed engineer uses it: the profile is written, checked, and tried on the bench. */
class PumpsLintIT {
  private static final Path SHIPPED = Path.of("../../device-profiles");

  @TempDir private Path directory;

  private Product.Outcome lint(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    all[0] = "pumps";
    all[1] = "lint";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Product.run(directory, all);
  }

  private Path shipped(String name) {
    return SHIPPED.resolve(name + ".json").toAbsolutePath();
  }

  @Test
  void soundProfilesAreSummedUp() throws Exception {
    Product.Outcome told =
        lint(shipped("alaris-asena").toString(), shipped("graseby-3000").toString());
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .contains(
            "alaris-asena.json: 0 errors, 0 warnings; a sound profile: protocol alaris, spoken by a"
                + " driver, may monitor and set rate and set volume.")
        .contains("warning: $.line.proven: the site must set the line itself")
        .contains(
            "graseby-3000.json: 0 errors, 1 warning; a sound profile: protocol graseby, spoken by"
                + " the profile alone, may monitor, the site must set its line.");
    assertThat(told.err()).isEmpty();
    assertThat(lint("--strict", shipped("graseby-3000").toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void mistakesAreToldWithTheirLinesInWordsAndInJson() throws Exception {
    String json =
        Files.readString(shipped("baxter-as50"))
            .replace("\"baud\": 9600", "\"baud\": \"9600\"")
            .replace("\"key\": \"PRIRATE=\"", "\"kee\": \"PRIRATE=\"");
    Path file = Files.writeString(directory.resolve("baxter-as50.json"), json);
    Product.Outcome told = lint(file.toString());
    assertThat(told.exitCode()).isEqualTo(1);
    long line = json.lines().takeWhile(one -> !one.contains("\"baud\"")).count() + 1;
    assertThat(told.out())
        .contains(
            file
                + ":"
                + line
                + ": error: $.line.baud: must be a whole number, without quotation marks")
        .contains("$.fields[0].kee: unknown field; did you mean 'key'?")
        .contains("$.fields[0].position: must be given, or one of key")
        .endsWith("3 errors, 0 warnings; it cannot be used.\n");

    Product.Outcome program = lint("--json", file.toString(), shipped("zyno-miva").toString());
    assertThat(program.exitCode()).isEqualTo(1);
    OutputSchema schema = OutputSchema.of("pumps", "lint", "--schema");
    assertThat(program.out().lines()).hasSize(2).allSatisfy(schema::assertFits);
    assertThat(JSON.std.mapFrom(program.out().lines().findFirst().orElseThrow()))
        .containsEntry("file", file.toString())
        .containsEntry("sound", false);
  }

  @Test
  void whatStandsInTheFileDoesNotSteerTheTerminal() throws Exception {
    Files.writeString(directory.resolve("red.json"), "{\"\\u001b[31m\\nred\": 1}");
    Product.Outcome told = lint("red.json");
    assertThat(told.exitCode()).isEqualTo(1);
    assertThat(told.out())
        .contains("red.json:1: error: $.\\u001b[31m\\u000ared: unknown field")
        .doesNotContain("\033");
  }

  @Test
  void whoUsesItWronglyIsTold() throws Exception {
    Product.Outcome nothing = lint();
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("FILE is missing.");
    Product.Outcome gone = lint("--json", "nowhere.json", ".", shipped("zyno-miva").toString());
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.out()).isEmpty();
    assertThat(gone.err().lines())
        .hasSize(2)
        .allSatisfy(OutputSchema.of("pumps", "lint", "--schema", "error")::assertFits)
        .anyMatch(line -> line.contains("nowhere.json cannot be read: it is not there."))
        .anyMatch(line -> line.contains("it is a directory; name the files in it."));
  }

  @Test
  void theProfilesSchemaIsPrintedForEditors() throws Exception {
    Product.Outcome told = lint("--profile-schema");
    assertThat(told.exitCode()).isZero();
    assertThat(told.out())
        .isEqualTo(Files.readString(SHIPPED.resolve("device-profile.schema.json")));
  }

  /** A table that somebody has changed, on a pump on the bench, without signature or agent. */
  @Test
  void aNewProfileIsTriedOnAFreePort() throws Exception {
    Path mine =
        Files.writeString(
            directory.resolve("zyno-miva.json"),
            Files.readString(shipped("zyno-miva"))
                .replace("\"model\": \"Zyno MIVA infusion pump\"", "\"model\": \"Mine\""));
    Path port = directory.resolve("pump");
    try (LivePump pump =
        LivePump.start(
            Simulators.create("miva", Optional.empty(), 1),
            serial -> Simulators.create("miva", Optional.of(serial), 1),
            TerminalLine.open(port),
            1)) {
      assertThat(pump.nowMs()).isNotNegative();
      Product.Outcome probe =
          Product.run(
              directory,
              "pumps",
              "probe",
              "--port",
              port.toString(),
              "--profile",
              mine.toString(),
              "--json");
      assertThat(probe.exitCode()).as(probe.err()).isZero();
      assertThat(probe.out()).contains("\"model\":\"Mine\"", "\"protocol\":\"miva\"");
    }
  }

  @Test
  void aProfileThatCannotBeTriedIsRefusedBeforeAnythingIsAsked() throws Exception {
    Path port = directory.resolve("nothing");
    for (String[] wrong :
        new String[][] {
          {"graseby-3000", "add --line 'graseby=9600 8N1'"},
          {"alaris-asena", "it needs a driver in Java"},
          {"none-such", "it is not there"}
        }) {
      Product.Outcome told =
          Product.run(
              directory,
              "pumps",
              "probe",
              "--port",
              port.toString(),
              "--profile",
              shipped(wrong[0]).toString());
      assertThat(told.exitCode()).as(told.err()).isEqualTo(2);
      assertThat(told.err()).contains(wrong[1]);
    }
  }
}
