// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.timeservice.Statement.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that behave, and programs that do not. */
@Timeout(60)
final class BoundedProgramTest {
  @TempDir private Path folder;

  private Path program(String script) throws IOException {
    Path file = folder.resolve("program");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private Answer asked(String script) throws Exception {
    return BoundedProgram.kernel(program(script)).ask(Instant.EPOCH).answer();
  }

  @Test
  void whatItPrintsIsRead() throws Exception {
    assertThat(asked("echo yes")).isEqualTo(Answer.SYNCHRONISED);
    assertThat(asked("echo no")).isEqualTo(Answer.NOT_SYNCHRONISED);
    assertThat(asked("echo nonsense")).isEqualTo(Answer.UNREADABLE);
    assertThat(asked("echo \"$*\" | grep -q '^show -p NTPSynchronized --value$' && echo yes"))
        .isEqualTo(Answer.SYNCHRONISED);
  }

  @Test
  void chronysProgramIsAskedWithoutNamesAndForALine() throws Exception {
    Path chronyc =
        program(
            "[ \"$*\" = '-n -c tracking' ] && echo"
                + " 0A000001,10.0.0.1,2,1.0,0.1,0,0,0,0,0,0.2,0.3,1.0,Normal");
    assertThat(BoundedProgram.chrony(chronyc).ask(Instant.EPOCH).vouches()).isTrue();
  }

  @Test
  void aProgramThatFailsVouchesForNothing() throws Exception {
    assertThat(asked("echo yes; exit 1")).isEqualTo(Answer.SILENT);
    assertThat(asked("kill -9 $$")).isEqualTo(Answer.SILENT);
  }

  @Test
  void aProgramThatHangsIsEnded() throws Exception {
    Path pid = folder.resolve("pid");
    assertThat(asked("echo yes; echo $$ >" + pid + "; exec sleep 600")).isEqualTo(Answer.SILENT);
    long hung = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(hung).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(hung).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aProgramThatPrintsTooMuchIsNotRead() throws Exception {
    assertThat(asked("echo yes; head -c 5000 /dev/zero")).isEqualTo(Answer.UNREADABLE);
    assertThat(asked("echo yes; exec yes")).isEqualTo(Answer.SILENT);
  }

  @Test
  void aProgramThatIsNotThereIsSilent() throws Exception {
    Path absent = folder.resolve("absent");
    assertThat(BoundedProgram.chrony(absent).ask(Instant.EPOCH))
        .isEqualTo(Statement.silent(TimeSource.CHRONY));
    Files.writeString(absent, "no program");
    Files.setPosixFilePermissions(absent, PosixFilePermissions.fromString("rwx------"));
    assertThat(BoundedProgram.chrony(absent).ask(Instant.EPOCH).answer()).isEqualTo(Answer.SILENT);
  }

  @Test
  void itHasNothingOfThisProcesssEnvironment() throws Exception {
    Path seen = folder.resolve("environment");
    asked("/usr/bin/env >" + seen);
    assertThat(Files.readAllLines(seen).stream().map(line -> line.split("=", 2)[0]))
        .contains("LC_ALL")
        .isSubsetOf(Set.of("LC_ALL", "PWD", "SHLVL", "_", "OLDPWD"));
  }
}
