// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
  private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| ([0-9]) \\| .{10,} \\|");

  @Test
  void theReadmeTellsEveryMessageIdWithItsSeverityAndNoOther() throws Exception {
    Map<String, Integer> told = new TreeMap<>();
    Files.readAllLines(Path.of("README.md")).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .forEach(row -> told.put(row.group(1), Integer.valueOf(row.group(2))));
    Map<String, Integer> real = new TreeMap<>();
    Arrays.stream(EventName.values())
        .filter(name -> name.lane() == Lane.AUDIT)
        .forEach(name -> real.put(name.name(), Severity.of(name).code()));
    assertThat(told).isEqualTo(real);
  }
}
