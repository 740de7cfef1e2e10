// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.AuditSource;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.ClockDesk;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Enrolment;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.Provisioning;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.SitePackages;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.wifi.WifiNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Offers everything of {@link Trust} as services. It activates also before the gateway has been
 * provisioned: then TLS and signatures refuse with a sentence, and the rest works.
 */
@Component(
    name = TrustComponent.PID,
    configurationPid = TrustComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {
      TrustComponent.class,
      TrustedClock.class,
      DeviceIdentity.class,
      Sealer.class,
      SignatureVerifier.class,
      TlsContexts.class,
      Provisioning.class,
      AuditSource.class,
      OwnSignature.class,
      SitePackages.class,
      Enrolment.class,
      ClockDesk.class,
      HealthCheck.class
    })
@Designate(ocd = TrustComponent.Config.class)
public final class TrustComponent
    implements TrustedClock,
        DeviceIdentity,
        Sealer,
        SignatureVerifier,
        TlsContexts,
        Provisioning,
        AuditSource,
        OwnSignature,
        SitePackages,
        Enrolment,
        ClockDesk,
        HealthCheck {
  static final String PID = "io.pumpbridge.trust";

  /**
   * Over a long holiday an authority is repaired, a stolen certificate does not live much longer.
   */
  private static final int DEFAULT_STALE_DAYS = 14;

  @ObjectClassDefinition(
      id = PID,
      name = "Trust",
      description = "Who this gateway is, and whom it trusts")
  @interface Config {
    @AttributeDefinition(
        name = "Gateway id",
        description = "1 to 64 of A-Z a-z 0-9 . _ -; also in its certificate, never changed")
    String gateway_id();

    @AttributeDefinition(
        name = "Hospital",
        description = "1 to 64 characters; libraries signed for another hospital are refused")
    String hospital();

    @AttributeDefinition(
        name = "Anchors",
        description =
            "Directory with server/*.pem and signers/*.pem; relative to the configuration")
    String anchors() default "anchors";

    @AttributeDefinition(
        name = "EST server",
        description =
            "https://HOST[:PORT], RFC 7030; renews the certificate by itself. Empty: by file only",
        required = false)
    String est_server() default "";

    @AttributeDefinition(
        name = "Renewal grace",
        description =
            "Days after its end in which the old certificate may still ask for the next, 0 to 365",
        min = "0",
        max = "365")
    int renewal_grace_days() default 0;

    @AttributeDefinition(
        name = "Keep key",
        description = "Renew for the same key instead of a new one each time")
    boolean renewal_keep_key() default false;

    @AttributeDefinition(
        name = "Curve of new keys",
        description = "P-256 or P-384; a key that exists stays as it is")
    String key_curve() default "P-256";

    @AttributeDefinition(
        name = "Key store",
        description = "file, or pkcs11 for a token that never gives its keys away")
    String key_store() default "file";

    @AttributeDefinition(
        name = "PKCS#11 library",
        description = "Absolute path of the token's library; for pkcs11 only",
        required = false)
    String pkcs11_library() default "";

    @AttributeDefinition(
        name = "PKCS#11 slot",
        description = "first, or the slot's number; for pkcs11 only")
    String pkcs11_slot() default "first";

    @AttributeDefinition(
        name = "PKCS#11 PIN file",
        description =
            "File (0600) with the token's PIN; relative to the configuration; for pkcs11 only")
    String pkcs11_pin_file() default "token.pin";

    @AttributeDefinition(
        name = "Wi-Fi network",
        description = "SSID for which an EAP-TLS profile is kept; none if empty",
        required = false)
    String wifi_ssid() default "";

    @AttributeDefinition(
        name = "Wi-Fi server",
        description = "DNS name in the certificate of the network's RADIUS server",
        required = false)
    String wifi_server() default "";

    @AttributeDefinition(
        name = "Revocation",
        description =
            "require: each certificate must be known not to be revoked; stale-ok: by information"
                + " that may be too old by so many days; if-known: only who is known to be revoked"
                + " is refused",
        options = {
          @Option(label = "require", value = "require"),
          @Option(label = "stale-ok", value = "stale-ok"),
          @Option(label = "if-known", value = "if-known")
        })
    String revocation() default "stale-ok";

    @AttributeDefinition(
        name = "Stale days",
        description =
            "With stale-ok: days after its next update that a revocation list or response still"
                + " counts, 1 to 365")
    int revocation_stale_days() default DEFAULT_STALE_DAYS;
  }

  private final EarlyTrail audit = new EarlyTrail();
  private final Trust trust;

  @Activate
  public TrustComponent(BundleContext context, Config config) throws IOException, TrustException {
    Path state = directory(context, "io.pumpbridge.state");
    Path configured = directory(context, "io.pumpbridge.config");
    Settings settings =
        new Settings(
            textOf(config.gateway_id()),
            textOf(config.hospital()),
            configured.resolve(textOf(config.anchors())),
            Settings.revocation(
                textOf(config.revocation()),
                config.revocation_stale_days() == 0
                    ? DEFAULT_STALE_DAYS
                    : config.revocation_stale_days()),
            new KeySettings(
                Curve.from(textOf(config.key_curve())),
                tokenOf(config, configured),
                wifiOf(config)),
            RenewalSettings.from(
                textOf(config.est_server()),
                config.renewal_grace_days(),
                config.renewal_keep_key()));
    this.trust = Trust.start(state.resolve("trust"), settings, audit);
  }

  private static Optional<TokenPlace> tokenOf(Config config, Path configured) {
    String store = textOf(config.key_store());
    return switch (store) {
      case "file" -> Optional.empty();
      case "pkcs11" ->
          Optional.of(
              new TokenPlace(
                  Path.of(textOf(config.pkcs11_library())),
                  textOf(config.pkcs11_slot()),
                  configured.resolve(textOf(config.pkcs11_pin_file()))));
      default ->
          throw new IllegalArgumentException(
              "key_store must be file or pkcs11, not \"" + store + "\"");
    };
  }

  private static Optional<WifiNetwork> wifiOf(Config config) {
    String ssid = textOf(config.wifi_ssid());
    return ssid.isEmpty()
        ? Optional.empty()
        : Optional.of(new WifiNetwork(ssid, textOf(config.wifi_server())));
  }

  /** A configuration may lack what the annotation has no default for. */
  private static String textOf(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static Path directory(BundleContext context, String property) {
    String path = context.getProperty(property);
    if (path == null) {
      throw new IllegalStateException("the framework property " + property + " is not set");
    }
    return Path.of(path);
  }

  @Deactivate
  void deactivate() {
    trust.close();
  }

  /** For the component that offers it; a component can offer each interface only once. */
  CommandHandler revocationLists() {
    return trust.revocationLists();
  }

  @Override
  public ClockReading read() {
    return trust.clock().read();
  }

  @Override
  public String gatewayId() {
    return trust.identity().gatewayId();
  }

  @Override
  public String hospital() {
    return trust.identity().hospital();
  }

  @Override
  public Optional<Instant> certificateEnds() {
    return trust.identity().certificateEnds();
  }

  @Override
  public Bytes seal(Bytes plain, Bytes sealContext) {
    return trust.sealer().seal(plain, sealContext);
  }

  @Override
  public Bytes open(Bytes sealed, Bytes sealContext) throws TrustException {
    return trust.sealer().open(sealed, sealContext);
  }

  @Override
  public SignedContent verify(Bytes signed, Set<SignerRole> required) throws TrustException {
    return trust.verifier().verify(signed, required);
  }

  @Override
  public SSLSocketFactory socketsTo(String host) throws TrustException {
    return trust.tls().socketsTo(host);
  }

  @Override
  public Optional<TrustException> explain(Throwable failure) {
    return trust.tls().explain(failure);
  }

  @Override
  public String request() throws TrustException {
    return trust.provisioning().request();
  }

  @Override
  public void install(String pem) throws TrustException {
    trust.provisioning().install(pem);
  }

  @Override
  public Map<String, Object> installSite(byte[] signed, String code) {
    return trust.site().installSite(signed, code);
  }

  @Override
  public Map<String, Object> showSite() {
    return trust.site().showSite();
  }

  @Override
  public Map<String, Object> enrol(Map<String, Object> order) throws TrustException {
    return trust.enrolment().enrol(order);
  }

  @Override
  public Map<String, Object> renew() throws TrustException {
    return trust.enrolment().renew();
  }

  @Override
  public Map<String, Object> show() {
    return trust.clockDesk().show();
  }

  @Override
  public Map<String, Object> reset(String to, String why) throws TrustException {
    return trust.clockDesk().reset(to, why);
  }

  @Override
  public void tellTo(AuditTrail trail) {
    audit.tellTo(trail);
  }

  @Override
  public void stopTelling(AuditTrail trail) {
    audit.stopTelling(trail);
  }

  @Override
  public Map<String, Object> who() throws TrustException {
    return trust.signature().who();
  }

  @Override
  public byte[] sign(byte[] content) throws TrustException {
    return trust.signature().sign(content);
  }

  @Override
  public Map<String, Object> verify(byte[] signed) throws TrustException {
    return trust.signature().verify(signed);
  }

  @Override
  public String part() {
    return trust.health().part();
  }

  @Override
  public Health check() {
    return trust.health().check();
  }
}
