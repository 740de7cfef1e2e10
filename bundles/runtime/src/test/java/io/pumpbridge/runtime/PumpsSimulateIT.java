// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pump that the command plays, met by the commands that look for one. */
class PumpsSimulateIT {
  private static final long PATIENCE_S = 60;

  @TempDir private Path directory;
  private int processes;

  private Process simulate(String link, String... more) throws Exception {
    String[] arguments = new String[6 + more.length];
    System.arraycopy(
        new String[] {"pumps", "simulate", "--protocol", "alaris", "--link", link},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Path out = directory.resolve("simulator" + ++processes + ".txt");
    Path err = directory.resolve("simulator" + processes + "-err.txt");
    Process process = Product.start(Product.JAR, directory, out, err, arguments);
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!Files.readString(out).startsWith("ready")) {
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(System.nanoTime() - endNs).as("ready in time").isNegative();
    }
    return process;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aScriptedPumpOnATerminalIsProbedAndWatched() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("script.txt"),
            "rate 12.50   # example, not for clinical use\nstart\n");
    Path port = directory.resolve("pump");
    Process pump = simulate("pty:" + port, "--script", script.toString(), "--serial", "8003-00077");
    try {
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
    } finally {
      end(pump);
    }
    assertThat(Files.exists(port, LinkOption.NOFOLLOW_LINKS)).as("the link goes with it").isFalse();
  }

  @Test
  void aPumpBehindATcpPortIsProbed() throws Exception {
    int port = freePort();
    Process pump = simulate("tcp:" + port);
    try {
      Product.Outcome probe =
          Product.run(directory, "pumps", "probe", "--port", "tcp:127.0.0.1:" + port, "--json");
      assertThat(probe.exitCode()).as(probe.err()).isZero();
      assertThat(JSON.std.mapFrom(probe.out())).containsEntry("protocol", "alaris");
    } finally {
      end(pump);
    }
  }

  @Test
  void wrongUseIsNamedAndExitTwo() throws Exception {
    Path script = Files.writeString(directory.resolve("bad.txt"), "start\nrate fast\n\nstarrt\n");
    Product.Outcome bad =
        Product.run(
            directory,
            "pumps",
            "simulate",
            "--protocol",
            "alaris",
            "--link",
            "pty:" + directory.resolve("p"),
            "--script",
            script.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.err()).contains("line 2").contains("line 4");
    Product.Outcome none =
        Product.run(directory, "pumps", "simulate", "--protocol", "none", "--link", "tcp:4001");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("alaris");
    Product.Outcome link =
        Product.run(directory, "pumps", "simulate", "--protocol", "alaris", "--link", "usb:1");
    assertThat(link.exitCode()).isEqualTo(2);
    assertThat(link.err()).contains("pty:PATH");
  }
}
