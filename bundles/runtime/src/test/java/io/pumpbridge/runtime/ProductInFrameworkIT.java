// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The bundles that ship, out of the jar that ships, in real frameworks: Felix, which the product
 * uses, and Equinox, which Kura uses.
 */
class ProductInFrameworkIT {
  private static final List<String> PORTS =
      List.of(
          "io.pumpbridge.model.link.LinkWatcher",
          "io.pumpbridge.model.driver.PumpDriver",
          "io.pumpbridge.model.dose.DoseJudge",
          "io.pumpbridge.model.journal.EventJournal",
          "io.pumpbridge.model.trust.Sealer",
          "io.pumpbridge.model.trust.SignatureVerifier",
          "io.pumpbridge.model.trust.TlsContexts",
          "io.pumpbridge.model.time.TrustedClock",
          "io.pumpbridge.model.board.Board",
          "io.pumpbridge.model.command.CommandHandler",
          "io.pumpbridge.model.health.HealthCheck");

  @TempDir private Path directory;

  static Stream<FrameworkFactory> frameworks() {
    return Stream.of(
        new org.apache.felix.framework.FrameworkFactory(),
        new org.eclipse.osgi.launch.EquinoxFactory());
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void everyBundleStartsAndEveryPortIsOffered(FrameworkFactory factory) throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"));
        BridgeFramework bridge = start(factory, state)) {
      bridge.awaitRunning(Awaiting.PATIENCE);
      assertThat(bridge.context().getBundles())
          .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE, "active");
      for (String port : PORTS) {
        assertThat(offered(bridge.context(), port)).as(port).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void trustIsFoundAgainByEverybodyAfterItWasStopped(FrameworkFactory factory) throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"));
        BridgeFramework bridge = start(factory, state)) {
      bridge.awaitRunning(Awaiting.PATIENCE);
      Bundle trust = bundle(bridge.context(), "io.pumpbridge.trust");
      trust.stop();
      assertThat(offered(bridge.context(), "io.pumpbridge.model.trust.Sealer")).isZero();
      assertThat(offered(bridge.context(), "io.pumpbridge.model.journal.EventJournal")).isZero();
      trust.start();
      bridge.awaitRunning(Awaiting.PATIENCE);
      for (String port : PORTS) {
        assertThat(offered(bridge.context(), port)).as(port).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void aStoppedDriverBundleTakesNobodyDown(FrameworkFactory factory) throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"));
        BridgeFramework bridge = start(factory, state)) {
      bridge.awaitRunning(Awaiting.PATIENCE);
      Bundle drivers = bundle(bridge.context(), "io.pumpbridge.drivers");
      drivers.stop();
      assertThat(offered(bridge.context(), "io.pumpbridge.model.driver.PumpDriver")).isZero();
      for (String port : PORTS) {
        if (!port.endsWith("PumpDriver")) {
          assertThat(offered(bridge.context(), port)).as(port).isPositive();
        }
      }
      drivers.start();
      bridge.awaitRunning(Awaiting.PATIENCE);
      assertThat(offered(bridge.context(), "io.pumpbridge.model.driver.PumpDriver")).isPositive();
    }
  }

  /** As on Kura: nobody has looked before the bundles start. */
  @ParameterizedTest
  @MethodSource("frameworks")
  void inAGatewayThatIsBeingWipedNothingBegins(FrameworkFactory factory) throws Exception {
    Path wiped = Files.createDirectories(directory.resolve("state"));
    Files.writeString(wiped.resolve(StateDirectory.DECOMMISSIONING), "{}");
    try (StateDirectory state = StateDirectory.takeToWipe(wiped);
        BridgeFramework bridge = start(factory, state)) {
      Awaiting.until(
          "somebody says why", () -> healths(bridge.context()).contains("decommissioning"));
      assertThat(offered(bridge.context(), "io.pumpbridge.model.trust.Sealer")).isZero();
      assertThat(offered(bridge.context(), "io.pumpbridge.model.journal.EventJournal")).isZero();
      assertThat(wiped.resolve("trust")).as("no new sealing key").doesNotExist();
      assertThat(wiped.resolve("journal")).as("no new journal").doesNotExist();
    }
  }

  /** The codes of all health checks there are. */
  private static List<String> healths(BundleContext context) throws Exception {
    String port = "io.pumpbridge.model.health.HealthCheck";
    List<String> codes = new ArrayList<>();
    var references = context.getAllServiceReferences(port, null);
    for (var reference : references == null ? new ServiceReference<?>[0] : references) {
      Object check = context.getService(reference);
      if (check != null) {
        Class<?> type = Class.forName(port, false, check.getClass().getClassLoader());
        Object health = type.getMethod("check").invoke(check);
        codes.add(String.valueOf(health.getClass().getMethod("code").invoke(health)));
      }
    }
    return codes;
  }

  private BridgeFramework start(FrameworkFactory factory, StateDirectory state) throws Exception {
    Path config = Product.configuration(directory.resolve("config"));
    ShippedBundles bundles = ShippedBundles.in(Product.JAR);
    Settings settings = Settings.read(config, bundles, Map.of());
    return BridgeFramework.start(factory, bundles, state, config, settings.byPid());
  }

  private static Bundle bundle(BundleContext context, String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static int offered(BundleContext context, String port) throws Exception {
    var references = context.getAllServiceReferences(port, null);
    return references == null ? 0 : references.length;
  }
}
