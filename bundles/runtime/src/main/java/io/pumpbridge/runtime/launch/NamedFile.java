// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that somebody named at the command line; it may be none, or anything.
 *
 * @param standardInput whether {@code -} stands for standard input
 */
public record NamedFile(Path path, boolean standardInput) {
  public static final Path STANDARD_INPUT = Path.of("-");

  public static NamedFile of(Path path) {
    return new NamedFile(path, false);
  }

  public static NamedFile orStandardInput(Path path) {
    return new NamedFile(path, true);
  }

  /** Opens it, buffered. */
  public InputStream open() throws LaunchException {
    try {
      return new BufferedInputStream(input());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** At most so many bytes of it: whoever judges what it holds says that it is too large. */
  public byte[] beginning(int most) throws LaunchException {
    try {
      if (isStandardInput()) {
        return System.in.readNBytes(most);
      }
      try (InputStream in = input()) {
        return in.readNBytes(most);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * All of it.
   *
   * @throws LaunchException also if there is more
   */
  public byte[] whole(int most) throws LaunchException {
    byte[] content = beginning(most + 1);
    if (content.length > most) {
      throw unreadable("it is larger than " + most + " bytes");
    }
    return content;
  }

  private InputStream input() throws IOException {
    if (isStandardInput()) {
      return System.in;
    }
    if (Files.isDirectory(path)) { // it would open well
      throw new IOException("a directory");
    }
    return Files.newInputStream(path);
  }

  public boolean isStandardInput() {
    return standardInput && path.equals(STANDARD_INPUT);
  }

  public LaunchException unreadable(IOException e) {
    return unreadable(why(e));
  }

  /** As the end of a sentence. */
  public String why(IOException e) {
    if (Files.isDirectory(path)) {
      return "it is a directory; name the files in it";
    }
    if (!Files.exists(path)) {
      return "it is not there";
    }
    return Files.isReadable(path) ? String.valueOf(e.getMessage()) : "its owner does not allow it";
  }

  private LaunchException unreadable(String why) {
    return new LaunchException(
        LaunchException.Fault.USAGE, "file-unreadable", path + " cannot be read: " + why + ".");
  }
}
