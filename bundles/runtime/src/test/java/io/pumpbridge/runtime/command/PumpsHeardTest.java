// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What {@code pumps probe} and {@code pumps watch} make of what they hear. */
@Timeout(60)
class PumpsHeardTest {
  private final StringWriter out = new StringWriter();

  /** Says these lines, and then nothing. */
  private record Said(List<Map<String, Object>> lines) implements PumpsHeard {
    @Override
    public void watch(Consumer<Map<String, Object>> listener) {
      lines.forEach(listener);
    }

    @Override
    public void close() {}
  }

  private <T> T command(T command, PrintWriter writer, String... arguments) {
    new CommandLine(command).setOut(writer).parseArgs(arguments);
    return command;
  }

  private static Map<String, Object> observation(String port, String serial) {
    return Map.of(
        "what", "observation",
        "port", port,
        "pump", Map.of("protocol", "alaris", "serial", serial),
        "channel", "1",
        "status", "infusing");
  }

  private static void isAgentLost(ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            LaunchException.class,
            lost -> {
              assertThat(lost.code()).isEqualTo("agent-lost");
              assertThat(lost.fault().exitCode()).isEqualTo(3);
            });
  }

  @Test
  void anAgentThatStopsIsNoAnswer() {
    Said end = new Said(List.of(Map.of("what", "end")));
    var probe = command(new PumpsProbeCommand(), new PrintWriter(out), "--port", "/dev/a");
    isAgentLost(() -> probe.probe(end));
    var watch =
        command(new PumpsWatchCommand(), new PrintWriter(out), "--port", "/dev/a", "--count", "3");
    isAgentLost(() -> watch.watch(end));
  }

  @Test
  void nobodyWatchesOnForAReaderThatHasLeft() throws Exception {
    OutputStream left =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var watch =
        command(
            new PumpsWatchCommand(),
            StandardOutput.over(left, StandardCharsets.UTF_8),
            "--port",
            "/dev/a");
    watch.watch(new Said(List.of(observation("/dev/a", "1"))));
  }

  @Test
  void thePumpThatIsToldLostIsTheOneOnThatPort() throws Exception {
    var watch =
        command(
            new PumpsWatchCommand(),
            new PrintWriter(out),
            "--port",
            "/dev/*",
            "--count",
            "3",
            "--json");
    watch.watch(
        new Said(
            List.of(
                observation("/dev/a", "1"),
                observation("/dev/b", "2"),
                Map.of("what", "lost", "port", "/dev/a", "reason", "unplugged"))));
    assertThat(out.toString().lines().toList().get(2))
        .contains("\"lost\"", "/dev/a", "\"serial\":\"1\"");
  }
}
