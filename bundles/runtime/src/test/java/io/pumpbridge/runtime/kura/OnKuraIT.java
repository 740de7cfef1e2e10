// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kura gets, held against the bundles that ship. */
class OnKuraIT {
  private static final Path SNAPSHOT = Path.of("../../kura-config/snapshot_0.xml");
  private static final Path BUNDLES = Path.of("target/image/export/product");
  private static final Path PACKAGE = Path.of(System.getProperty("product.dp"));
  private static final Path PRODUCT = Path.of(System.getProperty("product.jar"));

  @TempDir private Path directory;

  @Test
  void theSnapshotFitsTheComponentsOfTheProduct() throws Exception {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(BUNDLES, "io.pumpbridge.*.jar")) {
      found.forEach(jars::add);
    }
    assertThat(jars).hasSizeGreaterThan(8);
    assertThat(SnapshotFile.read(SNAPSHOT).complaints(jars)).isEmpty();
  }

  @Test
  void theProductStartsOnEquinoxWithTheSettingsOfTheSnapshot() throws Exception {
    Map<String, Map<String, Object>> settings = new TreeMap<>();
    SnapshotFile.read(SNAPSHOT)
        .configurations()
        .forEach((pid, properties) -> settings.put(pid, values(properties)));
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"));
        BridgeFramework bridge =
            BridgeFramework.start(
                new EquinoxFactory(), ShippedBundles.in(PRODUCT), state, directory, settings)) {
      bridge.awaitRunning(Duration.ofSeconds(60));
    }
  }

  @Test
  void theDeploymentPackageHoldsTheProductWithTheAdapterFirst() throws Exception {
    List<String> names = new ArrayList<>();
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(PACKAGE))) {
      assertThat(jar.getManifest().getMainAttributes().getValue("DeploymentPackage-SymbolicName"))
          .isEqualTo("io.pumpbridge");
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        names.add(jar.getManifest().getAttributes(entry.getName()).getValue("Bundle-SymbolicName"));
      }
    }
    assertThat(names).first().isEqualTo("io.pumpbridge.kura");
    assertThat(names).hasSize(12).doesNotHaveDuplicates().contains("io.pumpbridge.uplink");
  }

  private static Map<String, Object> values(Map<String, SnapshotFile.Property> properties) {
    return properties.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> value(entry.getValue())));
  }

  private static Object value(SnapshotFile.Property property) {
    List<String> values = property.values();
    if (property.array()) {
      return values.toArray(String[]::new);
    }
    return property.type().equals("Integer")
        ? (Object) Integer.valueOf(values.get(0))
        : values.get(0);
  }
}
