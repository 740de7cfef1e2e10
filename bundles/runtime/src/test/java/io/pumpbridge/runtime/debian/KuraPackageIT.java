// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.debian;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What Kura 6 is given by {@code pump-bridge-kura_<version>_all.deb}: the same as by the .dp. */
class KuraPackageIT {
  private static final String PLUGINS = "opt/eclipse/kura/plugins/";

  @Test
  void itHoldsTheBundlesOfTheDeploymentPackageTheAdapterALevelBefore() throws Exception {
    DebianArchive archive = archive();
    Map<String, byte[]> expected = new LinkedHashMap<>();
    bundlesForKura5()
        .forEach(
            (name, content) ->
                expected.put(
                    PLUGINS + (name.startsWith("io.pumpbridge.kura-") ? "6s/" : "7s/") + name,
                    content));
    assertThat(expected).hasSize(12);
    assertThat(archive.files())
        .filteredOn(path -> path.startsWith(PLUGINS))
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((path, content) -> assertThat(archive.content(path)).isEqualTo(content));
  }

  @Test
  void itIsForEveryKindOfGatewayAndRunsNoScript() throws Exception {
    DebianArchive archive = archive();
    assertThat(archive.field("Package")).isEqualTo("pump-bridge-kura");
    assertThat(archive.field("Version")).isEqualTo(System.getProperty("product.version"));
    assertThat(archive.field("Architecture")).isEqualTo("all");
    assertThat(archive.control()).containsOnlyKeys("control", "md5sums");
    assertThat(archive.data().values())
        .allSatisfy(
            entry -> {
              assertThat(entry.plain()).as(entry.path()).isTrue();
              assertThat(entry.owner()).as(entry.path()).isEqualTo("root:root 0:0");
              assertThat(entry.mode()).as(entry.path()).isEqualTo(entry.folder() ? 0755 : 0644);
            });
  }

  /** The product's own would name what Kura has not been given, and not the adapter. */
  @Test
  void theBillOfMaterialsIsThatOfItsBundles() throws Exception {
    DebianArchive archive = archive();
    String bill = archive.text("usr/share/doc/pump-bridge-kura/bom.json");
    Map<String, String> byHash = new LinkedHashMap<>();
    for (Object one : (List<?>) JSON.std.mapFrom(bill).get("components")) {
      Map<?, ?> component = (Map<?, ?>) one;
      if (component.get("hashes") instanceof List<?> hashes) {
        byHash.put(
            String.valueOf(((Map<?, ?>) hashes.get(0)).get("content")),
            String.valueOf(component.get("name")));
      }
    }
    for (byte[] bundle : bundlesForKura5().values()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bundle);
      assertThat(byHash).containsKey(HexFormat.of().formatHex(hash));
    }
    assertThat(byHash.values())
        .contains("io.pumpbridge.kura", "jackson-core", "bcprov-jdk18on", "sqlite-jdbc")
        .doesNotContain("io.pumpbridge.runtime", "picocli", "logback-core")
        .noneMatch(name -> name.startsWith("org.apache.felix."));
  }

  private static DebianArchive archive() throws IOException {
    return DebianPackageIT.packed("pump-bridge-kura_%s_all.deb");
  }

  private static Map<String, byte[]> bundlesForKura5() throws IOException {
    Map<String, byte[]> bundles = new LinkedHashMap<>();
    Path file = Path.of(System.getProperty("product.dp"));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith("bundles/")) {
          bundles.put(entry.getName().substring("bundles/".length()), zip.readAllBytes());
        }
      }
    }
    return bundles;
  }
}
