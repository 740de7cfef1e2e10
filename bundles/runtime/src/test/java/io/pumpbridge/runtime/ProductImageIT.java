// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.launch.ShippedBundles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What a gateway installs: nothing that plays a pump, a server or a switch. */
class ProductImageIT {
  private static final List<String> STRANGERS =
      List.of(
          "simulators", "pumpserver", "artemis", "plugin/mock", "com/sun/jna", "junit", "/demo/");

  @Test
  void holdsNoSimulatorNoBrokerAndNoMock() throws Exception {
    List<String> names = new ArrayList<>();
    try (JarFile jar = new JarFile(Product.JAR.toFile())) {
      jar.stream().forEach(entry -> names.add(entry.getName()));
    }
    ShippedBundles bundles = ShippedBundles.in(Product.JAR);
    bundles
        .find(path -> true)
        .forEach(content -> names.add(content.bundle() + "!" + content.path()));
    assertThat(names).hasSizeGreaterThan(1_000);
    assertThat(names)
        .noneMatch(name -> STRANGERS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains));
  }
}
