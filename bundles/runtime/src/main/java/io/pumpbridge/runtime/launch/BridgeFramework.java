// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSGi framework with the shipped bundles in it. Any framework will do: Felix in the product,
 * Equinox in a test, because Kura hosts the same bundles on it.
 */
public final class BridgeFramework implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BridgeFramework.class);

  /** The contract says 5 s from SIGTERM; what is left is the JVM's. */
  private static final Duration STOP_LIMIT = Duration.ofMillis(4_500);

  private final Framework framework;
  private final Set<String> configuredPids;
  private final Unpacked room;

  private BridgeFramework(Framework framework, Set<String> configuredPids, Unpacked room) {
    this.framework = framework;
    this.configuredPids = Set.copyOf(configuredPids);
    this.room = room;
  }

  /**
   * Installs and starts all bundles and hands them their configurations.
   *
   * @param settings by PID; a component without an entry stays idle
   * @throws LaunchException if a bundle does not resolve or start
   */
  public static BridgeFramework start(
      FrameworkFactory factory,
      ShippedBundles bundles,
      StateDirectory state,
      Path configuration,
      Map<String, Map<String, Object>> settings)
      throws LaunchException {
    return start(factory, bundles, state, configuration, settings, Set.of(), Map.of());
  }

  /**
   * As the other one.
   *
   * <p>Seven parameters: the last two are of those who must not wake a bundle that needs no
   * setting, and do what no agent may.
   *
   * @param resting symbolic names of bundles that are installed and not started
   * @param more properties of the framework, besides its own
   */
  static BridgeFramework start(
      FrameworkFactory factory,
      ShippedBundles bundles,
      StateDirectory state,
      Path configuration,
      Map<String, Map<String, Object>> settings,
      Set<String> resting,
      Map<String, String> more)
      throws LaunchException {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("io.pumpbridge.state", state.path().toString());
    properties.put("io.pumpbridge.config", configuration.toAbsolutePath().normalize().toString());
    try {
      return Unpacked.inRoomFor(
          state,
          room -> {
            NativeLibraries.unpack(bundles, room.directory("native"));
            Framework framework = factory.newFramework(complete(properties, room));
            BridgeFramework bridge = new BridgeFramework(framework, settings.keySet(), room);
            bridge.begin(bundles, resting, settings);
            return bridge;
          });
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "framework-failed",
          "The bundles could not be started: " + e.getMessage() + ".");
    }
  }

  private static Map<String, String> complete(Map<String, String> some, Unpacked room)
      throws IOException {
    Map<String, String> properties = new HashMap<>(some);
    properties.put(Constants.FRAMEWORK_STORAGE, room.directory("framework").toString());
    // Bundles come from the product at every start: a cache that a power cut tore is no loss.
    properties.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, systemPackages());
    properties.put("io.pumpbridge.locked", "true"); // by us, for as long as we run
    properties.put("ds.loglevel", "0"); // failures are read from the runtime and said in sentences
    return properties;
  }

  static String systemPackages() throws IOException {
    Properties file = new Properties();
    try (var in = BridgeFramework.class.getResourceAsStream("/framework.properties")) {
      file.load(in);
    }
    return file.getProperty("-runsystempackages");
  }

  private void begin(
      ShippedBundles bundles, Set<String> resting, Map<String, Map<String, Object>> settings)
      throws IOException {
    try {
      framework.start();
      startBundles(bundles, resting);
      configure(settings);
    } catch (BundleException e) {
      close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void startBundles(ShippedBundles bundles, Set<String> resting)
      throws BundleException, IOException {
    BundleContext context = framework.getBundleContext();
    List<Bundle> installed = new ArrayList<>();
    for (String name : bundles.names()) {
      installed.add(
          bundles.open(
              name,
              in -> {
                try {
                  return context.installBundle("shipped:" + name, in);
                } catch (BundleException e) {
                  throw new IOException(name + ": " + e.getMessage(), e);
                }
              }));
    }
    for (Bundle bundle : installed) {
      boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
      if (!fragment && !resting.contains(bundle.getSymbolicName())) {
        bundle.start();
      }
    }
  }

  /** What is configured is exactly what the file says: nothing survives from an earlier run. */
  private void configure(Map<String, Map<String, Object>> settings) throws IOException {
    ConfigurationAdmin admin = service(ConfigurationAdmin.class);
    for (Map.Entry<String, Map<String, Object>> entry : settings.entrySet()) {
      Configuration configuration = admin.getConfiguration(entry.getKey(), "?");
      configuration.update(FrameworkUtil.asDictionary(entry.getValue()));
    }
  }

  /**
   * Waits until every configured component does its work.
   *
   * @throws LaunchException if one refuses its configuration, fails, or is not ready in time
   */
  public void awaitRunning(Duration limit) throws LaunchException, InterruptedException {
    new ComponentStates(
            framework.getBundleContext(), service(ServiceComponentRuntime.class), configuredPids)
        .awaitAllActive(limit);
    log.info("all components are active");
  }

  /** A service of the framework's own packages. */
  private <T> T service(Class<T> type) {
    BundleContext context = framework.getBundleContext();
    ServiceReference<T> reference = context.getServiceReference(type);
    return Optional.ofNullable(reference)
        .map(context::getService)
        .orElseThrow(() -> new IllegalStateException("the product lacks " + type.getName()));
  }

  /** Ends one bundle's work in order, or begins it again; the others go on. */
  void setWorking(String symbolicName, boolean working) throws LaunchException {
    try {
      for (Bundle bundle : framework.getBundleContext().getBundles()) {
        if (symbolicName.equals(bundle.getSymbolicName())) {
          if (working) {
            bundle.start();
          } else {
            bundle.stop();
          }
        }
      }
    } catch (BundleException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "framework-failed",
          symbolicName + " could not be stopped or started: " + e.getMessage() + ".");
    }
  }

  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits until somebody stops the framework. */
  public void awaitStopped() throws InterruptedException {
    FrameworkEvent event = framework.waitForStop(0);
    log.info("the framework has stopped event_type={}", event.getType());
  }

  /** Stops in order: the uplink says goodbye, the journal writes what it holds. */
  @Override
  public void close() {
    boolean unused = stop();
  }

  /**
   * As {@link #close}.
   *
   * @return whether all of it has ended
   */
  public boolean stop() {
    try {
      framework.stop();
      FrameworkEvent event = framework.waitForStop(STOP_LIMIT.toMillis());
      if (event.getType() != FrameworkEvent.WAIT_TIMEDOUT) {
        room.giveBack();
        return true;
      }
      log.warn("the framework did not stop in time limit_ms={}", STOP_LIMIT.toMillis());
    } catch (BundleException e) {
      log.error("the framework could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
