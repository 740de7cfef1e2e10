// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.simulators.alaris.SimulatedPump;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probe, watch and list, as people call them: on a free port, and through an agent that runs. */
class PumpsCommandIT {
  private static final String SERIAL = "8002-51740";
  private static final OutputSchema LIST = OutputSchema.of("pumps", "list", "--schema");
  private static final OutputSchema COMPLAINT =
      OutputSchema.of("pumps", "probe", "--schema", "error");

  @TempDir private Path directory;

  private static void infuse(SimulatedPump pump) {
    pump.atPanel(
        (alaris, now) -> {
          alaris.setRate(new BigDecimal("5.00"), now);
          alaris.start(now);
        });
  }

  @Test
  void aPumpOnAFreePortIsProbedAndWatched() throws Exception {
    Path port = directory.resolve("pump");
    try (SimulatedPump pump = SimulatedPump.start(SERIAL, port)) {
      infuse(pump);
      Product.Outcome probe =
          Product.run(directory, "pumps", "probe", "--port", port.toString(), "--json");
      assertThat(probe.exitCode()).as(probe.err()).isZero();
      Map<String, Object> answer = JSON.std.mapFrom(probe.out());
      assertThat(answer)
          .containsEntry("protocol", "alaris")
          .containsEntry("profile", "alaris-asena")
          .containsEntry("serial", SERIAL)
          .containsEntry("software", "Asena Rev 2.1.5")
          .containsKeys("model", "ms");

      Product.Outcome watch =
          Product.run(
              directory, "pumps", "watch", "--port", port.toString(), "--count", "3", "--json");
      assertThat(watch.exitCode()).as(watch.err()).isZero();
      assertThat(watch.out().lines()).hasSize(3).allSatisfy(PumpsCommandIT::isTheInfusion);
    }
  }

  private static void isTheInfusion(String line) {
    try {
      assertThat(JSON.std.mapFrom(line))
          .containsEntry("pump", Map.of("protocol", "alaris", "serial", SERIAL))
          .containsEntry("channel", "1")
          .containsEntry("status", "infusing")
          .containsEntry("rate", Map.of("value", "5.00", "unit", "mL/h", "mdc", 157_784))
          .containsKeys("t", "volume_infused", "pressure")
          .doesNotContainKeys("drug", "what");
    } catch (java.io.IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void nobodyOnThePortIsANo() throws Exception {
    Product.Outcome gone =
        Product.run(directory, "pumps", "probe", "--port", "/dev/nothing", "--timeout", "1");
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.err()).contains("There is no port /dev/nothing");
    Product.Outcome json =
        Product.run(
            directory, "pumps", "probe", "--port", "tcp:127.0.0.1:1", "--timeout", "1", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.err()).contains("\"port-unusable\"");
    COMPLAINT.assertFits(json.err().strip());
    assertThat(json.out()).isEmpty();
  }

  @Test
  void wrongUseIsExitTwo() throws Exception {
    assertThat(Product.run(directory, "pumps").exitCode()).isEqualTo(2);
    assertThat(Product.run(directory, "pumps", "probe").exitCode()).isEqualTo(2);
    Product.Outcome family =
        Product.run(directory, "pumps", "probe", "--port", "/dev/x", "--families", "none-such");
    assertThat(family.exitCode()).isEqualTo(2);
    assertThat(family.err()).contains("none-such").contains("alaris");
  }

  @Test
  void listNeedsAnAgent() throws Exception {
    Product.Outcome list = Product.run(directory, "pumps", "list", "--state", "nowhere");
    assertThat(list.exitCode()).isEqualTo(3);
    assertThat(list.err()).contains("nowhere").contains("pumps probe");
  }

  @Test
  void whatARunningAgentHoldsIsHeardThroughIt() throws Exception {
    Path port = directory.resolve("pump");
    Product.configuration(directory.resolve("config"));
    try (SimulatedPump pump = SimulatedPump.start(SERIAL, port)) {
      infuse(pump);
      try (StartedProduct agent = StartedProduct.agent(directory, "--port", port.toString())) {
        agent.await("the pump is followed", this::isFollowed);
        Product.Outcome probe =
            Product.run(
                directory,
                "pumps",
                "probe",
                "--port",
                port.toString(),
                "--state",
                "state",
                "--json");
        assertThat(probe.exitCode()).as(probe.err()).isZero();
        assertThat(JSON.std.mapFrom(probe.out())).containsEntry("serial", SERIAL);
        Product.Outcome watch =
            Product.run(
                directory,
                "pumps",
                "watch",
                "--port",
                port.toString(),
                "--state",
                "state",
                "--count",
                "2",
                "--json");
        assertThat(watch.out().lines()).hasSize(2).allSatisfy(PumpsCommandIT::isTheInfusion);
      }
      assertThat(directory.resolve("state/desk.sock")).doesNotExist();
      assertThat(Files.readString(directory.resolve("state/gateway/known-pumps.tsv")))
          .contains("\talaris\t" + SERIAL);
    }
  }

  private boolean isFollowed() throws Exception {
    Product.Outcome list = Product.run(directory, "pumps", "list", "--state", "state", "--json");
    if (list.exitCode() == 0) {
      assertThat(list.out().lines()).isNotEmpty().allSatisfy(LIST::assertFits);
    } else {
      assertThat(list.err().lines()).isNotEmpty().allSatisfy(COMPLAINT::assertFits);
    }
    return list.out().contains("\"following\":true")
        && list.out().contains("\"serial\":\"" + SERIAL + "\"");
  }
}
