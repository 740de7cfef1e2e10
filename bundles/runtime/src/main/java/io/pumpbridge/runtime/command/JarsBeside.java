// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Simulators, reference server and demo: they lie beside the product and never in it. */
final class JarsBeside {

  private JarsBeside() {}

  static URLClassLoader load(Path product) throws LaunchException {
    List<URL> urls = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(product.resolveSibling("demo"), "*.jar")) {
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    } catch (IOException e) {
      throw notHere(product);
    }
    return new URLClassLoader(urls.toArray(URL[]::new), JarsBeside.class.getClassLoader());
  }

  static LaunchException notHere(Path product) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "demo-not-here",
        "The demo's simulators and server are not part of the product; they belong in "
            + product.resolveSibling("demo")
            + ". Build with 'mvn -Pdemo', or copy that directory beside pump-bridge.jar.");
  }
}
