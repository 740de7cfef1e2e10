// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileFailureTest {
  @TempDir Path directory;

  private static String why(IOException failure) {
    String why = new FileFailure(failure).why();
    assertThat(why).doesNotContain("Exception");
    return why;
  }

  @Test
  void eachReasonIsSaidInWords() {
    assertThat(why(new AccessDeniedException("/etc/a")))
        .isEqualTo("/etc/a: you may not write there; its owner may");
    assertThat(why(new NoSuchFileException("/no/a"))).contains("/no/a", "is not there");
    assertThat(why(new FileAlreadyExistsException("/a"))).contains("something else is there");
    assertThat(why(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("/a: No space left on device");
    assertThat(why(new IOException("it is larger than 2 bytes")))
        .isEqualTo("it is larger than 2 bytes");
  }

  @Test
  void aFolderIsMadeOrItIsSaidWhyNot() throws Exception {
    FileFailure.requireFolder(directory.resolve("a/b"));
    assertThat(directory.resolve("a/b")).isDirectory();
    Files.writeString(directory.resolve("file"), "");
    LaunchException refused =
        catchThrowableOfType(
            LaunchException.class,
            () -> FileFailure.requireFolder(directory.resolve("file/below")));
    assertThat(refused.code()).isEqualTo("file-unwritable");
    assertThat(new FileFailure(new AccessDeniedException("/a")).unwritable(Path.of("/a")))
        .hasMessage("/a cannot be written: you may not write there; its owner may.");
    assertThat(refused.fault()).isEqualTo(LaunchException.Fault.USAGE);
  }
}
