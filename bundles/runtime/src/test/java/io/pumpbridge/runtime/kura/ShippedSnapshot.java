// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The example for Kura that ships in {@code kura-config}. */
final class ShippedSnapshot {
  private static final Path FILE = Path.of("../../kura-config/snapshot_0.xml");

  private ShippedSnapshot() {}

  static SnapshotFile read() throws IOException {
    return SnapshotFile.read(FILE);
  }

  /**
   * Its values by PID, as a component gets them. Only what reaches out of the test is replaced: the
   * real serial ports of this machine, where a pump may be, and the server.
   */
  static Map<String, Map<String, Object>> settings(Path noPorts) throws IOException {
    Map<String, Map<String, Object>> settings = new TreeMap<>();
    read()
        .configurations()
        .forEach(
            (pid, properties) -> {
              Map<String, Object> values = new TreeMap<>();
              properties.forEach((name, property) -> values.put(name, value(property)));
              settings.put(pid, values);
            });
    replace(settings, "io.pumpbridge.transports", "ports", new String[] {noPorts + "/*"});
    replace(settings, "io.pumpbridge.uplink", "server", "ssl://localhost:1");
    return settings;
  }

  private static void replace(
      Map<String, Map<String, Object>> settings, String pid, String name, Object value) {
    if (settings.get(pid).put(name, value) == null) {
      throw new AssertionError(pid + " " + name + " is not in the snapshot");
    }
  }

  private static Object value(SnapshotFile.Property property) {
    List<String> values = property.values();
    if (property.array()) {
      return values.toArray(String[]::new);
    }
    return switch (property.type()) {
      case "String" -> values.get(0);
      case "Integer" -> Integer.valueOf(values.get(0));
      case "Boolean" -> Boolean.valueOf(values.get(0));
      default -> throw new AssertionError("no setting of ours is a " + property.type());
    };
  }
}
