// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.NamedFile;
import io.pumpbridge.runtime.launch.NamedFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what somebody names, bounded, and says what is wrong with it. */
final class SiteFile {
  /** One byte more than a site package may have: the judge says that it is too large. */
  private static final int MAX_PACKAGE = 256 * 1024 + 1;

  private static final int MAX_PEM = 128 * 1024;

  /** A code with room for a careless paste. */
  private static final int MAX_CODE = 256;

  /** More certificates than a site package may hold. */
  private static final int MAX_FILES = 512;

  private SiteFile() {}

  static byte[] signed(Path file) throws LaunchException {
    return NamedFile.of(file).beginning(MAX_PACKAGE);
  }

  static String code(Path file) throws LaunchException {
    byte[] typed = NamedFile.orStandardInput(file).beginning(MAX_CODE);
    return new String(typed, StandardCharsets.UTF_8).strip();
  }

  /** All {@code *.pem} of a folder, in the order of their names; none if there is no folder. */
  static List<String> pems(Path folder) throws LaunchException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    List<String> pems = new ArrayList<>();
    for (Path file : new NamedFolder(folder).files("*.pem", MAX_FILES)) {
      pems.add(new String(NamedFile.of(file).beginning(MAX_PEM), StandardCharsets.ISO_8859_1));
    }
    return pems;
  }
}
