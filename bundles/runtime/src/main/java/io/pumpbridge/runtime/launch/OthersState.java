// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** A state directory is its own user's: to others, what is in it must not read as not there. */
final class OthersState {
  /** As this process may; root may everything. */
  private static final Sight OWN =
      new Sight(
          Files::exists,
          file -> Files.isReadable(file) && Files.isWritable(file),
          Files::isExecutable);

  private OthersState() {}

  /**
   * What somebody may see and do.
   *
   * @param searchable of a folder: whether what is in it may be looked at
   */
  record Sight(Predicate<Path> exists, Predicate<Path> usable, Predicate<Path> searchable) {}

  /**
   * Looks whether a file in a state directory can be seen and used, if it is there.
   *
   * @throws LaunchException which names the user whose it is, or says that nobody can write there
   */
  static void requireOwn(Path file) throws LaunchException {
    Optional<Path> closed = closed(file.toAbsolutePath().normalize(), OWN);
    if (closed.isPresent()) {
      throw complaint(closed.get(), FileFailure.isReadOnly(closed.get()));
    }
  }

  /** Where nobody can write, its owner cannot either. */
  static LaunchException complaint(Path path, boolean readOnly) {
    if (readOnly) {
      return new LaunchException(
          LaunchException.Fault.DEVICE,
          "state-read-only",
          path + " cannot be written: " + FileFailure.READ_ONLY + ".");
    }
    String owner = FileFailure.owner(path).orElse("another user");
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "state-of-another",
        path + " belongs to " + owner + "; call this as that user.");
  }

  /** The file itself, or the folder above it that lets nobody look. */
  static Optional<Path> closed(Path file, Sight sight) {
    if (sight.exists().test(file)) {
      return Optional.of(file).filter(sight.usable().negate());
    }
    Optional<Path> there = Optional.ofNullable(file.getParent());
    while (there.filter(sight.exists().negate()).isPresent()) {
      there = there.map(Path::getParent);
    }
    return there.filter(Files::isDirectory).filter(sight.searchable().negate());
  }
}
