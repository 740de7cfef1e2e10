// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayJvmTest {

  @Test
  void theReadmeGivesTheSameFlags() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("JVM flags that were measured");
    String block = readme.substring(from, readme.indexOf("It then takes", from));
    List<String> given =
        Stream.of(block.split("\\s+")).filter(word -> word.startsWith("-X")).toList();
    assertThat(given).filteredOn(flag -> !flag.startsWith("-Xmx")).isEqualTo(GatewayJvm.FLAGS);
    assertThat(given).filteredOn(flag -> flag.startsWith("-Xmx")).hasSize(1);
  }
}
