// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A jar in memory, with what Maven wrote into it if it is of this build. */
final class Jar {
  private static final String OF_THIS_BUILD = "META-INF/maven/io.pumpbridge/";

  private final String where;
  private final byte[] bytes;
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  /**
   * @param where how to call it in a complaint
   */
  Jar(String where, byte[] bytes) throws IOException {
    this.where = where;
    this.bytes = bytes;
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
  }

  static Jar read(Path file) throws IOException {
    return new Jar(file.getFileName().toString(), Files.readAllBytes(file));
  }

  String where() {
    return where;
  }

  /** How to call a file in it. */
  String path(String file) {
    return where + "!/" + file;
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  boolean isOfThisBuild() {
    return files.keySet().stream().anyMatch(name -> name.startsWith(OF_THIS_BUILD));
  }

  /** Who it is, if it is of this build. */
  Coordinates coordinates() throws IOException {
    List<String> found =
        files.keySet().stream()
            .filter(name -> name.startsWith(OF_THIS_BUILD) && name.endsWith("/pom.properties"))
            .toList();
    if (found.size() != 1) {
      throw new IOException(where + " does not say who it is: " + found);
    }
    Properties written = new Properties();
    written.load(new ByteArrayInputStream(files.get(found.get(0))));
    return new Coordinates(
        written.getProperty("groupId"),
        written.getProperty("artifactId"),
        written.getProperty("version"));
  }

  String sha256() {
    return sha256(bytes);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
