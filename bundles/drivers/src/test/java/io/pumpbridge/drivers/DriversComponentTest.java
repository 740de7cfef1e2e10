// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static io.pumpbridge.drivers.MemoryHost.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.link.LineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which families are spoken, and on which lines, as the settings say. */
final class DriversComponentTest {

  private final MemoryHost host;

  DriversComponentTest(@TempDir Path directory) {
    host = new MemoryHost(directory);
  }

  @Test
  void eachEnabledFamilyHasItsDriver() {
    DriversComponent component = new DriversComponent(host.context(), config(1_000, "alaris"));
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.part()).isEqualTo("drivers");
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
    component.deactivate();
    assertThat(host.registered).isEmpty();
  }

  @Test
  void allMeansEveryFamilyButThoseForTheBenchAndThoseWhoseLineIsNotProven() {
    new DriversComponent(host.context(), config(1_000, "all"));
    assertThat(host.registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "as50", "bcc", "dianet", "fresenius", "miva");
    assertThat(DriverFamilies.shipped().known())
        .containsExactly(
            "alaris", "as50", "bcc", "dianet", "fresenius", "graseby", "miva", "ne1000");
  }

  @Test
  void aPumpForTheBenchIsSpokenToIfItIsNamed() {
    new DriversComponent(host.context(), config(1_000, "ne1000"));
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("ne1000");
  }

  @Test
  void aFamilyWhoseLineNoSourceProvesIsRefusedWithAClearSentence() {
    assertThatThrownBy(() -> new DriversComponent(host.context(), config(1_000, "graseby")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graseby-3000: no public source says how its line is set; the site must set it,"
                + " as in 'graseby=9600 8N1'");
  }

  @Test
  void noTwoFamiliesShareTheirPlaceInTheOrderOfTrying() {
    assertThat(EveryDriver.made()).hasSameSizeAs(DriverFamilies.shipped().known());
    assertThat(EveryDriver.made()).extracting(PumpDriver::probeOrder).doesNotHaveDuplicates();
  }

  /** Ports are searched within 15 s, see the gateway's test; a round may take half of that. */
  @Test
  void aRoundOfAllFamiliesIsShort() {
    List<PumpDriver> drivers = EveryDriver.made();
    assertThat(drivers.stream().mapToLong(PumpDriver::probeMs).sum()).isLessThan(7_000);
    assertThat(drivers).allSatisfy(driver -> assertThat(driver.probeMs()).isBetween(500L, 2_200L));
  }

  @Test
  void aFamilyNamedTwiceIsOneDriver() {
    new DriversComponent(host.context(), config(1_000, "alaris", " alaris ", ""));
    assertThat(host.registered).hasSize(1);
  }

  @Test
  void wrongSettingsFailWithAClearSentence() {
    assertThatThrownBy(
            () -> new DriversComponent(host.context(), config(1_000, "alaris", "none-such")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "families: there is no pump family 'none-such'; known are: "
                + String.join(", ", DriverFamilies.shipped().known()));
    assertThatThrownBy(() -> new DriversComponent(host.context(), config(1_000)))
        .hasMessage("families: at least one pump family must be enabled");
    assertThatThrownBy(() -> new DriversComponent(host.context(), config(249, "alaris")))
        .hasMessage("poll.interval.ms must be 250 to 10000, is 249");
    assertThatThrownBy(() -> new DriversComponent(host.context(), config(10_001, "alaris")))
        .hasMessage("poll.interval.ms must be 250 to 10000, is 10001");
    assertThat(host.registered).isEmpty();
  }

  @Test
  void goodNewSettingsReplaceTheDriversBadOnesChangeNothing() {
    DriversComponent component = new DriversComponent(host.context(), config(1_000, "alaris"));
    PumpDriver first = host.registered.get(0);

    component.modified(config(1, "alaris"));
    assertThat(host.registered).containsExactly(first);
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().sentence())
        .contains("poll.interval.ms must be 250 to 10000, is 1");

    component.modified(config(500, "alaris"));
    assertThat(host.registered).hasSize(1).doesNotContain(first);
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void aLineThatTheSiteHasSetMakesItsFamilySpoken() {
    new DriversComponent(
        host.context(),
        config(
            Map.of(
                "poll_interval_ms",
                1_000,
                "families",
                new String[] {"all"},
                "lines",
                new String[] {"graseby = 4800 7E1", ""})));
    assertThat(host.registered)
        .filteredOn(driver -> driver.protocol().equals("graseby"))
        .singleElement()
        .satisfies(
            driver ->
                assertThat(driver.lineSettings())
                    .isEqualTo(new LineSettings(4_800, 7, LineSettings.Parity.EVEN, 1)));
  }

  @Test
  void aLineThatIsNotWrittenAsItShouldBeIsRefused() {
    for (String[] line :
        new String[][] {
          {"graseby", "lines: 'graseby' is not written like graseby=9600 8N1"},
          {"graseby=9600 9N1", "lines: 'graseby=9600 9N1' is not written like graseby=9600 8N1"},
          {"graseby=299 8N1", "lines: baud must be 300 to 921600, is 299"},
          {"nobody=9600 8N1", "lines: there is no pump family 'nobody'; known are: "}
        }) {
      assertThatThrownBy(
              () ->
                  new DriversComponent(
                      host.context(),
                      config(
                          Map.of(
                              "poll_interval_ms",
                              1_000,
                              "families",
                              new String[] {"alaris"},
                              "lines",
                              new String[] {line[0]}))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(line[1]);
    }
  }

  @Test
  void aChangeElsewhereEndsNoSession() {
    DriversComponent component = new DriversComponent(host.context(), config(1_000, "alaris"));
    PumpDriver alaris = host.registered.get(0);
    component.modified(config(1_000, "alaris", "bcc"));
    assertThat(host.registered).hasSize(2).contains(alaris);
    component.modified(config(1_000, "alaris"));
    assertThat(host.registered).containsExactly(alaris);
  }
}
