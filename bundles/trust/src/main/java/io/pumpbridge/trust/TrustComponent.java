// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.trust.KeyFarewell;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts {@link Trust} and offers each of its ports as a service of its own. It activates also
 * before the gateway has been provisioned: then TLS and signatures refuse with a sentence, and the
 * rest works. In a gateway that is being wiped it offers nothing but its health.
 *
 * <p>What is registered here by hand, no tool finds: {@link TrustComponent#OFFERED} tells the
 * resolver.
 */
@Component(
    name = TrustComponent.PID,
    configurationPid = TrustComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Capability(namespace = "osgi.service", attribute = TrustComponent.OFFERED)
@Designate(ocd = TrustConfig.class)
@Header(name = "PumpBridge-Setting-gateway-id", value = TrustComponent.GATEWAY_ID)
@Header(name = "PumpBridge-Setting-hospital", value = TrustComponent.HOSPITAL)
public final class TrustComponent {
  static final String PID = "io.pumpbridge.trust";

  /** What no metatype can say, for the launcher: PID, setting, pattern, and that in words. */
  static final String GATEWAY_ID =
      PID + " gateway.id " + Settings.GATEWAY_ID + " " + Settings.GATEWAY_ID_IN_WORDS;

  /** The same. */
  static final String HOSPITAL =
      PID + " hospital " + Settings.HOSPITAL + " " + Settings.HOSPITAL_IN_WORDS;

  /** The types of {@link Trust#ports}. */
  static final String OFFERED =
      "objectClass:List<String>='"
          + "io.pumpbridge.model.audit.AuditSource,"
          + "io.pumpbridge.model.command.CommandHandler,"
          + "io.pumpbridge.model.health.HealthCheck,"
          + "io.pumpbridge.model.time.TrustedClock,"
          + "io.pumpbridge.model.trust.ClockDesk,"
          + "io.pumpbridge.model.trust.DeviceIdentity,"
          + "io.pumpbridge.model.trust.Enrolment,"
          + "io.pumpbridge.model.trust.KeyFarewell,"
          + "io.pumpbridge.model.trust.OwnSignature,"
          + "io.pumpbridge.model.trust.Provisioning,"
          + "io.pumpbridge.model.trust.Sealer,"
          + "io.pumpbridge.model.trust.SignatureVerifier,"
          + "io.pumpbridge.model.trust.SitePackages,"
          + "io.pumpbridge.model.trust.TlsContexts,"
          + "io.pumpbridge.model.trust.TrustOverview'";

  /** What the launcher says of itself; see {@link StateLock} and {@link Ending}. */
  private static final String LOCKED = "io.pumpbridge.locked";

  private static final String DECOMMISSIONING = "io.pumpbridge.decommissioning";

  private static final Logger log = LoggerFactory.getLogger(TrustComponent.class);

  private final StateLock lock;
  private final Optional<Trust> trust;
  private final Deque<ServiceRegistration<?>> offered = new ArrayDeque<>();

  @Activate
  public TrustComponent(BundleContext context, TrustConfig config)
      throws IOException, TrustException {
    Path state = directory(context, "io.pumpbridge.state");
    Settings settings = Settings.from(config, directory(context, "io.pumpbridge.config"));
    Ending ending = new Ending(state, "finish".equals(context.getProperty(DECOMMISSIONING)));
    Optional<HealthCheck> obstacle = ending.obstacle();
    if (obstacle.isPresent()) {
      log.error("trust does not start why={}", obstacle.get().check().sentence());
      lock = StateLock.held();
      trust = Optional.empty();
      offered.push(offer(context, new Port<>(HealthCheck.class, obstacle.get())));
      return;
    }
    boolean locked = "true".equals(context.getProperty(LOCKED));
    lock = locked ? StateLock.held() : StateLock.take(state);
    try {
      Trust started =
          Trust.start(
              state.resolve("trust"),
              ending.finishing() ? settings.withoutRenewal() : settings,
              new EarlyTrail());
      trust = Optional.of(started);
      offerAll(context, started, ending);
    } catch (IOException | TrustException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private void offerAll(BundleContext context, Trust started, Ending ending) {
    try {
      for (Port<?> port : started.ports()) {
        offered.push(offer(context, port));
      }
      KeyFarewell farewell = ending.of(started.own().token());
      offered.push(offer(context, new Port<>(KeyFarewell.class, farewell)));
    } catch (IllegalStateException stopped) { // by the framework, which takes back what is offered
      started.close();
      throw stopped;
    }
  }

  private static <T> ServiceRegistration<T> offer(BundleContext context, Port<T> port) {
    return context.registerService(port.type(), port.part(), null);
  }

  private static Path directory(BundleContext context, String property) {
    String path = context.getProperty(property);
    if (path == null) {
      throw new IllegalStateException("the framework property " + property + " is not set");
    }
    return Path.of(path);
  }

  /** Whoever uses a port ends before what is behind it does. */
  @Deactivate
  void deactivate() throws IOException {
    try {
      while (!offered.isEmpty()) {
        offered.pop().unregister();
      }
    } finally {
      trust.ifPresent(Trust::close);
      lock.close();
    }
  }
}
