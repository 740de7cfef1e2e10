// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class StandardOutputTest {
  private static final String DOCUMENT =
      "{\"drug\":\"\u00E9pin\u00E9phrine \u65E5 \uD83D\uDC8A\",\"path\":\"a\\\\u00e9\"}";

  private static byte[] printed(Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput.over(bytes, charset).println(DOCUMENT);
    return bytes.toByteArray();
  }

  @Test
  void aDocumentMeansTheSameWhereverItIsPrinted() throws Exception {
    assertThat(printed(StandardCharsets.UTF_8))
        .isEqualTo((DOCUMENT + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    for (Charset other : List.of(StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1)) {
      String plain = new String(printed(other), StandardCharsets.US_ASCII);
      assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(plain)).isTrue();
      assertThat(JSON.std.mapFrom(plain)).isEqualTo(JSON.std.mapFrom(DOCUMENT));
    }
  }

  @Command(name = "fail")
  private record Failing(Error why) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw why;
    }
  }

  /** As an exit code, 1 says no: a journal was called damaged, and an agent stayed dead. */
  @Test
  void whatJavaItselfCannotDoIsAFailureAndNoAnswer() {
    for (Error why : List.of(new OutOfMemoryError("Java heap space"), new LinkageError("x"))) {
      CommandLine commandLine = new CommandLine(new Failing(why));
      commandLine.setExecutionStrategy(StandardOutput::execute);
      commandLine.setExecutionExceptionHandler(Failure::handle);
      StringWriter err = new StringWriter();
      commandLine.setErr(new PrintWriter(err));
      assertThat(commandLine.execute()).as(why.toString()).isEqualTo(3);
      assertThat(err.toString()).hasLineCount(1).contains(why.getMessage());
    }
  }

  /** Takes so much, and is full. */
  private static final class FullDisk extends Writer {
    private int room;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      if (length > room) {
        throw new IOException("No space left on device");
      }
      room -= length;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void whatDoesNotArriveIsSaidByEveryCommandThatPrints() {
    for (String[] command :
        new String[][] {
          {"--help"}, {"--version"}, {"journal", "export", "--schema"}, {"run", "--schema", "error"}
        }) {
      CommandLine commandLine = Main.commandLine();
      StringWriter err = new StringWriter();
      commandLine.setErr(new PrintWriter(err));
      commandLine.setOut(new PrintWriter(new FullDisk(10)));
      assertThat(commandLine.execute(command)).as(String.join(" ", command)).isEqualTo(3);
      assertThat(err.toString()).contains("Standard output could not be written").hasLineCount(1);
      commandLine.setOut(new PrintWriter(new FullDisk(100_000)));
      assertThat(commandLine.execute(command)).as(String.join(" ", command)).isZero();
    }
  }
}
