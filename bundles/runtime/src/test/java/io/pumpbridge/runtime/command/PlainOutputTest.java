// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlainOutputTest {

  @Test
  void aDocumentMeansTheSameWhereverItIsPrinted() throws Exception {
    String document = "{\"drug\":\"\u00E9pin\u00E9phrine \u65E5\"}";
    assertThat(PlainOutput.json(document, StandardCharsets.UTF_8)).isEqualTo(document);
    for (var other : List.of(StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1)) {
      String plain = PlainOutput.json(document, other);
      assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(plain)).isTrue();
      assertThat(JSON.std.mapFrom(plain)).isEqualTo(JSON.std.mapFrom(document));
    }
  }

  @Test
  void anArrowStaysAnArrow() {
    assertThat(PlainOutput.sentence("1 \u2192 2", StandardCharsets.US_ASCII)).isEqualTo("1 -> 2");
    assertThat(PlainOutput.sentence("1 \u2192 2", StandardCharsets.UTF_8)).isEqualTo("1 \u2192 2");
  }
}
