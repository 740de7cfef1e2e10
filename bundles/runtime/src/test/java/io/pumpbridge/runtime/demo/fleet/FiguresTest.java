// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.OutputSchema;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final StringWriter text = new StringWriter();

  private Figures figures(boolean json) {
    return new Figures(new PrintWriter(text), json);
  }

  @Test
  void aLimitThatIsPassedIsSaidAndRemembered() {
    Figures figures = figures(false);
    figures.atMost("back again", 2.5, 5, "s");
    assertThat(figures.kept()).isTrue();
    figures.atMost("missing", 1, 0, "");
    figures.atMost("still fine", 0, 0, "");
    assertThat(figures.kept()).isFalse();
    assertThat(text.toString())
        .contains("2.500 s, limit 5 (0.50 of it)\n")
        .contains("limit 0  NOT KEPT\n");
  }

  @Test
  void programsGetWhatTheSchemaSays() {
    Figures figures = figures(true);
    figures.say("It begins.");
    figures.figure("threads", 12, "");
    figures.atMost("back again", 2.5, 5, "s");
    figures.atMost("missing", 1, 0, "");
    OutputSchema schema = OutputSchema.of("fleet", "simulate", "--schema");
    text.toString().lines().forEach(schema::assertFits);
    assertThat(text.toString()).contains("\"ratio\":\"0.500\"").contains("\"held\":false");
  }
}
