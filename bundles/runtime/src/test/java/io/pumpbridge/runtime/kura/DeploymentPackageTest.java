// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.kura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentPackageTest {
  private static final List<String> PRODUCT =
      List.of(
          "io.pumpbridge.board",
          "io.pumpbridge.drivers",
          "io.pumpbridge.druglibrary",
          "io.pumpbridge.gateway",
          "io.pumpbridge.journal",
          "io.pumpbridge.model",
          "io.pumpbridge.transports",
          "io.pumpbridge.trust",
          "io.pumpbridge.uplink",
          "com.fasterxml.jackson.core.jackson-core",
          "com.fasterxml.jackson.jr.jackson-jr-objects");

  private static final String LONG =
      "io.pumpbridge.with.a.name.that.is.longer.than.a.line.of.a.manifest.may.be.in.any.jar";

  @TempDir private Path directory;

  @Test
  void theManifestComesFirstThenTheBundlesInTheOrderOfTheirStart() throws Exception {
    Path output = directory.resolve("x.dp");
    List<Path> bundles = bundles("io.pumpbridge.kura;singleton:=true", LONG, "io.pumpbridge.a");
    DeploymentPackage.write(output, "pump-bridge", "1.2.3", bundles);
    assertThat(entries(output))
        .containsExactly("META-INF/MANIFEST.MF", "bundles/0.jar", "bundles/1.jar", "bundles/2.jar");
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(output))) {
      Attributes main = jar.getManifest().getMainAttributes();
      assertThat(main.getValue("DeploymentPackage-SymbolicName")).isEqualTo("pump-bridge");
      assertThat(main.getValue("DeploymentPackage-Version")).isEqualTo("1.2.3");
      assertThat(main.getValue("DeploymentPackage-ManifestVersion")).isEqualTo("1");
      List<String> names = new ArrayList<>();
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        Attributes section = jar.getManifest().getAttributes(entry.getName());
        names.add(section.getValue("Bundle-SymbolicName"));
        assertThat(section.getValue("Bundle-Version")).isEqualTo("1.0.0");
        int number = names.size() - 1;
        assertThat(jar.readAllBytes()).isEqualTo(Files.readAllBytes(bundles.get(number)));
      }
      assertThat(names).containsExactly("io.pumpbridge.kura", LONG, "io.pumpbridge.a");
    }
  }

  @Test
  void noLineOfTheManifestIsTooLong() throws Exception {
    Path output = directory.resolve("x.dp");
    DeploymentPackage.write(output, "n", "1.0.0", bundles("io.pumpbridge.kura", LONG));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(output))) {
      assertThat(zip.getNextEntry()).isNotNull();
      String manifest = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(manifest.split("\r\n")).allMatch(line -> line.length() <= 70);
      assertThat(manifest).endsWith("\r\n\r\n");
    }
  }

  @Test
  void theSameBundlesGiveTheSameBytes() throws Exception {
    List<Path> bundles = bundles("io.pumpbridge.kura", "io.pumpbridge.a");
    Path first = directory.resolve("1.dp");
    Path second = directory.resolve("2.dp");
    DeploymentPackage.write(first, "n", "1.0.0", bundles);
    DeploymentPackage.write(second, "n", "1.0.0", bundles);
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
  }

  @Test
  void whatKuraWouldRefuseIsRefusedHere() throws Exception {
    refused("must be the first", "io.pumpbridge.a", "io.pumpbridge.kura");
    refused("must be the first");
    refused("twice", "io.pumpbridge.kura", "io.pumpbridge.a", "io.pumpbridge.a");
    refused("Kura's own", "io.pumpbridge.kura", "slf4j.api");
    refused("Kura's own", "io.pumpbridge.kura", "bcprov");
    Path text = Files.writeString(directory.resolve("x.jar"), "no jar");
    assertThatThrownBy(
            () -> DeploymentPackage.write(directory.resolve("x.dp"), "n", "1", List.of(text)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theProductsBundlesComeInTheirOrderWithoutTheHosts() throws Exception {
    Path image = image("org.apache.felix.scr");
    assertThat(DeploymentPackage.inStartOrder(image))
        .hasSize(11)
        .first()
        .isEqualTo(image.resolve("io.pumpbridge.model.jar"));
  }

  @Test
  void whatDoesNotBelongOnAGatewayIsRefused() throws Exception {
    for (String stranger : List.of("io.pumpbridge.simulators", "io.pumpbridge.pumpserver")) {
      Path image = image(stranger);
      assertThatThrownBy(() -> DeploymentPackage.inStartOrder(image))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(stranger);
      Files.delete(image.resolve(stranger + ".jar"));
    }
  }

  @Test
  void aMissingBundleIsNamed() throws Exception {
    Path image = image("org.apache.felix.scr");
    Files.delete(image.resolve("io.pumpbridge.trust.jar"));
    assertThatThrownBy(() -> DeploymentPackage.inStartOrder(image))
        .hasMessageContaining("io.pumpbridge.trust is missing");
  }

  private Path image(String another) throws IOException {
    Path image = Files.createDirectories(directory.resolve("image"));
    for (String name : PRODUCT) {
      writeBundle(image.resolve(name + ".jar"), name);
    }
    writeBundle(image.resolve(another + ".jar"), another);
    return image;
  }

  private void refused(String reason, String... names) throws IOException {
    List<Path> bundles = bundles(names);
    assertThatThrownBy(() -> DeploymentPackage.write(directory.resolve("x.dp"), "n", "1", bundles))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  private List<Path> bundles(String... names) throws IOException {
    List<Path> bundles = new ArrayList<>();
    for (String name : names) {
      Path file = directory.resolve(bundles.size() + ".jar");
      writeBundle(file, name);
      bundles.add(file);
    }
    return bundles;
  }

  private static void writeBundle(Path file, String symbolicName) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
    manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  private static List<String> entries(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
