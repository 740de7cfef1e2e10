// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.TlsContexts;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Starts and stops the {@link Uplink} and tells of its health. */
@Component(
    name = UplinkComponent.PID,
    configurationPid = UplinkComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = HealthCheck.class,
    immediate = true)
@Designate(ocd = UplinkComponent.Config.class)
public final class UplinkComponent implements HealthCheck {
  static final String PID = "io.pumpbridge.uplink";

  /** What a technician sets. */
  @ObjectClassDefinition(
      id = PID,
      name = "Pump Bridge uplink",
      description = "The way to the hospital's pump server: MQTT over mutual TLS.")
  @interface Config {
    @AttributeDefinition(
        name = "Server",
        description = "The broker, as ssl://host:port; the name must be in its certificate.")
    String server();

    @AttributeDefinition(
        name = "Account",
        description = "First level of every topic: 1 to 64 letters, digits, '.', '_' or '-'.")
    String account() default "hospital";

    @AttributeDefinition(
        name = "Confirmation",
        description =
            "Whose word lets a record leave the journal: 'server' (the pump server's signed"
                + " confirmation) or 'broker' (a PUBACK; weaker, for servers that cannot confirm).",
        options = {
          @Option(label = "Pump server", value = "server"),
          @Option(label = "Broker (weaker)", value = "broker")
        })
    String confirm() default "server";

    @AttributeDefinition(
        name = "Reconnect spread",
        description =
            "When all gateways of a site lose the server at once, each waits up to so many seconds,"
                + " 1 to 60, before its first try: 2.5 times the gateways, divided by the new"
                + " connections a second that the broker bears. Once back, samples wait as long for the alarms of others.",
        min = "1",
        max = "60",
        required = false)
    int reconnect_spread_seconds() default Settings.SPREAD_SECONDS;

    @AttributeDefinition(
        name = "Rate limit",
        description =
            "Messages a second, 5 to 10000; 0 for as fast as the broker takes them. Alarms count but"
                + " do not wait.",
        min = "0",
        max = "10000",
        required = false)
    int rate_limit() default 0;

    @AttributeDefinition(
        name = "Command limit",
        description =
            "Commands an hour that the server may have done here, 30 to 3600; four times as many at"
                + " once. One that changes nothing (refused, or done before) counts for eight."
                + " What is beyond is refused as too-many-requests.",
        min = "30",
        max = "3600",
        required = false)
    int command_limit() default CommandLimits.USUAL_PER_HOUR;

    @AttributeDefinition(
        name = "Audit collector",
        description =
            "Where the audit lane also goes, as host:port: syslog over TLS (RFC 5425, port 6514);"
                + " empty for nowhere.",
        required = false)
    String audit_collector() default "";

    @AttributeDefinition(
        name = "Enterprise number",
        description =
            "Private enterprise number in the syslog messages; 32473 is the one for examples.",
        min = "1",
        required = false)
    int audit_enterprise_number() default 32_473;
  }

  private final Handlers handlers = new Handlers();
  private final Uplink uplink;

  /** One parameter per service: this is the list of what the uplink meets. */
  @Activate
  public UplinkComponent(
      @Reference EventJournal journal,
      @Reference AuditTrail trail,
      @Reference TlsContexts tls,
      @Reference SignatureVerifier signatures,
      @Reference DeviceIdentity identity,
      @Reference TrustedClock clock,
      BundleContext context,
      Config config) {
    Settings settings =
        Settings.from(
                config.server(),
                config.account(),
                config.confirm(),
                spreadOf(config),
                config.rate_limit())
            .withCommandsPerHour(commandsOf(config));
    this.uplink =
        Uplink.over(
            settings,
            new Uplink.Ports(journal, trail, signatures, identity, clock, handlers),
            Uplink.connector(settings, identity, tls),
            new Software(context.getBundle().getVersion().toString(), () -> ourBundles(context)));
    uplink.start();
  }

  /** Also those that came later: it is asked at every connect. */
  private static Map<String, String> ourBundles(BundleContext context) {
    Map<String, String> versions = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      String name = bundle.getSymbolicName();
      if (name != null && name.startsWith("io.pumpbridge.")) {
        versions.put(name, bundle.getVersion().toString());
      }
    }
    return versions;
  }

  /** Kura delivers no default to a configuration of before there was this setting. */
  private static int spreadOf(Config config) {
    int seconds = config.reconnect_spread_seconds();
    return seconds == 0 ? Settings.SPREAD_SECONDS : seconds;
  }

  /** As with the spread. */
  private static int commandsOf(Config config) {
    int commands = config.command_limit();
    return commands == 0 ? CommandLimits.USUAL_PER_HOUR : commands;
  }

  /** Handlers may come and go with their bundles without the connection being given up. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeHandler")
  void addHandler(CommandHandler handler) {
    handlers.add(handler);
  }

  void removeHandler(CommandHandler handler) {
    handlers.remove(handler);
  }

  @Deactivate
  void deactivate() {
    uplink.close();
  }

  @Override
  public String part() {
    return "uplink";
  }

  @Override
  public Health check() {
    return uplink.health();
  }
}
