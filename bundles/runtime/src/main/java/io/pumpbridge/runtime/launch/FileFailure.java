// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Why a file could not be written, made or moved, as a person would say it. */
public record FileFailure(IOException failure) {

  /** So the kernel leaves a medium that has failed. */
  public static final String READ_ONLY =
      "it is mounted read-only, by somebody, or by the system after an error of the medium";

  /** As the end of a sentence that has not named the file. */
  public String why() {
    String name =
        failure instanceof FileSystemException named && named.getFile() != null
            ? named.getFile() + ": "
            : "";
    return name + reason();
  }

  private String reason() {
    if (failure instanceof AccessDeniedException) {
      return "you may not write there; its owner may";
    }
    if (failure instanceof NoSuchFileException) {
      return "the folder that it belongs into is not there";
    }
    if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
      return "something else is there";
    }
    if (failure instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason();
    }
    return String.valueOf(failure.getMessage());
  }

  /** The complaint about a file or folder that somebody named. */
  public LaunchException unwritable(Path path) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "file-unwritable",
        path + " cannot be written: " + (isAbout(path) ? reason() : why()) + ".");
  }

  private boolean isAbout(Path path) {
    return failure instanceof FileSystemException named && path.toString().equals(named.getFile());
  }

  /**
   * Makes a folder that somebody named, if need be.
   *
   * @throws LaunchException also if nothing may be put into it
   */
  public static void requireFolder(Path folder) throws LaunchException {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw isReadOnly(folder)
            ? new FileSystemException(folder.toString(), null, READ_ONLY)
            : new AccessDeniedException(folder.toString());
      }
    } catch (IOException e) {
      throw new FileFailure(e).unwritable(folder);
    }
  }

  /** Whether nobody can write there, not even its owner. */
  public static boolean isReadOnly(Path there) {
    try {
      return Files.getFileStore(there).isReadOnly();
    } catch (IOException unseen) {
      return false;
    }
  }

  /** Whose a file or folder is, if that can be seen. */
  static Optional<String> owner(Path path) {
    try {
      return Optional.of(Files.getOwner(path).getName());
    } catch (IOException | UnsupportedOperationException unseen) {
      return Optional.empty();
    }
  }
}
