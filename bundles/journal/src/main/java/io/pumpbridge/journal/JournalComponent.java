// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalFarewell;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Sealer;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Puts the journal into the registry; all it knows is where the state directory is. */
@Component(
    name = JournalComponent.PID,
    configurationPid = JournalComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {EventJournal.class, HealthCheck.class, JournalFarewell.class})
@Designate(ocd = JournalComponent.Config.class)
public final class JournalComponent extends SqliteEventJournal implements JournalFarewell {
  static final String PID = "io.pumpbridge.journal";

  private static final String STATE = "io.pumpbridge.state";

  /** What a hospital may choose. */
  @ObjectClassDefinition(
      id = PID,
      name = "Event journal",
      description = "Keeps every event on the gateway's disk until the pump server has it")
  @interface Config {
    @AttributeDefinition(
        name = "Size limit",
        description = "Megabytes that the journal may occupy",
        min = "16",
        max = "4096",
        required = false)
    int max_megabytes() default 256;

    @AttributeDefinition(
        name = "Telemetry commit",
        description = "Milliseconds that samples may wait for the disk; alarms never wait",
        min = "100",
        max = "60000",
        required = false)
    int telemetry_commit_ms() default 5_000;
  }

  @Activate
  public JournalComponent(
      @Reference TrustedClock clock,
      @Reference Sealer sealer,
      @Reference DeviceIdentity identity,
      BundleContext context,
      Config config) {
    super(clock, sealer, identity.gatewayId(), directory(context), settings(config));
  }

  @Override
  public void say(String name, Map<String, Object> details) throws JournalException {
    Farewell.say(this, name, details);
  }

  /** Throws if the new settings are out of range; the old ones then stay. */
  @Modified
  void modified(Config config) {
    adjust(settings(config));
  }

  @Deactivate
  void deactivate() {
    close();
  }

  private static Settings settings(Config config) {
    return new Settings(config.max_megabytes(), config.telemetry_commit_ms());
  }

  private static Path directory(BundleContext context) {
    String state = context.getProperty(STATE);
    if (state == null) {
      throw new IllegalStateException("the framework property " + STATE + " is not set");
    }
    return Path.of(state, "journal");
  }
}
