// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A real framework with declarative services in it. */
final class Host implements AutoCloseable {
  private static final long STOP_LIMIT_MS = 10_000;

  /** By name, since both lie on one class path. */
  enum Kind {
    FELIX("org.apache.felix.framework.FrameworkFactory"),
    EQUINOX("org.eclipse.osgi.launch.EquinoxFactory");

    private final String factory;

    Kind(String factory) {
      this.factory = factory;
    }
  }

  private final Framework framework;

  Host(Kind kind, Path storage) throws Exception {
    this(kind, storage, Map.of());
  }

  Host(Kind kind, Path storage, Map<String, String> more) throws Exception {
    Map<String, String> properties = new TreeMap<>(more);
    properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=1.7.36");
    framework =
        Class.forName(kind.factory)
            .asSubclass(FrameworkFactory.class)
            .getDeclaredConstructor()
            .newInstance()
            .newFramework(properties);
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (String jar :
        List.of(
            "org.osgi.util.function-",
            "org.osgi.util.promise-",
            "org.osgi.service.component-1",
            "org.apache.felix.scr-",
            "io.pumpbridge.model-")) {
      bundles.add(context().installBundle("reference:" + onClassPath(jar).toURI()));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  private static File onClassPath(String prefix) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(File::new)
        .filter(file -> file.getName().startsWith(prefix) && file.getName().endsWith(".jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not on the class path: " + prefix));
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Bundle start(TestBundle made) throws Exception {
    try (InputStream jar = made.jar()) {
      Bundle bundle = context().installBundle("memory:" + System.identityHashCode(made), jar);
      bundle.start();
      return bundle;
    }
  }

  /** The bundle that this module has just packed. */
  Bundle startOurs() throws Exception {
    Bundle bundle =
        context().installBundle(new File(System.getProperty("bundle.jar")).toURI().toString());
    bundle.start();
    return bundle;
  }

  List<ServiceReference<?>> services(String type) throws Exception {
    ServiceReference<?>[] found = context().getAllServiceReferences(type, null);
    return found == null ? List.of() : List.of(found);
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(STOP_LIMIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
