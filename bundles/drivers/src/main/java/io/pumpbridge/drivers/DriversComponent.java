// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.site.RefusedProfile;
import io.pumpbridge.drivers.site.SiteProfile;
import io.pumpbridge.model.audit.ConfigurationRefusal;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the driver of each enabled family; which they are is known only at run time. Works
 * without a verifier and without a journal: then signed profiles of the site wait, and refusals
 * stand in health and log alone.
 */
@Component(
    name = DriversComponent.PID,
    configurationPid = DriversComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {HealthCheck.class, CommandHandler.class})
@Designate(ocd = DriversComponent.Config.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.pumpbridge.model.driver.PumpDriver\"",
    effective = "active")
public final class DriversComponent implements HealthCheck, CommandHandler {

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
                + " as50, bcc, dianet, fresenius, graseby, miva; for the bench ne1000; and the"
                + " protocols of site profiles")
    String[] families() default "alaris";

    @AttributeDefinition(
        name = "Poll interval",
        description = "Milliseconds from one reading of a pump to the next, 250 to 10000",
        min = "250",
        max = "10000")
    int poll_interval_ms() default 1_000;

    @AttributeDefinition(
        name = "Lines",
        required = false,
        description =
            "How the line of a family is set here, where it is not the profile's: graseby=9600 8N1")
    String[] lines() default {};

    @AttributeDefinition(
        name = "Site profiles",
        required = false,
        description =
            "Directory with device profiles of the site's own, NAME.json.p7m, signed by an update"
                + " publisher; relative to the configuration; empty for none")
    String site_profiles() default "";

    @AttributeDefinition(
        name = "Unsigned profiles",
        required = false,
        description =
            "Take site profiles without a signature too; for trying one out, never at a bedside")
    boolean unsigned_profiles() default false;

    @AttributeDefinition(
        name = "Programming",
        required = false,
        description =
            "Families whose pumps signed orders may set, while they stand still: alaris, dianet; none"
                + " if empty. A clinician starts at the pump")
    String[] programming() default {};
  }

  private final Optional<Path> configuration;
  private final DriverServices services;
  private Settings settings;
  private Optional<SignatureVerifier> verifier = Optional.empty();
  private Optional<EventJournal> journal = Optional.empty();
  private volatile SpokenHere spoken = SpokenHere.NOTHING; // also read while another is loaded
  private Optional<Health> refusedSettings = Optional.empty();

  @Activate
  public DriversComponent(BundleContext context, Config config) {
    this.configuration =
        Optional.ofNullable(context.getProperty("io.pumpbridge.config")).map(Path::of);
    this.services = new DriverServices(driver -> register(context, driver)::unregister);
    this.settings = settings(config);
    load(settings);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeVerifier")
  synchronized void addVerifier(SignatureVerifier added) {
    verifier = Optional.of(added);
    if (settings.siteProfiles().isPresent()) {
      load(settings);
    }
  }

  /** What has been verified stays. */
  synchronized void removeVerifier(SignatureVerifier removed) {
    verifier = verifier.filter(known -> known != removed);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeJournal")
  synchronized void addJournal(EventJournal added) {
    journal = Optional.of(added);
    record(spoken);
  }

  synchronized void removeJournal(EventJournal removed) {
    journal = journal.filter(known -> known != removed);
  }

  @Modified
  synchronized void modified(Config config) {
    try {
      Settings wanted = settings(config);
      load(wanted);
      settings = wanted;
      refusedSettings = Optional.empty();
    } catch (IllegalArgumentException e) {
      log.warn("new settings refused, the old ones stay reason=\"{}\"", e.getMessage());
      journal.ifPresent(to -> append(to, ConfigurationRefusal.of(PID, e)));
      refusedSettings =
          Optional.of(
              new Health(
                  Level.WARNING,
                  "drivers-settings-refused",
                  "The new settings of the pump drivers are wrong and the old ones stay: "
                      + e.getMessage()
                      + "."));
    }
  }

  @Deactivate
  synchronized void deactivate() {
    services.close();
  }

  private Settings settings(Config config) {
    Optional<String> directory =
        Optional.ofNullable(config.site_profiles()).map(String::strip).filter(s -> !s.isEmpty());
    return new Settings(
        List.of(config.families()),
        config.poll_interval_ms(),
        Settings.lines(texts(config.lines())),
        directory.map(path -> configuration.map(base -> base.resolve(path)).orElse(Path.of(path))),
        config.unsigned_profiles(),
        new LinkedHashSet<>(texts(config.programming())));
  }

  /** A host may leave out what has no value. */
  private static List<String> texts(String @Nullable [] values) {
    return values == null ? List.of() : List.of(values);
  }

  private void load(Settings wanted) {
    SpokenHere now = SpokenHere.by(wanted, verifier);
    services.replaceWith(now.wishes());
    SpokenHere news = now.newSince(spoken);
    spoken = now;
    log.info(
        "drivers ready families={} poll_interval_ms={}",
        services.protocols(),
        wanted.pollIntervalMs());
    tell(news);
    record(news);
  }

  private static void tell(SpokenHere news) {
    for (SiteProfile one : news.accepted()) {
      log.info("site profile counts file={} sha256={}", one.file(), one.sha256());
    }
    for (RefusedProfile one : news.refused()) {
      if (one.waits()) { // at each start, until the verifier is there
        log.info("site profile waits file={} code={}", one.file(), one.code());
      } else {
        log.warn(
            "site profile refused file={} code={} reason=\"{}\"",
            one.file(),
            one.code(),
            one.sentence());
      }
    }
    for (Gap gap : news.gaps()) {
      log.warn("set in vain code={} reason=\"{}\"", gap.code(), gap.sentence());
    }
    if (news.unsigned()) {
      log.warn("site profiles count without a signature: never at a bedside");
    }
  }

  /** What cannot be stored now stands in health and log all the same. */
  private void record(SpokenHere news) {
    journal.ifPresent(present -> news.events().forEach(event -> append(present, event)));
  }

  private static void append(EventJournal journal, Event event) {
    var unused =
        journal
            .append(event)
            .whenComplete(
                (stored, failure) -> {
                  if (failure != null) {
                    log.error(
                        "event not stored name={} failure={}", event.name(), failure.toString());
                  }
                });
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static ServiceRegistration<PumpDriver> register(
      BundleContext context, PumpDriver driver) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("protocol", driver.protocol());
    return context.registerService(PumpDriver.class, driver, properties);
  }

  @Override
  public String resource() {
    return "profiles";
  }

  /** By which device profiles pumps are spoken to here, and in which version. */
  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.GET) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-unknown", "Profiles can be asked for by GET only.");
    }
    List<Fields> profiles = spoken.profiles().stream().map(ActiveProfile::toFields).toList();
    return Answer.accepted(Fields.builder().put("profiles", profiles).build());
  }

  @Override
  public String part() {
    return "drivers";
  }

  @Override
  public synchronized Health check() {
    return refusedSettings.orElseGet(spoken::health);
  }
}
