// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts the native libraries of this machine's kind where only this user can write, before anybody
 * asks for them: both libraries would otherwise unpack themselves into a temporary directory and
 * load whatever already lies there.
 */
final class NativeLibraries {

  /**
   * A library.
   *
   * @param property tells it where it lies
   * @param folders within its bundle, by {@code os.arch}
   */
  private record Library(String file, String property, Map<String, String> folders) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "libjSerialComm.so",
              "jSerialComm.library.path",
              Map.of(
                  "amd64", "Linux/x86_64/",
                  "aarch64", "Linux/armv8_64/",
                  "arm", "Linux/armv7hf/")),
          new Library(
              "libsqlitejdbc.so",
              "org.sqlite.lib.path",
              Map.of(
                  "amd64", "Linux/x86_64/",
                  "aarch64", "Linux/aarch64/",
                  "arm", "Linux/armv7/")));

  private NativeLibraries() {}

  static void unpack(ShippedBundles bundles, Path directory) throws IOException {
    for (Library library : LIBRARIES) {
      if (System.getProperty(library.property()) == null) {
        unpack(bundles, library, directory);
      }
    }
  }

  private static void unpack(ShippedBundles bundles, Library library, Path directory)
      throws IOException {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String folder = library.folders().getOrDefault(arch, "Linux/" + arch + "/");
    for (ShippedBundles.Content content : bundles.find("", folder + library.file())) {
      write(directory.resolve(library.file()), content.stream());
      System.setProperty(library.property(), directory.toString());
      return;
    }
    throw new IOException("the product has no " + library.file() + " for " + arch);
  }

  private static void write(Path file, InputStream content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.copy(content, aside, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
