// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs bundles as a deployment package ({@code .dp}, OSGi Compendium, "Deployment Admin") for
 * Eclipse Kura 5. The same bundles give the same bytes. Knows the JDK only.
 *
 * <p>The JDK's own writer of manifests is no help: it loses the order of the sections, and the
 * order is the one in which the bundles are started.
 */
public final class DeploymentPackage {
  /** Sets the state directory of all others, see its README. */
  private static final String FIRST = "io.pumpbridge.kura";

  /** The rest of the product; whatever else turns up does not belong on a gateway. */
  private static final List<String> START_ORDER =
      List.of(
          "io.pumpbridge.model",
          "com.fasterxml.jackson.core.jackson-core",
          "com.fasterxml.jackson.jr.jackson-jr-objects",
          "io.pumpbridge.trust",
          "io.pumpbridge.journal",
          "io.pumpbridge.druglibrary",
          "io.pumpbridge.transports",
          "io.pumpbridge.drivers",
          "io.pumpbridge.board",
          "io.pumpbridge.gateway",
          "io.pumpbridge.uplink");

  /** Kura has these: one of them in a package, and Kura refuses the whole. */
  private static final List<String> OF_KURA =
      List.of(
          "slf4j.",
          "org.slf4j.",
          "org.apache.felix.",
          "org.eclipse.",
          "org.osgi.",
          "org.apache.logging.",
          "bcprov",
          "bcpkix",
          "bcutil",
          "bctls",
          "bcpg",
          "com.google.gson",
          "com.google.protobuf",
          "com.google.guava",
          "org.h2");

  /** No time zone: a zip file keeps local time. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final int MAX_LINE_BYTES = 70; // 72 with the line's end

  private record Part(String entry, String symbolicName, String version, Path file) {}

  private DeploymentPackage() {}

  /**
   * Packs what bnd resolved for the product.
   *
   * @param arguments {@code NAME VERSION OUTPUT ADAPTER DIRECTORY}: the adapter's jar, and the
   *     directory with the product's bundles
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException("NAME VERSION OUTPUT ADAPTER DIRECTORY");
    }
    List<Path> bundles = new ArrayList<>();
    bundles.add(Path.of(arguments[3]));
    bundles.addAll(inStartOrder(Path.of(arguments[4])));
    write(Path.of(arguments[2]), arguments[0], arguments[1], bundles);
  }

  /** What the directory holds, without what Kura brings itself. */
  static List<Path> inStartOrder(Path directory) throws IOException {
    Path[] inOrder = new Path[START_ORDER.size()];
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : jars) {
        String name = symbolicName(jar);
        if (!isOfKura(name)) {
          int place = START_ORDER.indexOf(name);
          if (place < 0) {
            throw new IOException(name + " has no place in the start order");
          }
          inOrder[place] = jar;
        }
      }
    }
    for (int i = 0; i < inOrder.length; i++) {
      if (inOrder[i] == null) {
        throw new IOException(START_ORDER.get(i) + " is missing in " + directory);
      }
    }
    return List.of(inOrder);
  }

  private static String symbolicName(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      String name = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      return name.split(";", 2)[0].strip();
    }
  }

  private static boolean isOfKura(String symbolicName) {
    return OF_KURA.stream().anyMatch(symbolicName::startsWith);
  }

  static void write(Path output, String name, String version, List<Path> bundles)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path bundle : bundles) {
      Part part = read(bundle);
      if (!names.add(part.symbolicName)) {
        throw new IOException(part.symbolicName + " is there twice");
      }
      parts.add(part);
    }
    if (parts.isEmpty() || !parts.get(0).symbolicName.equals(FIRST)) {
      throw new IOException(FIRST + " must be the first bundle, so that it is started first");
    }
    try (OutputStream file = Files.newOutputStream(output);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      // Deployment Admin reads a stream: the manifest, then the bundles as the manifest lists them.
      entry(zip, JarFile.MANIFEST_NAME, manifest(name, version, parts));
      for (Part part : parts) {
        entry(zip, part.entry, Files.readAllBytes(part.file));
      }
    }
  }

  private static Part read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String symbolicName = headers.getValue("Bundle-SymbolicName");
      String version = headers.getValue("Bundle-Version");
      if (symbolicName == null || version == null) {
        throw new IOException(file + " is no bundle");
      }
      // Without directives such as singleton: Deployment Admin compares the plain name.
      String plain = symbolicName.split(";", 2)[0].strip();
      if (isOfKura(plain)) {
        throw new IOException(plain + " is a bundle of Kura's own");
      }
      return new Part("bundles/" + file.getFileName(), plain, version.strip(), file);
    }
  }

  private static byte[] manifest(String name, String version, List<Part> parts) {
    StringBuilder text = new StringBuilder();
    header(text, "Manifest-Version", "1.0");
    header(text, "DeploymentPackage-ManifestVersion", "1");
    header(text, "DeploymentPackage-SymbolicName", name);
    header(text, "DeploymentPackage-Version", version);
    for (Part part : parts) {
      text.append("\r\n");
      header(text, "Name", part.entry);
      header(text, "Bundle-SymbolicName", part.symbolicName);
      header(text, "Bundle-Version", part.version);
    }
    text.append("\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void header(StringBuilder text, String name, String value) {
    String rest = name + ": " + value;
    if (!rest.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f)) {
      throw new IllegalArgumentException("not plain text: " + rest);
    }
    while (rest.length() > MAX_LINE_BYTES) {
      text.append(rest, 0, MAX_LINE_BYTES).append("\r\n");
      rest = " " + rest.substring(MAX_LINE_BYTES);
    }
    text.append(rest).append("\r\n");
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
