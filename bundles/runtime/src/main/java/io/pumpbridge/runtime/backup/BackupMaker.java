// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import io.pumpbridge.runtime.launch.Farewell;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.SavedConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Collects what a site has set and has it signed with the gateway's own key. */
public final class BackupMaker {
  private static final String SETTINGS = Slot.SETTINGS.path("pump-bridge.json");

  private BackupMaker() {}

  /**
   * @return it, signed, and what of the configuration is not in it
   * @throws LaunchException if something cannot be read, or there is no key to sign with
   */
  public static SavedConfiguration make(Path config, Path state, Farewell signer)
      throws LaunchException {
    try {
      SiteSettings settings =
          SiteSettings.parse(BackupFolders.content(config.resolve("pump-bridge.json")));
      List<String> leftOut = new ArrayList<>();
      settings.withoutSecrets().forEach(name -> leftOut.add("looks like a secret: " + name));
      BackupFolders folders = folders(config, state, settings);
      BackupFolders.Content content = folders.read();
      leftOut.addAll(content.passedOver());
      SortedMap<String, byte[]> files = content.files();
      files.put(SETTINGS, settings.toBytes());
      if (folders.anchors().isEmpty()) {
        leftOut.add("anchors, which are outside of the configuration directory");
      }
      if (folders.profiles().isEmpty() && settings.find("drivers", "site.profiles").isPresent()) {
        leftOut.add("site profiles, which are outside of the configuration directory");
      }
      Map<String, Object> who = signer.who();
      Backup backup =
          new Backup(
              String.valueOf(who.get("gateway")),
              String.valueOf(who.get("hospital")),
              String.valueOf(who.get("at")),
              String.valueOf(who.get("clock")),
              leftOut,
              files);
      return SavedConfiguration.of(signer.sign(backup.toBytes()), leftOut);
    } catch (IOException e) {
      throw new LaunchException(
          Fault.DEVICE,
          "backup-failed",
          "The configuration cannot be read: " + e.getMessage() + ".");
    }
  }

  /** What lies elsewhere is not this gateway's alone, and neither saved nor restored. */
  static BackupFolders folders(Path config, Path state, SiteSettings settings) {
    return new BackupFolders(
        config,
        state,
        inside(config, settings.find("trust", "anchors").or(() -> Optional.of("anchors"))),
        inside(config, settings.find("drivers", "site.profiles")));
  }

  private static Optional<Path> inside(Path config, Optional<String> folder) {
    return folder
        .map(name -> config.resolve(name).normalize())
        .filter(path -> path.startsWith(config));
  }
}
