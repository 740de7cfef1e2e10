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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The example settings for Kura, held against the bundles that ship. */
class SnapshotIT {
  private static final Path BUNDLES = Path.of("target/image/export/product");
  private static final Path PRODUCT = Path.of(System.getProperty("product.jar"));

  @TempDir private Path directory;

  /** It names each PID of theirs and no other: a missing one is complained of too. */
  @Test
  void theSnapshotFitsTheComponentsOfTheProduct() throws Exception {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(BUNDLES, "io.pumpbridge.*.jar")) {
      found.forEach(jars::add);
    }
    assertThat(jars).hasSizeGreaterThan(8);
    assertThat(ShippedSnapshot.read().complaints(jars)).isEmpty();
  }

  @Test
  void theProductStartsOnEquinoxWithTheSettingsOfTheSnapshot() throws Exception {
    Map<String, Map<String, Object>> settings =
        ShippedSnapshot.settings(directory.resolve("no-ports"));
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"));
        BridgeFramework bridge =
            BridgeFramework.start(
                new EquinoxFactory(), ShippedBundles.in(PRODUCT), state, directory, settings)) {
      bridge.awaitRunning(Duration.ofSeconds(60));
      settings.forEach(
          (pid, values) -> {
            Map<String, Object> arrived = propertiesOf(bridge.context(), pid);
            values.forEach(
                (name, value) ->
                    assertThat(arrived.get(name)).as(pid + " " + name).isEqualTo(value));
          });
    }
  }

  /** What the component that is configured by this PID works with. */
  private static Map<String, Object> propertiesOf(BundleContext context, String pid) {
    ServiceComponentRuntime runtime =
        context.getService(context.getServiceReference(ServiceComponentRuntime.class));
    ComponentDescriptionDTO component =
        runtime.getComponentDescriptionDTOs().stream()
            .filter(description -> Arrays.asList(description.configurationPid).contains(pid))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody is configured by " + pid));
    return runtime.getComponentConfigurationDTOs(component).iterator().next().properties;
  }
}
