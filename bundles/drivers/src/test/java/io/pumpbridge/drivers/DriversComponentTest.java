// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

final class DriversComponentTest {

  /** What stands in the registry. */
  private final List<PumpDriver> registered = new ArrayList<>();

  private final BundleContext context =
      (BundleContext)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("registerService");
                PumpDriver driver = (PumpDriver) arguments[1];
                registered.add(driver);
                return registration(driver);
              });

  private ServiceRegistration<?> registration(PumpDriver driver) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              registered.remove(driver);
              return null;
            });
  }

  private static DriversComponent.Config config(int pollIntervalMs, String... families) {
    return (DriversComponent.Config)
        Proxy.newProxyInstance(
            DriversComponentTest.class.getClassLoader(),
            new Class<?>[] {DriversComponent.Config.class},
            (proxy, method, arguments) ->
                method.getName().equals("families") ? families : pollIntervalMs);
  }

  @Test
  void eachEnabledFamilyHasItsDriver() {
    DriversComponent component = new DriversComponent(context, config(1_000, "alaris"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.part()).isEqualTo("drivers");
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
    component.deactivate();
    assertThat(registered).isEmpty();
  }

  @Test
  void allMeansEveryFamilyButThoseForTheBenchAndThoseWhoseLineIsNotProven() {
    new DriversComponent(context, config(1_000, "all"));
    assertThat(registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "as50", "bcc", "dianet", "fresenius", "miva");
    assertThat(DriverFamilies.known())
        .containsExactly(
            "alaris", "as50", "bcc", "dianet", "fresenius", "graseby", "miva", "ne1000");
  }

  @Test
  void aPumpForTheBenchIsSpokenToIfItIsNamed() {
    new DriversComponent(context, config(1_000, "ne1000"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("ne1000");
  }

  @Test
  void aFamilyWhoseLineNoSourceProvesIsRefusedWithAClearSentence() {
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000, "graseby")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graseby-3000: no public source says how its line is set; the site must set it");
  }

  @Test
  void noTwoFamiliesShareTheirPlaceInTheOrderOfTrying() {
    assertThat(EveryDriver.made()).hasSameSizeAs(DriverFamilies.known());
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
    new DriversComponent(context, config(1_000, "alaris", " alaris ", ""));
    assertThat(registered).hasSize(1);
  }

  @Test
  void wrongSettingsFailWithAClearSentence() {
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000, "alaris", "none-such")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "families: there is no pump family 'none-such'; known are: "
                + String.join(", ", DriverFamilies.known()));
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000)))
        .hasMessage("families: at least one pump family must be enabled");
    assertThatThrownBy(() -> new DriversComponent(context, config(249, "alaris")))
        .hasMessage("poll_interval_ms must be 250 to 10000, is 249");
    assertThatThrownBy(() -> new DriversComponent(context, config(10_001, "alaris")))
        .hasMessage("poll_interval_ms must be 250 to 10000, is 10001");
    assertThat(registered).isEmpty();
  }

  @Test
  void goodNewSettingsReplaceTheDriversBadOnesChangeNothing() {
    DriversComponent component = new DriversComponent(context, config(1_000, "alaris"));
    PumpDriver first = registered.get(0);

    component.modified(config(1, "alaris"));
    assertThat(registered).containsExactly(first);
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().sentence())
        .contains("poll_interval_ms must be 250 to 10000, is 1");

    component.modified(config(500, "alaris"));
    assertThat(registered).hasSize(1).doesNotContain(first);
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
  }
}
