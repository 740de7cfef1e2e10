// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle says of its settings, in its metatype and its manifest. */
class MetatypeTest {
  private static final String XML =
      """
      <MetaData><OCD id="io.pumpbridge.sample"><AD id="a.name" type="String"/></OCD></MetaData>
      """;

  @TempDir private Path directory;

  @Test
  void theFormOfATextIsReadFromTheManifest() throws Exception {
    Attribute name =
        Metatype.of(product("io.pumpbridge.sample a.name [a-z]{1,3} 1 to 3 of a-z"))
            .get("io.pumpbridge.sample")
            .get("a.name");
    assertThat(name.accept("abc")).isEqualTo(new Attribute.Good("abc"));
    assertThat(name.accept("ab 1"))
        .isEqualTo(new Attribute.Bad("must be 1 to 3 of a-z, not \"ab 1\""));
    assertThat(name.accept("")).isInstanceOf(Attribute.Bad.class);
  }

  /** A rule that were passed over would be found by nobody. */
  @Test
  void theFormOfNoSettingIsAFaultOfTheProduct() {
    for (String form : new String[] {"io.pumpbridge.sample b .* any", "x a.name .* any", "x"}) {
      assertThatThrownBy(() -> Metatype.of(product(form)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("io.pumpbridge.sample");
    }
  }

  private ShippedBundles product(String form) throws IOException, LaunchException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("PumpBridge-Setting-a-name", form);
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bundle, manifest)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/io.pumpbridge.sample.xml"));
      jar.write(XML.getBytes(StandardCharsets.UTF_8));
    }
    Path product = directory.resolve("product.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(product))) {
      jar.putNextEntry(new ZipEntry("bundles/io.pumpbridge.sample.jar"));
      jar.write(bundle.toByteArray());
    }
    return ShippedBundles.in(product);
  }
}
