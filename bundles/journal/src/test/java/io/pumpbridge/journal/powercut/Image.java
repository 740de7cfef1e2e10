// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What is found on a disk.
 *
 * @param directories relative paths, parents before their children
 * @param files bytes by relative path
 */
public record Image(Set<String> directories, Map<String, byte[]> files) {

  /** Equal images have equal prints, and others surely do not: names, sizes and two checksums. */
  public long print() {
    CRC32C sum = new CRC32C();
    long print = directories.hashCode();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      sum.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      sum.update(file.getValue());
      print = print * 1_000_003 + file.getValue().length;
      print = print * 1_000_003 + sum.getValue();
    }
    return print * 1_000_003 + files.keySet().hashCode();
  }

  /** Puts it where nothing is yet. */
  public void writeTo(Path root) throws IOException {
    Files.createDirectories(root);
    for (String directory : directories) {
      Files.createDirectory(root.resolve(directory));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(root.resolve(file.getKey()), file.getValue());
    }
  }

  /** What a program has left there. */
  public static Image of(Path root) throws IOException {
    Set<String> directories = new TreeSet<>();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(path -> !path.equals(root)).toList()) {
        String name = root.relativize(path).toString();
        if (Files.isDirectory(path)) {
          directories.add(name);
        } else {
          files.put(name, Files.readAllBytes(path));
        }
      }
    }
    return new Image(directories, files);
  }
}
