// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Whose code lies in a packed product, told by the bytes and paths of its files and by nothing that
 * the build's own bill of materials is made of.
 */
final class ShippedCode {
  private static final String OURS = "io/pumpbridge/";
  private static final int CLASS = 0xCAFEBABE;
  private static final int ELF = 0x7F454C46;
  private static final int ZIP = 0x504B0304;

  /** What lies in what, both as {@code group:name:version}. */
  final SortedMap<String, SortedSet<String>> holdings = new TreeMap<>();

  /** SHA-256 of each jar that lies in the product as it is. */
  final SortedMap<String, String> hashes = new TreeMap<>();

  /** Where a C library lies, by file name. */
  final SortedMap<String, SortedSet<String>> natives = new TreeMap<>();

  /** Of shipped-packages.txt, what nothing was found below. */
  final Set<String> unused;

  private final Map<String, String> owners;
  private final PomVersions versions;

  private ShippedCode(PomVersions versions) throws IOException {
    this.versions = versions;
    owners = owners();
    unused = new HashSet<>(owners.keySet());
  }

  static ShippedCode in(Path product, PomVersions versions) throws Exception {
    ShippedCode code = new ShippedCode(versions);
    code.lookInto(product.getFileName().toString(), Files.readAllBytes(product));
    return code;
  }

  private static Map<String, String> owners() throws IOException {
    Map<String, String> owners = new TreeMap<>();
    try (InputStream text = ShippedCode.class.getResourceAsStream("/shipped-packages.txt")) {
      for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          List<String> words = List.of(line.split(" ", -1));
          words.subList(1, words.size()).forEach(path -> owners.put(path, words.get(0)));
        }
      }
    }
    return owners;
  }

  private String lookInto(String where, byte[] jar) throws Exception {
    Map<String, byte[]> files = files(jar);
    List<String> written = written(files);
    // Libraries leave their own descriptors where they are unpacked; a jar is named after itself.
    String self = self(where, written);
    SortedSet<String> held = new TreeSet<>(written);
    held.remove(self);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = file.getKey();
      int magic = magic(file.getValue());
      if (magic == ZIP) {
        held.add(lookInto(where + "!/" + path, file.getValue()));
      } else if (magic == ELF || magic == CLASS) {
        if (self.startsWith("io.pumpbridge:") && !path.startsWith(OURS)) {
          held.add(owner(where, path));
        }
        if (magic == ELF) {
          String name = path.substring(path.lastIndexOf('/') + 1);
          natives.computeIfAbsent(name, key -> new TreeSet<>()).add(where + "!/" + path);
        }
      }
    }
    assertThat(bundleClassPath(files))
        .as("Bundle-ClassPath of " + where + ": jars are looked into, folders are not")
        .allMatch(path -> path.equals(".") || magic(files.get(path)) == ZIP);
    holdings.put(self, held);
    hashes.put(self, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)));
    return self;
  }

  private static Map<String, byte[]> files(byte[] jar) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static List<String> written(Map<String, byte[]> files) throws IOException {
    List<String> written = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().matches("META-INF/maven/[^/]+/[^/]+/pom.properties")) {
        Properties pom = new Properties();
        pom.load(new ByteArrayInputStream(file.getValue()));
        written.add(
            "%s:%s:%s"
                .formatted(
                    pom.getProperty("groupId"),
                    pom.getProperty("artifactId"),
                    pom.getProperty("version")));
      }
    }
    return written;
  }

  private static String self(String where, List<String> written) {
    List<String> own =
        written.stream()
            .filter(
                one -> {
                  String[] words = one.split(":", 3);
                  return words[1].equals("io.pumpbridge.runtime")
                      ? !where.contains("!/")
                      : where.endsWith("/" + words[1] + "-" + words[2] + ".jar");
                })
            .toList();
    assertThat(own).as("who " + where + " is, of " + written).hasSize(1);
    return own.get(0);
  }

  private String owner(String where, String path) {
    String longest =
        owners.keySet().stream()
            .filter(path::startsWith)
            .reduce("", (one, other) -> one.length() > other.length() ? one : other);
    assertThat(owners).as(where + "!/" + path + " is nobody's").containsKey(longest);
    unused.remove(longest);
    String name = owners.get(longest);
    return name + ":" + versions.of(name);
  }

  private static List<String> bundleClassPath(Map<String, byte[]> files) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(files.get("META-INF/MANIFEST.MF")));
    String header = manifest.getMainAttributes().getValue("Bundle-ClassPath");
    return header == null ? List.of() : List.of(header.strip().split("\\s*,\\s*", -1));
  }

  private static int magic(byte[] bytes) {
    if (bytes == null || bytes.length < 4) {
      return 0;
    }
    return (bytes[0] & 0xFF) << 24
        | (bytes[1] & 0xFF) << 16
        | (bytes[2] & 0xFF) << 8
        | (bytes[3] & 0xFF);
  }
}
