// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which files a restore may put something in the place of. */
final class Targets {
  private Targets() {}

  /**
   * A file would take the place of a link, and the way back lead to nothing.
   *
   * @throws LaunchException which names the first link
   */
  static void requireNoLinks(List<Change> changes) throws LaunchException {
    for (Change change : changes) {
      if (Files.isSymbolicLink(change.target())) {
        throw new LaunchException(
            Fault.USAGE,
            "restore-link",
            change.target()
                + " is a link, which --undo could not bring back. Put the file itself there"
                + " first.");
      }
    }
  }

  /**
   * A state directory that was copied or moved names files of where it was.
   *
   * @throws LaunchException which names the first file that lies in neither directory
   */
  static void requireWithin(List<Change> changes, Path config, Path state) throws LaunchException {
    for (Change change : changes) {
      if (!change.target().startsWith(config) && !change.target().startsWith(state)) {
        throw new LaunchException(
            Fault.USAGE,
            "restore-elsewhere",
            "That restore was of "
                + change.target()
                + ": name its directories as then, with --config and --state.");
      }
    }
  }
}
