// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where our bundles keep and find their files on Kura: in its data directory, which survives Kura's
 * restarts and updates.
 */
final class Directories {
  static final String STATE = "io.pumpbridge.state";
  static final String CONFIG = "io.pumpbridge.config";
  static final String KURA_DATA = "kura.data";

  private Directories() {}

  /**
   * @param properties what the host says already; {@code null} for what it does not say
   * @param kuraData Kura's data directory
   * @return the properties that are still to be set
   */
  static Map<String, Path> missing(
      Function<String, Optional<String>> properties, Optional<String> kuraData) {
    Map<String, Path> missing = new LinkedHashMap<>();
    Optional<Path> home = kuraData.flatMap(Directories::absolute);
    if (home.isPresent()) {
      Path ours = home.get().resolve("pump-bridge");
      if (properties.apply(STATE).isEmpty()) {
        missing.put(STATE, ours.resolve("state"));
      }
      if (properties.apply(CONFIG).isEmpty()) {
        missing.put(CONFIG, ours.resolve("config"));
      }
    }
    return missing;
  }

  private static Optional<Path> absolute(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? Optional.of(path.normalize()) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
