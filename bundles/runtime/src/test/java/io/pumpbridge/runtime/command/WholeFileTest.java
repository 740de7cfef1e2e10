// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  private static final byte[] CONTENT = "signed".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("library.p7m");
  }

  private static String codeOf(WholeFile file) {
    LaunchException refused =
        catchThrowableOfType(LaunchException.class, () -> file.write(CONTENT));
    assertThat(refused).isNotNull();
    return refused.code();
  }

  private void assertAlone(String content) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
    assertThat(file()).hasContent(content);
  }

  @Test
  void itIsWrittenWhole() throws Exception {
    new WholeFile(file(), false).write(CONTENT);
    assertAlone("signed");
  }

  @Test
  void whatIsThereStaysUnlessSomebodySaysSo() throws Exception {
    Files.writeString(file(), "before");
    assertThat(codeOf(new WholeFile(file(), false))).isEqualTo("file-exists");
    assertAlone("before");
    new WholeFile(file(), true).write(CONTENT);
    assertAlone("signed");
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(file(), elsewhere);
    assertThat(codeOf(new WholeFile(file(), false))).isEqualTo("file-exists");
    new WholeFile(file(), true).write(CONTENT);
    assertThat(elsewhere).doesNotExist();
    assertThat(Files.isSymbolicLink(file())).isFalse();
  }

  /** Root may: then nobody on that machine would have a {@code /dev/null} or a standard output. */
  @Test
  void noDeviceIsReplacedByAFile() throws Exception {
    for (String device : new String[] {"/dev/null", "/proc/self/fd/1"}) {
      Files.createSymbolicLink(file(), Path.of(device));
      assertThat(codeOf(new WholeFile(file(), true))).isEqualTo("file-unwritable");
      assertThat(file()).isSymbolicLink();
      Files.delete(file());
    }
  }

  @Test
  void whereNothingCanBeWrittenItIsSaid() {
    Path nowhere = folder.resolve("none/library.p7m");
    assertThat(codeOf(new WholeFile(nowhere, false))).isEqualTo("file-unwritable");
    assertThat(codeOf(new WholeFile(folder, true))).isEqualTo("file-unwritable");
  }
}
