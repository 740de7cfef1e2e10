// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretSourceTest {
  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), content);
    return permit(file, "rw-------");
  }

  private static Path permit(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static char[] read(Path file) throws LaunchException {
    return new SecretSource(Optional.of(file)).read("");
  }

  private static String codeOf(Path file) {
    LaunchException refused = catchThrowableOfType(LaunchException.class, () -> read(file));
    assertThat(refused).isNotNull();
    return refused.code();
  }

  @Test
  void theFirstLineIsTheSecret() throws Exception {
    assertThat(read(file("correct hörse \n"))).isEqualTo("correct hörse ".toCharArray());
    assertThat(read(file("correct\r\nhorse\n"))).isEqualTo("correct".toCharArray());
    assertThat(read(file("correct"))).isEqualTo("correct".toCharArray());
  }

  @Test
  void whatOthersCanReadIsNoSecret() throws Exception {
    for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      assertThat(codeOf(permit(file("secret"), open))).as(open).isEqualTo("secret-not-private");
    }
  }

  @Test
  void whatIsNoLineIsNoSecret() throws Exception {
    for (String content : new String[] {"", "\n", "x".repeat(1025)}) {
      assertThat(codeOf(file(content))).isEqualTo("secret-missing");
    }
    assertThat(codeOf(folder.resolve("none"))).isEqualTo("file-unreadable");
  }
}
