// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a file that somebody named cannot be read, as the end of a sentence. */
public final class Unreadable {
  private Unreadable() {}

  public static String why(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a directory; name the files in it";
    }
    if (!Files.exists(file)) {
      return "it is not there";
    }
    return Files.isReadable(file) ? String.valueOf(e.getMessage()) : "its owner does not allow it";
  }
}
