// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/** One file of a jar. The same name, size and checksum in two jars: the same file. */
record Content(String name, long size, long checksum) {
  static Content of(String name, byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return new Content(name, bytes.length, checksum.getValue());
  }

  /** All files of a jar, by its directory alone. */
  static Set<Content> in(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<Content> contents = new HashSet<>();
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(
              entry -> contents.add(new Content(entry.getName(), entry.getSize(), entry.getCrc())));
      return contents;
    }
  }

  /** A library is where its code is; licences and services look alike in many. */
  static boolean isCode(String name) {
    return name.endsWith(".class") || isNative(name);
  }

  static boolean isNative(String name) {
    return name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib");
  }
}
