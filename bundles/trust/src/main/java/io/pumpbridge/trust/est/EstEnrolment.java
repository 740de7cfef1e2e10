// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.Enrolment;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.keys.CertificateIntake;
import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.DeviceKeys;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.KeyVault.WaitingKey;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.status.ListShelf;
import io.pumpbridge.trust.tls.MutualTls;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;

/**
 * Enrols and renews with an EST server: its authorities, its wishes, the request, the judgement of
 * what comes back, each a connection of its own and each before the next. Nothing of the present
 * identity changes before a judged certificate takes its place.
 */
public final class EstEnrolment implements Enrolment {
  private final GatewayName gateway;
  private final RenewalSettings settings;
  private final OwnIdentity identity;
  private final KeyVault vault;
  private final Anchors anchors;
  private final AnchorFolder byHand;
  private final MutualTls tls;
  private final TrustedClock clock;
  private final ScheduledExecutorService watchdog;
  private final CertificateIntake intake;
  private final RenewalNotes notes;
  private final BroughtLists lists;

  /**
   * What enrolment builds on.
   *
   * @param anchors the servers' authorities that count
   * @param byHand where a root goes for which a person has vouched
   * @param shelf where revocation lists go that a person brings along
   * @param times hears when a certificate that is installed was signed
   * @param notes of how it went
   */
  public record Ground(
      GatewayName gateway,
      OwnIdentity identity,
      KeyVault vault,
      Anchors anchors,
      AnchorFolder byHand,
      ListShelf shelf,
      MutualTls tls,
      TrustedClock clock,
      SignedTimes times,
      RenewalNotes notes) {}

  /**
   * @param watchdog closes connections that take too long; its owner ends it
   */
  public EstEnrolment(Ground ground, RenewalSettings settings, ScheduledExecutorService watchdog) {
    this.gateway = ground.gateway();
    this.settings = settings;
    this.identity = ground.identity();
    this.vault = ground.vault();
    this.anchors = ground.anchors();
    this.byHand = ground.byHand();
    this.tls = ground.tls();
    this.clock = ground.clock();
    this.watchdog = watchdog;
    this.notes = ground.notes();
    this.intake = new CertificateIntake(gateway, vault, clock, ground.times());
    this.lists = new BroughtLists(ground.shelf(), clock, ground.times());
  }

  @Override
  public Map<String, Object> enrol(Map<String, Object> order) throws TrustException {
    EstServer server =
        order.get("server") instanceof String url ? EstServer.from(url) : configured();
    Optional<Fingerprint> fingerprint =
        order.get("fingerprint") instanceof String typed
            ? Optional.of(Fingerprint.from(typed))
            : Optional.empty();
    Optional<OneTimeCode> code =
        order.get("code") instanceof char[] typed
            ? Optional.of(OneTimeCode.from(typed))
            : Optional.empty();
    Optional<Identity> bootstrap = Bootstrap.of(order);
    if (code.isPresent() == bootstrap.isPresent()) {
      throw Refusal.CODE_INVALID.because(
          "Enrolling takes either a one-time code or a bootstrap certificate.");
    }
    List<byte[]> brought = BroughtLists.of(order);
    try {
      return told(
          server, notes.of(() -> enrol(server, fingerprint, brought, code, bootstrap), clock));
    } catch (TrustException refused) {
      throw BroughtLists.hinted(refused);
    }
  }

