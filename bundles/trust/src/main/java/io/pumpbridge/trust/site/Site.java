// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SitePackages;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.SignerTrust;
import io.pumpbridge.trust.site.SiteEvents.Cause;
import io.pumpbridge.trust.site.SitePackage.Use;
import io.pumpbridge.trust.site.SiteRules.Accepted;
import io.pumpbridge.trust.site.SiteRules.Gateway;
import io.pumpbridge.trust.site.SiteShelf.InForce;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom this gateway trusts, and how that changes. */
public final class Site implements SitePackages {
  private static final Logger log = LoggerFactory.getLogger(Site.class);

  /** The chain of this gateway's own certificate. */
  @FunctionalInterface
  public interface OwnChain {

    /** Leaf first; empty if there is none yet. */
    List<X509Certificate> find() throws TrustException;
  }

  /**
   * What somebody has put into the anchors' folder; counts only until the first package is in
   * force.
   */
  public record ByHand(Anchors server, Anchors signers) {}

  private final String hospital;
  private final ByHand byHand;
  private final OwnChain own;
  private final TrustedClock clock;
  private final StatusKnowledge status;
  private final SiteShelf shelf;
  private final SiteEvents events;

  private Site(
      String hospital,
      ByHand byHand,
      OwnChain own,
      Surroundings surroundings,
      SiteShelf shelf,
      SiteEvents events) {
    this.hospital = hospital;
    this.byHand = byHand;
    this.own = own;
    this.clock = surroundings.clock();
    this.status = surroundings.status();
    this.shelf = shelf;
    this.events = events;
  }

  /** How this gateway keeps things, tells the time and tells of itself. */
  public record Surroundings(
      StateFolder folder,
      Sealer sealer,
      TrustedClock clock,
      StatusKnowledge status,
      AuditTrail trail) {}

  /** Takes up what is stored. */
  public static Site open(String hospital, ByHand byHand, OwnChain own, Surroundings surroundings) {
    SiteShelf shelf = new SiteShelf(surroundings.folder(), surroundings.sealer());
    SiteEvents events = new SiteEvents(surroundings.trail());
    shelf.load();
    Site site = new Site(hospital, byHand, own, surroundings, shelf, events);
    try {
      shelf.inForce().ifPresent(now -> events.inForce(now, Cause.LOADED));
    } catch (TrustException damaged) {
      events.refused(damaged, "");
    }
    return site;
  }

  /** For TLS servers and this gateway's own certificate. */
  public Anchors serverAnchors() {
    return new SiteAnchors(shelf, Use.SERVER, byHand.server(), clock);
  }

  /** For signatures. */
  public Anchors signerAnchors() {
    return new SiteAnchors(shelf, Use.SIGNERS, byHand.signers(), clock);
  }

  /** The same by the pump server. */
  public CommandHandler command() {
    return new SiteHandler(this);
  }

  @Override
  public Map<String, Object> showSite() {
    return SiteReport.show(shelf.standing(), byHand, clock.read().wall());
  }

  /** Whom this gateway trusts and who said so, whatever state that is in. */
  public SiteStanding standing() {
    return SiteReport.standing(shelf.standing(), byHand);
  }

  @Override
  public synchronized Map<String, Object> installSite(byte[] file, String code) {
    Bytes signed = Bytes.of(file);
    String sha256 = EventRecord.hashOf(signed);
    try {
      Optional<Cause> cause = take(signed, sha256, code);
      InForce now = shelf.inForce().orElseThrow();
      cause.ifPresent(how -> events.inForce(now, how));
      log.info(
          "site package in force number={} cause={}",
          now.site().number(),
          cause.map(Cause::word).orElse("already"));
      return SiteReport.installed(now, cause.isEmpty());
    } catch (TrustException refused) {
      events.refused(refused, sha256);
      log.warn("site package refused code={}", refused.code());
      return SiteReport.refused(refused);
    }
  }

  /**
   * @return how it came into force; empty if it was already
   */
  private Optional<Cause> take(Bytes signed, String sha256, String code) throws TrustException {
    if (shelf.standing() instanceof SiteShelf.Damaged && shelf.knows(signed)) {
      shelf.mend(signed);
      return Optional.of(Cause.MENDED);
    }
    Optional<InForce> before = shelf.inForce();
    if (before.isPresent() && before.get().entry().sha256().equals(sha256)) {
      return Optional.empty();
    }
    Instant now = clock.read().wall();
    boolean first = before.isEmpty() && knowsNoSigner();
    Accepted accepted = first ? first(signed, code, now) : following(signed, code, before, now);
    shelf.replace(signed, accepted, now);
    return Optional.of(first ? Cause.CODE : Cause.SIGNED);
  }

  private Accepted first(Bytes signed, String code, Instant now) throws TrustException {
    if (code.isBlank()) {
      throw Refusal.SITE_CODE_NEEDED.because(
          "This gateway knows nobody yet whose signature would count: install the package with the"
              + " code that 'pump-bridge site code' prints at the hospital's desk.");
    }
    return SiteRules.first(signed, SiteCode.typed(code), gateway(), now);
  }

  private Accepted following(Bytes signed, String code, Optional<InForce> before, Instant now)
      throws TrustException {
    if (!code.isBlank()) {
      throw Refusal.SITE_CODE_TOO_LATE.because(
          "A code counts only at a gateway that knows nobody; this one knows whose signatures"
              + " count: install the package without a code.");
    }
    Anchors signers = signerAnchors();
    SignerTrust trust =
        new SignerTrust(signers.load(), signers.withdrawals(), status.rules(), status.ofSigners());
    return SiteRules.following(signed, trust, before.map(InForce::site), gateway(), now);
  }

  private boolean knowsNoSigner() throws TrustException {
    return findByHand(byHand.signers()).isEmpty();
  }

  private Gateway gateway() throws TrustException {
    return new Gateway(
        hospital,
        own.find(),
        shelf.inForce().isPresent() ? serverAnchors().load() : findByHand(byHand.server()));
  }

  /**
   * An empty folder is nobody; one that cannot be read is a riddle, and nothing is decided on it.
   */
  static List<X509Certificate> findByHand(Anchors folder) throws TrustException {
    try {
      return folder.load();
    } catch (TrustException e) {
      if (e.code().equals(Refusal.NO_ANCHORS.code())) {
        return List.of();
      }
      throw e;
    }
  }
}
