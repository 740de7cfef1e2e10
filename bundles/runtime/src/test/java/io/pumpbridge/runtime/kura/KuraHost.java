// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.apache.felix.dm.DependencyManager;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What a deployment package meets in Kura 5.6, as far as it can be had without Kura: its framework,
 * its Deployment Admin, and a bundle, made while the test runs, with its marker interface. Not
 * Kura's: Declarative Services and Configuration Admin are those of the product, and SLF4J is the
 * launcher's, offered under the version that Kura offers.
 */
final class KuraHost implements AutoCloseable {
  static final String MARKER = "org.eclipse.kura.configuration.ConfigurableComponent";

  private static final Path PRODUCT = Path.of("target/image/export/product");
  private static final long PATIENCE_MS = 60_000;
  private static final long STOP_LIMIT_MS = 10_000;

  private final Framework framework;

  KuraHost(Path directory) throws Exception {
    framework =
        new EquinoxFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    directory.resolve("framework").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    systemPackages(),
                    "kura.data",
                    directory.resolve("data").toString()));
    framework.start();
    start(ofProduct("org.apache.felix.configadmin-*.jar"));
    start(ofProduct("org.apache.felix.scr-*.jar"));
    start(jarOf(DependencyManager.class));
    start(jarOf(org.apache.felix.deploymentadmin.Activator.class));
    start(markerBundle(Files.createDirectories(directory.resolve("marker"))));
  }

  private static String systemPackages() throws IOException {
    Properties file = new Properties();
    try (var in = KuraHost.class.getResourceAsStream("/framework.properties")) {
      file.load(in);
    }
    String launchers = file.getProperty("-runsystempackages");
    return launchers.replaceAll("(org\\.slf4j[a-z.]*);version=[0-9.]+", "$1;version=1.7.36")
        + ",org.osgi.service.event;version=1.4.1"
        + ",org.osgi.service.metatype;version=1.4.1"
        + ",org.osgi.service.deploymentadmin;version=1.0"
        + ",org.osgi.service.deploymentadmin.spi;version=1.0";
  }

  private static Path ofProduct(String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(PRODUCT, pattern)) {
      return found.iterator().next();
    }
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path markerBundle(Path directory) throws IOException {
    int dot = MARKER.lastIndexOf('.');
    Path source = directory.resolve(MARKER.substring(dot + 1) + ".java");
    Files.writeString(
        source,
        "package %s; public interface %s {}"
            .formatted(MARKER.substring(0, dot), MARKER.substring(dot + 1)));
    String[] options = {"-proc:none", "-d", directory.toString(), source.toString()};
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, options) != 0) {
      throw new AssertionError("the marker does not compile");
    }
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "test.kura.api");
    headers.putValue("Export-Package", MARKER.substring(0, dot) + ";version=\"1.2.0\"");
    Path jar = directory.resolve("marker.jar");
    String entry = MARKER.replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream bundle = new JarOutputStream(out, manifest)) {
      bundle.putNextEntry(new ZipEntry(entry));
      bundle.write(Files.readAllBytes(directory.resolve(entry)));
      bundle.closeEntry();
    }
    return jar;
  }

  private void start(Path jar) throws BundleException {
    Bundle bundle = context().installBundle(jar.toUri().toString());
    bundle.start();
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits for a service that matches. */
  Object await(String filter) throws Exception {
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context(), context().createFilter(filter), null);
    tracker.open();
    try {
      Object service = tracker.waitForService(PATIENCE_MS);
      if (service == null) {
        throw new AssertionError("nobody offers " + filter);
      }
      return service;
    } finally {
      tracker.close();
    }
  }

  ServiceReference<?>[] markers() throws Exception {
    ServiceReference<?>[] found = context().getAllServiceReferences(MARKER, null);
    return found == null ? new ServiceReference<?>[0] : found;
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
