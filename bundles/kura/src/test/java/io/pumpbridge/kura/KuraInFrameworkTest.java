// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.kura.Host.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * The packed bundle in both frameworks, without Kura: a bundle that is made while the test runs
 * stands for Kura's API. A run on a real Kura is a check of its own.
 */
class KuraInFrameworkTest {
  @TempDir private Path directory;

  @BeforeEach
  @AfterEach
  void forgetDirectories() {
    System.clearProperty(Directories.STATE);
    System.clearProperty(Directories.CONFIG);
  }

  private Host host(Kind kind) throws Exception {
    return new Host(kind, directory.resolve("cache"));
  }

  private Host hostWithData(Kind kind) throws Exception {
    return new Host(
        kind,
        directory.resolve("cache"),
        Map.of(Directories.KURA_DATA, directory.resolve("data").toString()));
  }

  private static TestBundle kuraApi() {
    return new TestBundle("test.kura.api")
        .header("Export-Package", "org.eclipse.kura.configuration;version=\"1.2.0\"")
        .source(
            Marker.TYPE,
            "package org.eclipse.kura.configuration; public interface ConfigurableComponent {}");
  }

  private static TestBundle kuraSystem(Path data) {
    return new TestBundle("test.kura.system")
        .header("Export-Package", "org.eclipse.kura.system;version=\"1.7.0\"")
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "test.SystemActivator")
        .source(
            SystemService.TYPE,
            """
            package org.eclipse.kura.system;
            public interface SystemService { java.util.Properties getProperties(); }
            """)
        .source(
            "test.SystemActivator",
            """
            package test;
            public class SystemActivator implements org.osgi.framework.BundleActivator {
              private static class Hidden implements org.eclipse.kura.system.SystemService {
                public java.util.Properties getProperties() {
                  java.util.Properties all = new java.util.Properties();
                  all.setProperty("kura.data", "%s");
                  return all;
                }
              }
              public void start(org.osgi.framework.BundleContext context) {
                context.registerService(
                    org.eclipse.kura.system.SystemService.class, new Hidden(), null);
              }
              public void stop(org.osgi.framework.BundleContext context) {}
            }
            """
                .formatted(data));
  }

  private static TestBundle ours() {
    return new TestBundle("io.pumpbridge.sample")
        .metatype("io.pumpbridge.sample", "pid")
        .metatype("io.pumpbridge.sample.second", "pid")
        .metatype("io.pumpbridge.sample.factory", "factoryPid");
  }

  /** Kura's names of all that is marked. */
  private static Map<String, ServiceReference<?>> marked(Host host) throws Exception {
    Map<String, ServiceReference<?>> marked = new TreeMap<>();
    for (ServiceReference<?> reference : host.services(Marker.TYPE)) {
      String name = (String) reference.getProperty(Marker.KURA_PID);
      assertThat(marked.put(name, reference)).as("marked once: %s", name).isNull();
    }
    return marked;
  }

  @ParameterizedTest
  @EnumSource
  void withoutKuraItIsActiveAndIdle(Kind kind) throws Exception {
    try (Host host = host(kind)) {
      Bundle adapter = host.startOurs();
      host.start(ours());
      assertThat(adapter.getState()).isEqualTo(Bundle.ACTIVE);
      assertThat(host.services(Marker.TYPE)).isEmpty();
      assertThat(health(host)).isEqualTo("ok");
      assertThat(System.getProperty(Directories.STATE)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachConfigurationOfOursIsMarkedWithKurasNames(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      Bundle api = host.start(kuraApi());
      host.startOurs();
      host.start(ours());
      Map<String, ServiceReference<?>> marked = marked(host);
      assertThat(marked.keySet())
          .containsExactly("io.pumpbridge.sample", "io.pumpbridge.sample.second");
      for (String pid : marked.keySet()) {
        ServiceReference<?> reference = marked.get(pid);
        assertThat(reference.getProperty("service.pid")).isEqualTo(pid);
        assertThat(reference.getProperty("kura.service.pid")).isEqualTo(pid);
        assertThat(reference.getProperty("service.factoryPid")).isNull();
        Object marker = host.context().getService(reference);
        assertThat(api.loadClass(Marker.TYPE).isInstance(marker)).isTrue();
        assertThat(marker).hasToString("marker of " + pid).isEqualTo(marker);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bundlesThatRunAlreadyAreMarkedToo(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.start(ours());
      host.startOurs();
      assertThat(marked(host)).hasSize(2);
      // They have missed the state directory, and somebody has to know.
      assertThat(health(host)).isEqualTo("kura-started-late");
    }
  }

  @ParameterizedTest
  @EnumSource
  void markersVanishWithTheBundleAndComeBackWithIt(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      Bundle ours = host.start(ours());
      for (int i = 0; i < 3; i++) {
        assertThat(marked(host)).hasSize(2);
        ours.stop();
        assertThat(marked(host)).isEmpty();
        ours.start();
      }
      ours.uninstall();
      assertThat(marked(host)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void markersVanishWithTheAdapter(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      Bundle adapter = host.startOurs();
      host.start(ours());
      assertThat(marked(host)).hasSize(2);
      adapter.stop();
      assertThat(marked(host)).isEmpty();
      adapter.start();
      assertThat(marked(host)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherPeoplesBundlesAreLeftAlone(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      host.start(new TestBundle("com.example.sample").metatype("com.example.sample", "pid"));
      assertThat(marked(host)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMetatypeResourceThatIsRubbishHarmsNoOther(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      host.start(ours().entry("OSGI-INF/metatype/aaa.xml", "<not xml"));
      assertThat(marked(host)).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInstanceOfAFactoryIsMarkedOnceHoweverManyServicesItOffers(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      Bundle ours = host.start(ours());
      Dictionary<String, Object> names =
          FrameworkUtil.asDictionary(
              Map.of(
                  "service.pid", "io.pumpbridge.sample.factory-17-0",
                  "kura.service.pid", "pump-1",
                  "service.factoryPid", "io.pumpbridge.sample.factory"));
      ServiceRegistration<?> first =
          ours.getBundleContext().registerService(Runnable.class, () -> {}, names);
      ServiceRegistration<?> second =
          ours.getBundleContext().registerService(Runnable.class, () -> {}, names);
      ServiceReference<?> pump = marked(host).get("pump-1");
      assertThat(pump.getProperty("service.pid")).isEqualTo("io.pumpbridge.sample.factory-17-0");
      assertThat(pump.getProperty("service.factoryPid")).isEqualTo("io.pumpbridge.sample.factory");
      first.unregister();
      assertThat(marked(host)).containsKey("pump-1");
      second.unregister();
      assertThat(marked(host)).doesNotContainKey("pump-1").hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ourBundlesFindTheirStateDirectoryInKurasData(Kind kind) throws Exception {
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      Bundle ours = host.start(ours());
      assertDirectories(ours);
      assertThat(health(host)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDirectoryComesFromKurasSystemServiceIfNoPropertySaysIt(Kind kind) throws Exception {
    try (Host host = host(kind)) {
      host.start(kuraApi());
      host.start(kuraSystem(directory.resolve("data")));
      host.startOurs();
      Bundle ours = host.start(ours());
      assertDirectories(ours);
    }
  }

  private void assertDirectories(Bundle ours) throws Exception {
    Path state = directory.resolve("data/pump-bridge/state");
    Path config = directory.resolve("data/pump-bridge/config");
    assertThat(ours.getBundleContext().getProperty("io.pumpbridge.state"))
        .isEqualTo(state.toString());
    assertThat(ours.getBundleContext().getProperty("io.pumpbridge.config"))
        .isEqualTo(config.toString());
    assertThat(Files.getPosixFilePermissions(state)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aStateDirectoryThatIsGivenStays(Kind kind) throws Exception {
    Map<String, String> given =
        Map.of(
            Directories.STATE, "/given",
            Directories.CONFIG, "/given/too",
            Directories.KURA_DATA, directory.resolve("data").toString());
    try (Host host = new Host(kind, directory.resolve("cache"), given)) {
      host.start(kuraApi());
      host.startOurs();
      assertThat(host.context().getProperty(Directories.STATE)).isEqualTo("/given");
      assertThat(System.getProperty(Directories.STATE)).isNull();
      assertThat(directory.resolve("data")).doesNotExist();
      assertThat(health(host)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKuraThatSaysNoDirectoryIsReported(Kind kind) throws Exception {
    try (Host host = host(kind)) {
      host.start(kuraApi());
      host.startOurs();
      assertThat(health(host)).isEqualTo("kura-no-directory");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDirectoryThatCannotBeMadeIsReported(Kind kind) throws Exception {
    Files.writeString(directory.resolve("data"), "a file is in the way");
    try (Host host = hostWithData(kind)) {
      host.start(kuraApi());
      host.startOurs();
      assertThat(health(host)).isEqualTo("kura-directory");
      assertThat(System.getProperty(Directories.STATE)).isNull();
    }
  }

  /** The code of the adapter's health, by reflection: its classes are the framework's own. */
  private static String health(Host host) throws Exception {
    List<ServiceReference<?>> checks = host.services("io.pumpbridge.model.health.HealthCheck");
    assertThat(checks).hasSize(1);
    Object check = host.context().getService(checks.get(0));
    Object health = check.getClass().getMethod("check").invoke(check);
    return (String) health.getClass().getMethod("code").invoke(health);
  }
}
