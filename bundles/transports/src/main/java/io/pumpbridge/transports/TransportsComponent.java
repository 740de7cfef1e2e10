// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.ConfigurationRefusal;
import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.link.LinkWatcher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
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

  private final EarlyTrail audit = new EarlyTrail();

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
      audit.refuse(ConfigurationRefusal.of(PID, e));
    }
  }

  /** Ports are there before the journal, and without it. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeAudit")
  void addAudit(AuditTrail trail) {
    audit.tellTo(trail);
  }

  void removeAudit(AuditTrail trail) {
    audit.stopTelling(trail);
  }

  @Deactivate
  void deactivate() {
    close();
  }
}
