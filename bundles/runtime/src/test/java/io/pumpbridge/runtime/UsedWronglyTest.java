// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is refused before anything starts: with exit code 2, in a sentence, and leaving nothing. */
final class UsedWronglyTest {
  @TempDir Path directory;

  private String refused(String... command) {
    StringWriter said = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(said));
    assertThat(commandLine.execute(command)).as(said.toString()).isEqualTo(2);
    assertThat(said.toString()).doesNotContain("java.", "Exception");
    return said.toString();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp:localhost",
        "tcp:",
        "tcp:host:",
        "tcp:host:0",
        "tcp:host:65536",
        "tcp:::1:4001",
        "ttyUSB0"
      })
  void aPortIsAPathOrAnAddress(String port) {
    for (String command : new String[] {"probe", "watch"}) {
      assertThat(refused("pumps", command, "--port", port, "--state", path("none")))
          .contains("tcp:HOST:PORT", "'" + port + "'");
    }
  }

  @Test
  void fewerThanNoObservationsCannotBeWaitedFor() {
    assertThat(refused("pumps", "watch", "--port", "/dev/pump-bridge-test", "--count", "-1"))
        .contains("--count must be", "is -1");
  }

  @Test
  void aDayIsWrittenInOneWay() {
    assertThat(refused("library", "lint", "--at", "foo", "library.json"))
        .contains("'foo' is no date as 2026-03-01");
  }

  @ParameterizedTest
  @CsvSource({"trust, show", "library, status", "backup, --out=backup.p7m"})
  void whoOnlyLooksMakesNothing(String command, String more) {
    assertThat(refused(command, more, "--config", path("none"), "--state", path("state")))
        .contains("There is no state directory " + path("state"), "--state");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aConfigurationThatIsNoneIsSaidInOneSentence() throws Exception {
    for (String text : new String[] {"", "[]", "{\"a\":"}) {
      Files.writeString(directory.resolve("pump-bridge.json"), text);
      String said =
          refused("restore", "x.p7m", "--dry-run", "--config", path("."), "--state", path("state"));
      assertThat(said.lines()).singleElement().asString().contains("it is no JSON object");
      assertThat(said).doesNotContain("Source");
    }
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void whereNoFolderCanBeIsSaid() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    assertThat(refused("restore", "--undo", "--config", file + "/config", "--state", path("state")))
        .contains(file + "/config cannot be written: ");
    assertThat(refused("demo", "--once", "--state", file + "/state"))
        .contains(file + "/state cannot be written: ");
    assertThat(directory.resolve("state")).doesNotExist();
  }
}
