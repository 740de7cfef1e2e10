// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C libraries that lie compiled in a Java library: no pom names them, and flaws are published
 * under their names. Their versions are read out of the files.
 */
final class NativeCode {
  /**
   * A C library, and how its version stands in its file, between two zero bytes.
   *
   * @param vendor under whom the list of published flaws (NVD) has it, if it does
   */
  private record Known(String name, String licence, Optional<String> vendor, Pattern version) {
    Optional<String> cpe(String version) {
      return vendor.map(by -> "cpe:2.3:a:" + by + ":" + name + ":" + version + ":*:*:*:*:*:*:*");
    }
  }

  /** In the public domain, with a blessing. */
  private static final Known SQLITE =
      new Known(
          "sqlite", "blessing", Optional.of("sqlite"), Pattern.compile("\0(3\\.\\d+\\.\\d+)\0"));

  private static final Known LIBGPIOD =
      new Known(
          "libgpiod",
          "LGPL-2.1-or-later",
          Optional.empty(),
          Pattern.compile("\0(1\\.\\d+\\.\\d+)\0"));

  private static final Map<String, Optional<Known>> FILES =
      Map.of(
          "libsqlitejdbc.so", Optional.of(SQLITE),
          "libgpiod.so", Optional.of(LIBGPIOD),
          // Of their Java library itself, and of nobody else.
          "libjSerialComm.so", Optional.empty(),
          "libpi4j-gpiod.so", Optional.empty());

  private NativeCode() {}

  /**
   * The C libraries within what one Java library put into a jar.
   *
   * @param files of the Java library only, by path
   */
  static List<Part> within(String where, SortedMap<String, byte[]> files) throws IOException {
    SortedMap<String, Part> parts = new TreeMap<>();
    for (String fileName : FILES.keySet()) {
      Optional<Known> known = FILES.get(fileName);
      SortedMap<String, byte[]> copies = new TreeMap<>(files);
      copies.keySet().removeIf(path -> !path.endsWith("/" + fileName));
      if (known.isPresent() && !copies.isEmpty()) {
        parts.put(fileName, part(where, known.get(), copies));
      }
    }
    for (String path : files.keySet()) {
      if (Content.isNative(path) && !FILES.containsKey(path.substring(path.lastIndexOf('/') + 1))) {
        throw new IOException(where + "!/" + path + ": say in NativeCode what that is made of");
      }
    }
    return List.copyOf(parts.values());
  }

  private static Part part(String where, Known known, SortedMap<String, byte[]> copies)
      throws IOException {
    TreeSet<String> versions = new TreeSet<>();
    for (byte[] copy : copies.values()) {
      Matcher matcher = known.version.matcher(new String(copy, StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        versions.add(matcher.group(1));
      }
    }
    if (versions.size() != 1) {
      throw new IOException(where + ": " + known.name + " says it is " + versions);
    }
    String version = versions.first();
    return new Part(
        "pkg:generic/" + known.name + "@" + version,
        Optional.empty(),
        known.name,
        version,
        List.of(new Licence(Optional.of(known.licence), "", "")),
        new Part.Files(
            known.cpe(version),
            copies.keySet().stream().map(path -> where + "!/" + path).toList()));
  }
}