  private synchronized Outcome enrol(
      EstServer server,
      Optional<Fingerprint> fingerprint,
      List<byte[]> brought,
      Optional<OneTimeCode> code,
      Optional<Identity> bootstrap)
      throws TrustException {
    EstClient client = client(server);
    // Only /cacerts is ever asked of a server that nobody has judged yet; it is believed in
    // nothing.
    List<X509Certificate> offered =
        fingerprint.isPresent() || !brought.isEmpty()
            ? client.authorities(tls.socketsToAnybody(server.host()))
            : List.of();
    List<X509Certificate> trusted =
        fingerprint.isPresent() ? List.of(fingerprint.get().of(offered)) : anchors.load();
    lists.take(brought, trusted, offered);
    SSLSocketFactory sockets =
        bootstrap.isPresent()
            ? tls.socketsTo(server.host(), bootstrap.get(), trusted)
            : tls.serverOnlySocketsTo(server.host(), trusted);
    // What the server that is now proven says; and before the request, for a code works once.
    List<X509Certificate> authorities = client.authorities(sockets);
    CsrAttributes wishes = client.attributes(sockets);
    Optional<Identity> before = vault.find();
    WaitingKey key = vault.waiting();
    wishes.requireMetBy(Curve.of(key.publicKey()));
    if (fingerprint.isPresent()) {
      trust(trusted.get(0), fingerprint.get());
    }
    String request = DeviceKeys.request(gateway, key.key(), key.publicKey());
    EstReply reply = client.enrol(sockets, request, code);
    return new Asked(key, before, trusted, authorities).outcome(reply, intake);
  }

  /** Where a site package is in force, no fingerprint changes whom this gateway trusts. */
  private void trust(X509Certificate root, Fingerprint vouched) throws TrustException {
    if (isAnchor(root)) {
      return;
    }
    byHand.add(root, vouched.hex());
    if (!isAnchor(root)) {
      throw Refusal.ANCHOR_UNWRITABLE.because(
          "A site package says whom this gateway trusts, and the root with this fingerprint is not"
              + " among them: install a package that has it, then enrol without a fingerprint.");
    }
  }

  private boolean isAnchor(X509Certificate root) {
    try {
      return anchors.load().contains(root);
    } catch (TrustException none) {
      return false;
    }
  }

  @Override
  public Map<String, Object> renew() throws TrustException {
    return told(configured(), renewNow());
  }

  /** Renews, whether it is due or not. */
  synchronized Outcome renewNow() throws TrustException {
    EstServer server = configured();
    return notes.of(() -> renewAt(server), clock);
  }

  private Outcome renewAt(EstServer server) throws TrustException {
    EstClient client = client(server);
    Identity present = identity.get();
    requireNotTooLate(present.leaf(), server);
    List<X509Certificate> trusted = anchors.load();
    SSLSocketFactory sockets = tls.socketsTo(server.host(), present, trusted);
    List<X509Certificate> authorities = client.authorities(sockets);
    CsrAttributes wishes = client.attributes(sockets);
    WaitingKey key =
        settings.keepKey()
            ? new WaitingKey(present.key(), present.leaf().getPublicKey())
            : vault.waiting();
    wishes.requireMetBy(Curve.of(key.publicKey()));
    String request = DeviceKeys.renewal(present.leaf(), key.key(), key.publicKey());
    EstReply reply = client.reenrol(sockets, request);
    return new Asked(key, Optional.of(present), trusted, authorities).outcome(reply, intake);
  }

  private void requireNotTooLate(X509Certificate present, EstServer server) throws TrustException {
    Instant ended = present.getNotAfter().toInstant();
    Instant last = ended.plus(settings.grace());
    if (clock.read().wall().isAfter(last)) {
      String allowed =
          settings.grace().isZero()
              ? "renewal.grace.days allows no renewal after that"
              : "renewal.grace.days allowed renewal until " + last;
      throw Refusal.RENEWAL_TOO_LATE.because(
          "This gateway's certificate ended on "
              + ended
              + " and "
              + allowed
              + ": get a one-time code from the hospital's authority and run \"pump-bridge"
              + " provision --est "
              + server
              + " --anchors present --code-file -\".");
    }
  }

  private EstServer configured() throws TrustException {
    return settings
        .server()
        .orElseThrow(
            () ->
                Refusal.EST_NOT_CONFIGURED.because(
                    "No EST server is configured: set est.server, or bring a certificate by file"
                        + " with \"pump-bridge provision\"."));
  }

  private EstClient client(EstServer server) {
    return new EstClient(server, gateway.id(), clock, watchdog, EstClient.EXCHANGE_LIMIT);
  }

  private static Map<String, Object> told(EstServer server, Outcome outcome) throws TrustException {
    Map<String, Object> told = outcome.told();
    told.put("server", server.toString());
    return told;
  }
}
