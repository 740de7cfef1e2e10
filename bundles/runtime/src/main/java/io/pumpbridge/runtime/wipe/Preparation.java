// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.FileFailure;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.wipe.Found.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What must hold before anything is asked or changed. */
public final class Preparation {
  /** So many are named; the rest is counted. */
  private static final int NAMED = 5;

  private Preparation() {}

  /**
   * Looks at what lies there.
   *
   * @param leaveUnknown whether files that this product never wrote may stay behind
   */
  public static Found look(Path state, Path config, List<Path> folders, boolean leaveUnknown)
      throws LaunchException {
    Found found;
    try {
      found = Found.in(state, config, Inventory.of(folders));
    } catch (IOException e) {
      throw new LaunchException(
          Fault.DEVICE, "state-unreadable", "It cannot be seen what to wipe: " + e + ".");
    }
    if (!found.unknown().isEmpty() && !leaveUnknown) {
      throw new LaunchException(
          Fault.USAGE,
          "unknown-files",
          "Nothing was wiped: these files are not this product's: "
              + named(found.unknown())
              + ". Move them away, or leave them where they are with --leave-unknown.");
    }
    List<Path> fixed =
        found.files().stream()
            .map(Item::file)
            .filter(file -> !Files.isWritable(file.toAbsolutePath().getParent()))
            .toList();
    if (!fixed.isEmpty()) {
      throw new LaunchException(
          Fault.DEVICE,
          "not-writable",
          "Nothing was wiped: this user may not remove "
              + named(fixed)
              + (FileFailure.isReadOnly(fixed.get(0))
                  ? "; " + FileFailure.READ_ONLY + "."
                  : ". Call it as their owner, or as root."));
    }
    return found;
  }

  private static String named(List<Path> files) {
    String names = String.join(", ", files.stream().limit(NAMED).map(String::valueOf).toList());
    return files.size() > NAMED ? names + " and " + (files.size() - NAMED) + " more" : names;
  }

  /**
   * Where a receipt may be written: outside of what is wiped, over nothing that is there.
   *
   * @param own what an interrupted decommission has written before may be written again
   */
  public static Path receipt(Path file, Path state, Path config, Optional<Path> own)
      throws LaunchException {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
        throw unusable(file, "its directory is not there or may not be written");
      }
      Path real = folder.toRealPath().resolve(file.getFileName());
      for (Path wiped : List.of(state, config)) {
        if (Files.exists(wiped) && real.startsWith(wiped.toRealPath())) {
          throw unusable(file, "it would be wiped with " + wiped);
        }
      }
      if (Files.exists(real) && !own.equals(Optional.of(real))) {
        throw unusable(file, "there is such a file already");
      }
      return real;
    } catch (IOException e) {
      throw unusable(file, e.toString());
    }
  }

  private static LaunchException unusable(Path file, String why) {
    return new LaunchException(
        Fault.USAGE, "receipt-unusable", "The receipt cannot be " + file + ": " + why + ".");
  }
}
