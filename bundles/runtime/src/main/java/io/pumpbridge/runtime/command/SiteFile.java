// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_PACKAGE);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * @param standardInput what {@code -} stands for
   */
  static String code(Path file, InputStream standardInput) throws LaunchException {
    try {
      if (file.equals(Path.of("-"))) {
        return new String(standardInput.readNBytes(MAX_CODE), StandardCharsets.UTF_8).strip();
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(MAX_CODE), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All {@code *.pem} of a folder, in the order of their names; none if there is no folder. */
  static List<String> pems(Path folder) throws LaunchException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pem")) {
      for (Path file : found) {
        if (files.size() == MAX_FILES) {
          throw new IOException("it holds more than " + MAX_FILES + " files");
        }
        files.add(file);
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw unreadable(folder, new IOException(e.getMessage(), e));
    }
    List<String> pems = new ArrayList<>();
    for (Path file : files.stream().sorted().toList()) {
      pems.add(pem(file));
    }
    return pems;
  }

  private static String pem(Path file) throws LaunchException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_PEM), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static LaunchException unreadable(Path file, IOException e) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "file-unreadable",
        file + " cannot be read: " + Unreadable.why(file, e) + ".");
  }
}
