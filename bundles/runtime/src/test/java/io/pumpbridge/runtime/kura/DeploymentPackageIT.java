// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.deploymentadmin.DeploymentAdmin;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/**
 * The package that the build has just packed, and what Kura's own Deployment Admin makes of it. A
 * run on a real Kura is a check of its own.
 */
class DeploymentPackageIT {
  private static final Path PACKAGE = Path.of(System.getProperty("product.dp"));
  private static final Path BUNDLES = Path.of("target/image/export/product");
  private static final List<String> DIRECTORIES =
      List.of("io.pumpbridge.state", "io.pumpbridge.config");

  /** Written down once more: a change of the order has to be meant. */
  private static final List<String> IN_ORDER =
      List.of(
          "io.pumpbridge.kura",
          "io.pumpbridge.model",
          "com.fasterxml.jackson.core.jackson-core",
          "com.fasterxml.jackson.jr.jackson-jr-objects",
          "io.pumpbridge.trust",
          "io.pumpbridge.journal",
          "io.pumpbridge.druglibrary",
          "io.pumpbridge.transports",
          "io.pumpbridge.drivers",
          "io.pumpbridge.board",
          "io.pumpbridge.gateway",
          "io.pumpbridge.uplink");

  @TempDir private Path directory;

  /** The adapter sets them for the whole JVM. */
  @BeforeEach
  @AfterEach
  void forgetDirectories() {
    DIRECTORIES.forEach(System::clearProperty);
  }

  @Test
  void thePackageHoldsTheBundlesOfTheProductByteForByteTheAdapterFirst() throws Exception {
    Map<String, byte[]> shipped = productBundles();
    List<String> names = new ArrayList<>();
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(PACKAGE))) {
      Manifest manifest = jar.getManifest();
      assertThat(manifest.getMainAttributes().getValue("DeploymentPackage-SymbolicName"))
          .isEqualTo("io.pumpbridge");
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        Attributes section = manifest.getAttributes(entry.getName());
        byte[] content = jar.readAllBytes();
        String name = section.getValue("Bundle-SymbolicName");
        if (names.isEmpty()) {
          assertThat(shipped).as("the launcher needs no adapter").doesNotContainKey(name);
        } else {
          assertThat(content).as(name).isEqualTo(shipped.remove(name));
        }
        names.add(name);
      }
      assertThat(manifest.getEntries()).hasSameSizeAs(names);
    }
    assertThat(names).isEqualTo(IN_ORDER);
    assertThat(shipped).containsOnlyKeys("org.apache.felix.scr", "org.apache.felix.configadmin");
  }

  @Test
  void kurasDeploymentAdminStartsAllOfItInOrderAndKuraCanManageIt() throws Exception {
    List<String> started = new CopyOnWriteArrayList<>();
    try (KuraHost kura = new KuraHost(directory)) {
      kura.context().addBundleListener(startedInto(started));
      DeploymentPackage installed = install(kura);
      assertThat(started).isEqualTo(IN_ORDER);
      assertThat(installed.getName()).isEqualTo("io.pumpbridge");
      assertThat(PACKAGE).hasFileName("pump-bridge-" + installed.getVersion() + ".dp");
      assertThat(IN_ORDER)
          .allSatisfy(
              name ->
                  assertThat(installed.getBundle(name).getState())
                      .as(name)
                      .isEqualTo(Bundle.ACTIVE));
      assertThat(markedPids(kura))
          .containsExactlyInAnyOrderElementsOf(ShippedSnapshot.read().configurations().keySet());
      for (String property : DIRECTORIES) {
        assertThat(Path.of(kura.context().getProperty(property)))
            .startsWith(directory.resolve("data"))
            .isDirectory();
      }
    }
  }

  @Test
  void onceKuraHasAppliedTheSnapshotEverythingThatWasInstalledWorks() throws Exception {
    try (KuraHost kura = new KuraHost(directory)) {
      install(kura);
      ConfigurationAdmin configurations =
          (ConfigurationAdmin)
              kura.await("(objectClass=" + ConfigurationAdmin.class.getName() + ")");
      for (var settings : ShippedSnapshot.settings(directory.resolve("no-ports")).entrySet()) {
        configurations
            .getConfiguration(settings.getKey(), "?")
            .update(FrameworkUtil.asDictionary(settings.getValue()));
      }
      // These two need a service of every other but the drivers.
      kura.await("(component.name=io.pumpbridge.gateway)");
      kura.await("(component.name=io.pumpbridge.uplink)");
      kura.await("(objectClass=io.pumpbridge.model.driver.PumpDriver)");
      assertThat(directory.resolve("data/pump-bridge/state/journal")).isDirectory();
    }
  }

  @Test
  void theSamePackageOnceMoreIsNoFaultAndUninstallingLeavesNothingBehind() throws Exception {
    try (KuraHost kura = new KuraHost(directory)) {
      int before = kura.context().getBundles().length;
      install(kura);
      DeploymentPackage again = install(kura);
      assertThat(kura.context().getBundles()).hasSize(before + IN_ORDER.size());
      again.uninstall();
      assertThat(kura.context().getBundles()).hasSize(before);
      assertThat(kura.markers()).isEmpty();
    }
  }

  private static DeploymentPackage install(KuraHost kura) throws Exception {
    DeploymentAdmin admin =
        (DeploymentAdmin) kura.await("(objectClass=" + DeploymentAdmin.class.getName() + ")");
    try (InputStream in = Files.newInputStream(PACKAGE)) {
      return admin.installDeploymentPackage(in);
    }
  }

  private static SynchronousBundleListener startedInto(List<String> names) {
    return event -> {
      if (event.getType() == BundleEvent.STARTED) {
        names.add(event.getBundle().getSymbolicName());
      }
    };
  }

  private static List<Object> markedPids(KuraHost kura) throws Exception {
    return Arrays.stream(kura.markers())
        .map(marker -> marker.getProperty("kura.service.pid"))
        .toList();
  }

  private static Map<String, byte[]> productBundles() throws Exception {
    Map<String, byte[]> bundles = new HashMap<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(BUNDLES, "*.jar")) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          String name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
          bundles.put(name.split(";", 2)[0], Files.readAllBytes(jar));
        }
      }
    }
    return bundles;
  }
}
