// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts the native libraries of this machine's kind where only this user can write, before anybody
 * asks for them: each would otherwise unpack itself into a temporary directory and load whatever
 * already lies there.
 */
final class NativeLibraries {

  /**
   * A library.
   *
   * @param property tells it where its files lie
   * @param paths within its bundle, by {@code os.arch}; none where it is of no use
   */
  private record Library(String property, Map<String, List<String>> paths) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "jSerialComm.library.path",
              Map.of(
                  "amd64", List.of("Linux/x86_64/libjSerialComm.so"),
                  "aarch64", List.of("Linux/armv8_64/libjSerialComm.so"),
                  "arm", List.of("Linux/armv7hf/libjSerialComm.so"))),
          new Library(
              "org.sqlite.lib.path",
              Map.of(
                  "amd64", List.of("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"),
                  "aarch64", List.of("org/sqlite/native/Linux/aarch64/libsqlitejdbc.so"),
                  "arm", List.of("org/sqlite/native/Linux/armv7/libsqlitejdbc.so"))),
          new Library(
              "pi4j.library.path",
              Map.of(
                  "amd64", List.of(),
                  "aarch64",
                      List.of(
                          "lib/aarch64/pi4j-gpiod/libgpiod.so",
                          "lib/aarch64/pi4j-gpiod/libpi4j-gpiod.so"),
                  "arm",
                      List.of(
                          "lib/armhf/pi4j-gpiod/libgpiod.so",
                          "lib/armhf/pi4j-gpiod/libpi4j-gpiod.so"))));

  private NativeLibraries() {}

  /**
   * A property that is set already (by a package that ships the files root-owned) is left alone.
   */
  static void unpack(ShippedBundles bundles, Path directory) throws IOException {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    Map<String, String> propertyByPath = new HashMap<>();
    for (Library library : LIBRARIES) {
      if (!library.paths().containsKey(arch)) {
        throw new IOException("the product has no native libraries for " + arch);
      }
      if (System.getProperty(library.property()) == null) {
        library.paths().get(arch).forEach(path -> propertyByPath.put(path, library.property()));
      }
    }
    for (ShippedBundles.Content content : bundles.find(propertyByPath::containsKey)) {
      Path name = Path.of(content.path()).getFileName();
      write(directory.resolve(name), content.stream().readAllBytes());
    }
    // Last, since whoever fails before may unpack elsewhere.
    propertyByPath.values().forEach(name -> System.setProperty(name, directory.toString()));
  }

  /** What lies there already is not written again: the disk may be full, and flash wears out. */
  private static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(aside, content);
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
