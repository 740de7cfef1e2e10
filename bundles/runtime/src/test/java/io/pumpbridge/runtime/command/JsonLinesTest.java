// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {

  private static JsonLines of(String text) {
    return new JsonLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void eachLineIsOneObjectAndTheLastNeedsNoEnd() throws Exception {
    JsonLines lines = of("{\"id\":\"a\"}\r\n{\"id\":\"b\"}");
    assertThat(lines.next()).contains(Map.of("id", "a"));
    assertThat(lines.next()).contains(Map.of("id", "b"));
    assertThat(lines.next()).isEmpty();
  }

  @Test
  void whatIsNoObjectKeepsItsPlace() throws Exception {
    JsonLines lines = of("\n[1]\n7\n{\n\0\nnull\n{\"id\":\"last\"}\n" + "[".repeat(100_000));
    for (int i = 0; i < 6; i++) {
      assertThat(lines.next()).contains(Map.of());
    }
    assertThat(lines.next()).contains(Map.of("id", "last"));
    assertThat(lines.next()).contains(Map.of());
    assertThat(lines.next()).isEmpty();
  }

  @Test
  void aLineThatIsTooLongIsNoObjectAndTheNextIsRead() throws Exception {
    String tooMuch = " ".repeat(JsonLines.MOST_BYTES);
    JsonLines lines = of("{\"id\":1}" + tooMuch + "\n{\"id\":2}\n");
    assertThat(lines.next()).contains(Map.of());
    assertThat(lines.next()).contains(Map.of("id", 2));
    assertThat(lines.next()).isEmpty();
  }
}
