// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.pump.PumpDesk;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Offers {@link FreePorts} where a command asks for them by an empty configuration; an agent never
 * does. It has no metatype: it is nothing that a site sets.
 */
@Component(
    name = FreePortsComponent.PID,
    service = PumpDesk.class,
    immediate = true,
    configurationPid = FreePortsComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class FreePortsComponent implements PumpDesk {
  static final String PID = "io.pumpbridge.gateway.freeports";

  private final FreePorts ports;

  @Activate
  public FreePortsComponent(@Reference LinkWatcher links) {
    this.ports = new FreePorts(links, () -> System.nanoTime() / 1_000_000);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeDriver")
  void addDriver(PumpDriver driver) {
    ports.addDriver(driver);
  }

  void removeDriver(PumpDriver driver) {
    ports.removeDriver(driver);
  }

  @Override
  public String list() {
    return ports.list();
  }

  @Override
  public AutoCloseable watch(String port, Consumer<String> lines) {
    return ports.watch(port, lines);
  }

  @Deactivate
  void stop() {
    ports.close();
  }
}
