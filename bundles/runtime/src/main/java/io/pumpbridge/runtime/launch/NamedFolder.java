// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder that somebody named at the command line. */
public record NamedFolder(Path path) {

  /**
   * What lies in it, in the order of names.
   *
   * @param names a pattern, as {@code *.pem}
   * @param most so many files; more is another folder than was meant
   */
  public List<Path> files(String names, int most) throws LaunchException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, names)) {
      for (Path file : found) {
        if (files.size() == most) {
          throw new IOException("it holds more than " + most + " files");
        }
        files.add(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "file-unreadable",
          path + " cannot be read: " + why(String.valueOf(e.getMessage())) + ".");
    }
    return files.stream().sorted().toList();
  }

  private String why(String message) {
    if (Files.isDirectory(path)) {
      return message;
    }
    return Files.exists(path) ? "it is no directory" : "it is not there";
  }
}
