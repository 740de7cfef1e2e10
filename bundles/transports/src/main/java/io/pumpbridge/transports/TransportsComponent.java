// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.link.LinkWatcher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the configured ports. */
@Component(
    name = TransportsComponent.PID,
    service = {LinkWatcher.class, HealthCheck.class},
    configurationPid = TransportsComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TransportsComponent.Config.class)
public final class TransportsComponent extends PortWatcher {
  static final String PID = "io.pumpbridge.transports";

  @ObjectClassDefinition(
      id = PID,
      name = "Ports",
      description = "Where pumps can be plugged in: serial ports and terminal servers.")
  @interface Config {
    @AttributeDefinition(
        name = "Ports",
        description =
            "Device paths, globs such as /dev/serial/by-path/*, or tcp:host:port; at least one, at"
                + " most 32. A device that several of them lead to is one port.")
    String[] ports();
  }

  @Activate
  public TransportsComponent(Config config) {
    super(Settings.of(config.ports()), Devices.ON_THIS_MACHINE);
  }

  /** Bad settings change nothing. */
  @Modified
  void modified(Config config) {
    try {
      use(Settings.of(config.ports()));
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  @Deactivate
  void deactivate() {
    close();
  }
}
