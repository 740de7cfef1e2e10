// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.journal.EventJournal;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** What the drivers' component finds where it runs: settings, a registry, a journal, profiles. */
final class MemoryHost {

  /** What stands in the registry. */
  final List<PumpDriver> registered = new ArrayList<>();

  /** What the journal was given. */
  final List<Event> recorded = new ArrayList<>();

  private final Path directory;

  MemoryHost(Path directory) {
    this.directory = directory;
  }

  BundleContext context() {
    return answering(
        BundleContext.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("getProperty")) {
            return directory.toString();
          }
          assertThat(method.getName()).isEqualTo("registerService");
          PumpDriver driver = (PumpDriver) arguments[1];
          registered.add(driver);
          return registration(driver);
        });
  }

  private ServiceRegistration<?> registration(PumpDriver driver) {
    return answering(
        ServiceRegistration.class,
        (proxy, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("unregister");
          registered.remove(driver);
          return null;
        });
  }

  EventJournal journal() {
    return answering(
        EventJournal.class,
        (proxy, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("append");
          recorded.add((Event) arguments[0]);
          return new CompletableFuture<>();
        });
  }

  private static <T> T answering(Class<T> type, InvocationHandler answers) {
    return type.cast(
        Proxy.newProxyInstance(MemoryHost.class.getClassLoader(), new Class<?>[] {type}, answers));
  }

  static DriversComponent.Config config(int pollIntervalMs, String... families) {
    return config(Map.of("poll_interval_ms", pollIntervalMs, "families", families));
  }

  /** What is not given is as a host leaves it that knows no defaults. */
  static DriversComponent.Config config(Map<String, Object> values) {
    return answering(
        DriversComponent.Config.class,
        (proxy, method, arguments) ->
            values.getOrDefault(
                method.getName(), method.getReturnType() == boolean.class ? false : null));
  }

  /** Settings of a site with profiles of its own, which count unsigned or do not. */
  static DriversComponent.Config site(boolean unsigned, String... families) {
    return config(
        Map.of(
            "poll_interval_ms",
            1_000,
            "families",
            families,
            "site_profiles",
            "profiles",
            "unsigned_profiles",
            unsigned));
  }

  /** Where the site's profiles are. */
  Path profiles() throws IOException {
    return Files.createDirectories(directory.resolve("profiles"));
  }

  /** The site has the profile of the example, signed if the suffix says so. */
  Path profile(String suffix) throws IOException {
    return Files.writeString(
        profiles().resolve("example-vp1.json" + suffix), NewModelExampleTest.json());
  }
}
