// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Takes one line, as {@code head -1} does. */
  private static final class LeftAfterOne extends OutputStream {
    private boolean left;

    @Override
    public void write(int octet) throws IOException {
      if (left) {
        throw new IOException("Broken pipe");
      }
      left = octet == '\n';
    }
  }

  @Test
  void nobodyAnswersOnForAReaderThatHasLeft() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    JsonLines.Desk desk = question -> Map.of("answer", answered.incrementAndGet());
    PrintWriter out = StandardOutput.over(new LeftAfterOne(), StandardCharsets.UTF_8);
    of("{}\n".repeat(1_000)).answerAll(out, desk, answer -> true);
    assertThat(answered).hasValueLessThan(3);
  }

  @Test
  void allAnswersAreAsWishedOrNot() throws Exception {
    PrintWriter out = new PrintWriter(new StringWriter());
    JsonLines.Desk desk = question -> question;
    assertThat(of("{\"a\":1}\n{\"a\":1}").answerAll(out, desk, one -> one.containsKey("a")))
        .isTrue();
    assertThat(of("{\"a\":1}\n{}\n{\"a\":1}").answerAll(out, desk, one -> one.containsKey("a")))
        .isFalse();
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
