// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pumps simulate} as a person starts it, from the jar that ships and what lies beside it.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PumpsSimulateIT {
  private static final long PATIENCE_S = 60;
  private static final String ASK = "!INST_SERIALNO|457D\r";
  private static final String ANSWER = "!INST_SERIALNO^8002-51740|050B\r";

  private static final OutputSchema TOLD = OutputSchema.of("pumps", "simulate", "--schema");

  @TempDir private Path directory;
  private Process process;
  private Path out;
  private Path err;

  private void start(String... more) throws Exception {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "pumps";
    arguments[1] = "simulate";
    System.arraycopy(more, 0, arguments, 2, more.length);
    out = directory.resolve("out.txt");
    err = directory.resolve("err.txt");
    process = Product.start(Product.JAR, directory, out, err, arguments);
    awaitLine("ready");
  }

  @AfterEach
  void stop() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private void awaitLine(String text) throws Exception {
    Awaiting.until(
        "said '" + text + "'",
        () -> {
          assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
          return Files.readString(out).lines().anyMatch(line -> line.contains(text));
        });
  }

  private void type(String line) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private void awaitExit(int exitCode) throws Exception {
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(exitCode);
    assertThat(Files.readString(err)).isEmpty();
  }

  private static String ask(Path link) throws IOException {
    try (RandomAccessFile port = new RandomAccessFile(link.toFile(), "rw")) {
      port.write(ASK.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[ANSWER.length()];
      port.readFully(answer);
      return new String(answer, StandardCharsets.ISO_8859_1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPumpOnATerminalAnswersIsTypedAtAndEndsWhenItIsTold() throws Exception {
    Path link = directory.resolve("pump");
    start("--protocol", "alaris", "--link", "pty:" + link);
    assertThat(Files.readAllLines(out)).containsExactly("ready");
    assertThat(ask(link)).isEqualTo(ANSWER);
    type("help");
    awaitLine("occlude");
    type("start");
    awaitLine("(not done) The pump does not start");
    type("rate 12.50");
    type("start");
    type("show");
    awaitLine("pump 8002-51740  running at 12.50 mL/h");
    type("ocludde");
    awaitLine("'ocludde' is no action");
    process.getOutputStream().close();
    assertThat(ask(link)).as("the end of input ends nothing").isEqualTo(ANSWER);
    process.destroy();
    awaitExit(0);
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aScriptHappensInItsOrderAndEnds() throws Exception {
    int port = freePort();
    Path script =
        Files.writeString(
            directory.resolve("story.txt"),
            "rate 5.00\nstart\nat 100ms swap 77 # another pump\nwait 200ms\nend\n");
    start("--protocol", "dianet", "--link", "tcp:" + port, "--script", script.toString(), "--json");
    awaitExit(0);
    assertThat(Files.readAllLines(out))
        .hasSize(5)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).isEqualTo("ready");
              assertThat(lines.subList(1, 5)).allSatisfy(TOLD::assertFits);
              assertThat(lines.get(1)).contains("\"action\":\"rate 5.00\",\"done\":true");
              assertThat(lines.get(3)).contains("\"action\":\"swap 77\"");
              assertThat(lines.get(4)).contains("\"action\":\"end\"");
            });
  }

  @Test
  void whoeverTypesForAProgramIsAnsweredInJsonThroughout() throws Exception {
    start("--protocol", "alaris", "--link", "tcp:" + freePort(), "--json");
    type("help");
    type("ocludde");
    type("rate 12.50");
    type("show");
    awaitLine("\"controlled\"");
    assertThat(Files.readAllLines(out).stream().skip(1)).hasSize(4).allSatisfy(TOLD::assertFits);
    process.destroy();
    awaitExit(0);
  }

  @Test
  void aPumpOnAPortAnswersOneClientAfterTheOther() throws Exception {
    int port = freePort();
    start("--protocol", "dianet", "--serial", "12345", "--link", "tcp:" + port);
    for (int client = 0; client < 2; client++) {
      try (Socket host = new Socket(InetAddress.getLoopbackAddress(), port)) {
        host.getOutputStream().write(HexFormat.of().parseHex("7e00011d0e7e"));
        byte[] beginning = host.getInputStream().readNBytes(8);
        // ident, ACK, Perfusor fm (1019) number 12345
        assertThat(HexFormat.of().formatHex(beginning)).isEqualTo("7e0001060fec3039");
      }
    }
    process.destroy();
    awaitExit(0);
  }

  @Test
  void aScriptedPumpIsProbedAndWatched() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("script.txt"),
            "rate 12.50   # example, not for clinical use\nstart\n");
    Path port = directory.resolve("pump");
    start(
        "--protocol",
        "alaris",
        "--serial",
        "8003-00077",
        "--link",
        "pty:" + port,
        "--script",
        script.toString());
    awaitLine("start");
    Product.Outcome probe =
        Product.run(directory, "pumps", "probe", "--port", port.toString(), "--json");
    assertThat(probe.exitCode()).as(probe.err()).isZero();
    assertThat(JSON.std.mapFrom(probe.out())).containsEntry("serial", "8003-00077");
    Product.Outcome watch =
        Product.run(
            directory, "pumps", "watch", "--port", port.toString(), "--count", "1", "--json");
    assertThat(JSON.std.mapFrom(watch.out()))
        .containsEntry("status", "infusing")
        .containsEntry("rate", Map.of("value", "12.50", "unit", "mL/h", "mdc", 157_784));
    process.destroy();
    awaitExit(0);
  }

  @Test
  void aPumpBehindATcpPortIsProbed() throws Exception {
    int port = freePort();
    start("--protocol", "alaris", "--link", "tcp:" + port);
    Product.Outcome probe =
        Product.run(directory, "pumps", "probe", "--port", "tcp:127.0.0.1:" + port, "--json");
    assertThat(probe.exitCode()).as(probe.err()).isZero();
    assertThat(JSON.std.mapFrom(probe.out())).containsEntry("protocol", "alaris");
  }

  @Test
  void aRackHearsWhichPumpIsMeant() throws Exception {
    start("--protocol", "bcc", "--pumps", "3", "--link", "tcp:" + freePort());
    type("[1/2] rate 7.50");
    type("[1/2] start");
    type("[1/9] start");
    awaitLine("There is no pump at 1/9; there are pumps at 1/1, 1/2, 1/3.");
    type("show");
    awaitLine("[1/3] 10003  stopped");
    assertThat(Files.readString(out))
        .contains("[1/1] 10001  stopped", "[1/2] 10002  running at 7.5 mL/h");
  }

  @Test
  void wrongUseIsOneSentenceAndExitTwo() throws Exception {
    assertWrong("agilia", "pty:" + directory.resolve("pump"), "agilia");
    assertWrong("alaris", "serial:1", "pty:PATH or tcp:PORT");
    assertWrong("alaris", "pty:" + directory.resolve("no/pump"), "directory");
  }

  private void assertWrong(String protocol, String link, String sentence) throws Exception {
    Product.Outcome outcome =
        Product.run(directory, "pumps", "simulate", "--protocol", protocol, "--link", link);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines()).singleElement().asString().contains(sentence);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void everyMistakeInAScriptIsNamedWithItsLine() throws Exception {
    Path script =
        Files.writeString(directory.resolve("bad.txt"), "start\nrate\n[1/2] stop\nbattery 101\n");
    Product.Outcome outcome =
        Product.run(
            directory,
            "pumps",
            "simulate",
            "--protocol",
            "alaris",
            "--link",
            "pty:" + directory.resolve("pump"),
            "--script",
            script.toString());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("line 2: 'rate' is written 'rate V'"))
        .anyMatch(line -> line.contains("line 3: This pump stands alone"))
        .anyMatch(line -> line.contains("line 4: '101'"));
    assertThat(directory.resolve("pump")).doesNotExist();
  }

  @Test
  void helpSaysHow() throws Exception {
    Product.Outcome help = Product.run(directory, "pumps", "simulate", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("alaris, dianet, fresenius", "pty:PATH", "tcp:PORT", "at 10s");
    assertThat(Product.run(directory, "pumps", "--help").out()).contains("simulate");
    assertThat(Product.run(directory, "pumps").exitCode()).isEqualTo(2);
  }

  @Test
  void withoutWhatPlaysThePumpItSaysWhereThatBelongs() throws Exception {
    Path alone = Files.copy(Product.JAR, directory.resolve("pump-bridge.jar"));
    Product.Outcome outcome =
        Product.run(
            alone, directory, "pumps", "simulate", "--protocol", "alaris", "--link", "tcp:4001");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("not part of the product");
  }
}
