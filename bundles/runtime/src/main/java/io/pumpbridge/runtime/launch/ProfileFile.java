// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A device profile that somebody names at the command line, read once. */
public final class ProfileFile {
  /** One more than any profile may have, so that its own reader says that it is too long. */
  private static final int MOST_BYTES = 256 * 1024 + 1;

  private final Path path;
  private final byte[] content;

  private ProfileFile(Path path, byte[] content) {
    this.path = path;
    this.content = content;
  }

  public static ProfileFile read(Path path) throws LaunchException {
    return new ProfileFile(path, NamedFile.of(path).beginning(MOST_BYTES));
  }

  public Path path() {
    return path;
  }

  byte[] content() {
    return content.clone();
  }

  /** Only its name is read here; whether the profile is sound, its own reader says. */
  public String protocol() throws LaunchException {
    try {
      if (JSON.std.anyFrom(content) instanceof Map<?, ?> document
          && document.get("protocol") instanceof String protocol) {
        return protocol;
      }
    } catch (IOException e) {
      throw unusable("it is no JSON");
    }
    throw unusable("it names no protocol");
  }

  void writeInto(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(path.getFileName()), content);
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary directory cannot be written", e);
    }
  }

  LaunchException unusable(String why) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "profile-unusable",
        "The device profile "
            + path
            + " cannot be used: "
            + why
            + ". 'pump-bridge pumps lint FILE' says all there is to say about it.");
  }
}
