// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextLinesTest {
  @TempDir private Path directory;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> linesOf(Path... files) throws Exception {
    List<String> lines = new ArrayList<>();
    try (TextLines read = TextLines.of(List.of(files))) {
      read.forEachRemaining(lines::add);
    }
    return lines;
  }

  @Test
  void filesAreReadAsOne() throws Exception {
    assertThat(linesOf(file("a", "1\n2"), file("b", ""), file("c", "3\n")))
        .containsExactly("1", "2", "3");
  }

  /** Else the first record of a file that an editor has saved counts as changed. */
  @Test
  void aByteOrderMarkBeforeAFileIsNoneOfItsFirstLine() throws Exception {
    assertThat(linesOf(file("a", "\uFEFF1\n\uFEFF2"), file("b", ""), file("c", "\uFEFF3")))
        .containsExactly("1", "\uFEFF2", "3");
  }
}
