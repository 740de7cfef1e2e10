// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the configuration says that anchors, site profiles and the PIN of a token are.
 *
 * @param inside relative to the configuration directory: this gateway's, wiped with it
 * @param elsewhere somebody else's, perhaps of several programs: named, and left alone
 */
public record ConfiguredFolders(List<Path> inside, List<Path> elsewhere) {
  private static final String DEFAULT_ANCHORS = "anchors";
  private static final String DEFAULT_PIN = "token.pin";

  public ConfiguredFolders {
    inside = List.copyOf(inside);
    elsewhere = List.copyOf(elsewhere);
  }

  public static ConfiguredFolders of(Settings settings) {
    List<Path> inside = new ArrayList<>();
    List<Path> elsewhere = new ArrayList<>();
    for (Path folder : List.of(anchors(settings), profiles(settings), pin(settings))) {
      boolean outside = folder.isAbsolute() || folder.startsWith("..");
      if (outside) {
        elsewhere.add(folder);
      } else if (!folder.toString().isEmpty()) {
        inside.add(folder);
      }
    }
    return new ConfiguredFolders(inside, elsewhere);
  }

  /** The folder of the authorities, as configured. */
  public static Path anchors(Settings settings) {
    String text = text(settings, "trust", "anchors");
    return Path.of(text.isEmpty() ? DEFAULT_ANCHORS : text).normalize();
  }

  /** The folder of site profiles, as configured; empty if there is none. */
  public static Path profiles(Settings settings) {
    return Path.of(text(settings, "drivers", "site.profiles")).normalize();
  }

  /** The file with the PIN of the token with this gateway's keys; empty if they are files. */
  private static Path pin(Settings settings) {
    if (!isTokenUsed(settings)) {
      return Path.of("");
    }
    String text = text(settings, "trust", "pkcs11.pin.file");
    return Path.of(text.isEmpty() ? DEFAULT_PIN : text).normalize();
  }

  /** Whether this gateway keeps its keys in a token. */
  static boolean isTokenUsed(Settings settings) {
    return text(settings, "trust", "key.store").equals("pkcs11");
  }

  /** The id that the configuration gives this gateway. */
  public static String gatewayId(Settings settings) {
    return text(settings, "trust", "gateway.id");
  }

  private static String text(Settings settings, String section, String name) {
    Map<String, Object> properties =
        settings.byPid().getOrDefault("io.pumpbridge." + section, Map.of());
    return String.valueOf(properties.getOrDefault(name, "")).strip();
  }
}
