// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.health.HealthCheck;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the driver of each enabled family; which they are is known only at run time. */
@Component(
    name = DriversComponent.PID,
    configurationPid = DriversComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = HealthCheck.class)
@Designate(ocd = DriversComponent.Config.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.pumpbridge.model.driver.PumpDriver\"",
    effective = "active")
public final class DriversComponent implements HealthCheck {

  static final String PID = "io.pumpbridge.drivers";

  private static final Logger log = LoggerFactory.getLogger(DriversComponent.class);

  /** Which pumps, and how often. */
  @ObjectClassDefinition(
      id = PID,
      name = "Pump drivers",
      description = "Which pump families the bridge looks for on its ports.")
  @interface Config {
    @AttributeDefinition(
        name = "Families",
        description =
            "Enabled protocol families, or all; a port is tried in the order that harms none: alaris,"
                + " bcc, dianet, fresenius")
    String[] families() default "alaris";

    @AttributeDefinition(
        name = "Poll interval",
        description = "Milliseconds from one reading of a pump to the next, 250 to 10000")
    int poll_interval_ms() default 1_000;
  }

  private final BundleContext context;
  private final List<ServiceRegistration<PumpDriver>> registrations = new ArrayList<>();
  private volatile Health health = Health.WELL;

  @Activate
  public DriversComponent(BundleContext context, Config config) {
    this.context = context;
    Settings settings = settings(config);
    register(DriverFamilies.drivers(settings), settings);
  }

  @Modified
  void modified(Config config) {
    try {
      Settings settings = settings(config);
      List<PumpDriver> drivers = DriverFamilies.drivers(settings);
      deactivate();
      register(drivers, settings);
      health = Health.WELL;
    } catch (IllegalArgumentException e) {
      log.warn("new settings refused, the old ones stay reason=\"{}\"", e.getMessage());
      health =
          new Health(
              Level.WARNING,
              "drivers-settings-refused",
              "The new settings of the pump drivers are wrong and the old ones stay: "
                  + e.getMessage()
                  + ".");
    }
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    registrations.clear();
  }

  private static Settings settings(Config config) {
    return new Settings(List.of(config.families()), config.poll_interval_ms());
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private void register(List<PumpDriver> drivers, Settings settings) {
    for (PumpDriver driver : drivers) {
      Hashtable<String, Object> properties = new Hashtable<>();
      properties.put("protocol", driver.protocol());
      registrations.add(context.registerService(PumpDriver.class, driver, properties));
    }
    log.info(
        "drivers ready families={} poll_interval_ms={}",
        settings.families(),
        settings.pollIntervalMs());
  }

  @Override
  public String part() {
    return "drivers";
  }

  @Override
  public Health check() {
    return health;
  }
}
