// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.pump.PumpDesk;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustOverview;
import java.nio.file.Path;
import java.util.function.Consumer;
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

/** Puts a {@link Gateway} to work; drivers may come and go while it does. */
@Component(
    name = GatewayComponent.PID,
    service = {CommandHandler.class, HealthCheck.class, PumpDesk.class},
    immediate = true,
    configurationPid = GatewayComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GatewayComponent.Config.class)
public final class GatewayComponent implements CommandHandler, HealthCheck, PumpDesk {
  static final String PID = "io.pumpbridge.gateway";

  private static final String STATE = "io.pumpbridge.state";

  @ObjectClassDefinition(id = PID, name = "Pump gateway")
  @interface Config {
    @AttributeDefinition(
        name = "Sample interval",
        description = "Seconds between samples of an unchanged channel",
        min = "1",
        max = "3600",
        required = false)
    int sample_interval_s() default 10;

    @AttributeDefinition(
        name = "Care area",
        description =
            "Where the gateway stands: its device limits are judged by where no association holds;"
                + " empty if it moves about",
        required = false)
    String care_area() default "";

    @AttributeDefinition(
        name = "Association hold",
        description =
            "Seconds that a pump may be away before its association to the patient is dropped; 0:"
                + " at once",
        min = "0",
        max = "600",
        required = false)
    int association_hold_s() default Settings.DEFAULT_ASSOCIATION_HOLD_S;
  }

  private final Gateway gateway;
  private final StatusHandler status;
  private final Fields versions;

  @Activate
  public GatewayComponent(
      @Reference LinkWatcher links,
      @Reference DoseJudge judge,
      @Reference EventJournal journal,
      @Reference Board board,
      @Reference TrustedClock clock,
      @Reference TrustOverview trust,
      BundleContext context,
      Config config) {
    this.gateway =
        new Gateway(
            new Gateway.Services(links, judge, journal, board, clock),
            Settings.of(
                config.sample_interval_s(), config.care_area(), config.association_hold_s()),
            new KnownPumpsFile(stateDirectory(context)));
    this.status = new StatusHandler(gateway, judge, trust);
    this.versions =
        Fields.builder()
            .put("version", context.getBundle().getVersion().toString())
            .put("java", System.getProperty("java.runtime.version", ""))
            .put(
                "system",
                System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""))
            .build();
  }

  private static Path stateDirectory(BundleContext context) {
    String state = context.getProperty(STATE);
    if (state == null) {
      throw new IllegalStateException("the framework property " + STATE + " is not set");
    }
    return Path.of(state).resolve("gateway");
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeDriver")
  void addDriver(PumpDriver driver) {
    gateway.addDriver(driver);
  }

  void removeDriver(PumpDriver driver) {
    gateway.removeDriver(driver);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(!(component.name=" + PID + "))", // it knows its own state without asking
      unbind = "removeCheck")
  void addCheck(HealthCheck check) {
    gateway.addCheck(check);
  }

  void removeCheck(HealthCheck check) {
    gateway.removeCheck(check);
  }

  @Activate
  void start() {
    gateway.start(versions);
  }

  @Deactivate
  void stop() {
    gateway.close();
  }

  @Override
  public String resource() {
    return status.resource();
  }

  @Override
  public Answer handle(Command command) {
    return status.handle(command);
  }

  @Override
  public String list() {
    return gateway.desk().list();
  }

  @Override
  public AutoCloseable watch(String port, Consumer<String> lines) {
    return gateway.desk().watch(port, lines);
  }

  @Override
  public String part() {
    return "gateway";
  }

  @Override
  public Health check() {
    return gateway.health();
  }
}
