// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.ConfigurationRefusal;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.uplink.Backoff;
import io.pumpbridge.uplink.mqtt.NameLookUp;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the audit lane if a collector is set. It shares the uplink's settings and nothing else, so
 * neither can hold the other up.
 */
@Component(
    name = "io.pumpbridge.uplink.collector",
    configurationPid = "io.pumpbridge.uplink",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = HealthCheck.class,
    immediate = true)
public final class CollectorComponent implements HealthCheck {
  private static final Logger log = LoggerFactory.getLogger(CollectorComponent.class);
  private static final Duration READ = Duration.ofSeconds(10);
  private static final Duration DELIVERY = Duration.ofSeconds(60);
  private static final Duration BACKOFF_BASE = Duration.ofSeconds(1);
  private static final Duration BACKOFF_CAP = Duration.ofMinutes(5);

  /** The two of the uplink's settings that are ours; described where the others are. */
  @interface Config {
    String audit_collector() default "";

    int audit_enterprise_number() default CollectorSettings.EXAMPLE_ENTERPRISE;
  }

  private record Running(CollectorSettings settings, TlsCollector collector, AuditShipper shipper) {

    void stop() {
      collector.close();
      shipper.close();
    }
  }

  private final AuditShipper.Ports ports;
  private final TlsContexts tls;
  private Optional<Running> running = Optional.empty();
  private Optional<Health> refused = Optional.empty();

  @Activate
  public CollectorComponent(
      @Reference AuditFeed feed,
      @Reference AuditTrail trail,
      @Reference TlsContexts tls,
      @Reference TrustedClock clock,
      Config config) {
    this.ports = new AuditShipper.Ports(feed, trail, clock);
    this.tls = tls;
    use(CollectorSettings.from(config.audit_collector(), config.audit_enterprise_number()));
  }

  /** Wrong settings leave the old ones in force, and health says so. */
  @Modified
  synchronized void modified(Config config) {
    try {
      use(CollectorSettings.from(config.audit_collector(), config.audit_enterprise_number()));
      refused = Optional.empty();
    } catch (IllegalArgumentException e) {
      ports.trail().refuse(ConfigurationRefusal.of("io.pumpbridge.uplink", e));
      refused =
          Optional.of(
              new Health(
                  Level.WARNING,
                  "configuration-wrong",
                  "The old settings stay in force: " + e.getMessage() + "."));
    }
  }

  private synchronized void use(Optional<CollectorSettings> wanted) {
    if (running.map(Running::settings).equals(wanted)) {
      if (wanted.isEmpty()) {
        letGo();
      }
      return;
    }
    running.ifPresent(Running::stop);
    running = wanted.map(this::start);
    if (wanted.isEmpty()) {
      letGo();
    }
  }

  private Running start(CollectorSettings settings) {
    TlsCollector collector = new TlsCollector(settings, tls, new NameLookUp(), READ, DELIVERY);
    Backoff backoff = new Backoff(new SplittableRandom(), BACKOFF_BASE, BACKOFF_CAP);
    ShippingPlan plan = new ShippingPlan(settings.server(), backoff, ports.clock().read());
    AuditShipper shipper = new AuditShipper(ports, collector, plan, settings.enterprise());
    shipper.start();
    return new Running(settings, collector, shipper);
  }

  /** Nobody reads any more, so nothing needs to be held. */
  private void letGo() {
    try {
      ports.feed().unfollow();
    } catch (JournalException e) {
      log.warn("the audit lane stays held until the next start reason={}", e.getMessage());
    }
  }

  @Deactivate
  synchronized void deactivate() {
    running.ifPresent(Running::stop);
    running = Optional.empty();
  }

  @Override
  public String part() {
    return "audit-collector";
  }

  @Override
  public synchronized Health check() {
    return refused.or(() -> running.map(now -> now.shipper().health())).orElse(Health.WELL);
  }
}
