// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.ShippedBundles;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What plays pump and hospital: it lies in {@code demo} beside pump-bridge.jar and never in the
 * product, so that no gateway can simulate a pump.
 */
final class JarsBeside implements AutoCloseable {
  /** What our own jars embed of others is looked for in the others' own jars first. */
  private static final Comparator<Path> OWN_LAST =
      Comparator.<Path, Boolean>comparing(
              jar -> String.valueOf(jar.getFileName()).startsWith("io.pumpbridge."))
          .thenComparing(Comparator.naturalOrder());

  private final Path product;
  private final URLClassLoader loader;

  private JarsBeside(Path product, URLClassLoader loader) {
    this.product = product;
    this.loader = loader;
  }

  /**
   * Opens them, for this thread as well.
   *
   * @throws LaunchException if they are not there
   */
  static JarsBeside open() throws LaunchException {
    Path product = ShippedBundles.ofThisProduct().product();
    List<Path> found = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(product.resolveSibling("demo"), "*.jar")) {
      jars.forEach(found::add);
      found.sort(OWN_LAST);
      for (Path jar : found) {
        urls.add(jar.toUri().toURL());
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw notHere(product);
    }
    URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), JarsBeside.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return new JarsBeside(product, loader);
  }

  Path product() {
    return product;
  }

  /**
   * What they provide.
   *
   * @throws LaunchException if they do not
   */
  <S> S find(Class<S> service) throws LaunchException {
    return ServiceLoader.load(service, loader).findFirst().orElseThrow(() -> notHere(product));
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static LaunchException notHere(Path product) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "demo-not-here",
        "The demo's simulators and server are not part of the product; they belong in "
            + product.resolveSibling("demo")
            + ". Build with 'mvn -Pdemo', or copy that directory beside pump-bridge.jar.");
  }
}
