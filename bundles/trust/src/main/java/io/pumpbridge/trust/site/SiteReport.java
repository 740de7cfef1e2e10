// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.site.SitePackage.Use;
import io.pumpbridge.trust.site.SiteShelf.Damaged;
import io.pumpbridge.trust.site.SiteShelf.InForce;
import io.pumpbridge.trust.site.SiteShelf.Standing;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people and programs are told; names of fields as the schemas have them. */
final class SiteReport {
  /** The code of what counted before it came. */
  static final String ALREADY = "site-package-already-in-force";

  private SiteReport() {}

  static Map<String, Object> installed(InForce now, boolean already) {
    long number = now.site().number();
    return Fields.builder()
        .put("accepted", true)
        .put("code", already ? ALREADY : "site-package-in-force")
        .put("reason", "Site package " + number + (already ? " was already" : " is") + " in force.")
        .put("number", number)
        .put("sha256", now.entry().sha256())
        .build()
        .toTree();
  }

  static Map<String, Object> refused(TrustException why) {
    return Fields.builder()
        .put("accepted", false)
        .put("code", why.code())
        .put("reason", String.valueOf(why.getMessage()))
        .put("subject", why.subject())
        .build()
        .toTree();
  }

  static Map<String, Object> show(Standing standing, Site.ByHand byHand, Instant now) {
    if (standing instanceof Damaged damaged) {
      return trouble("damaged", damaged.refusal()).build().toTree();
    }
    if (standing instanceof InForce inForce) {
      return described("site-package", inForce.site(), now)
          .put("sha256", inForce.entry().sha256())
          .put("accepted_at", inForce.entry().acceptedAt())
          .put("signers", SiteEvents.signers(inForce.accepted().signers()))
          .build()
          .toTree();
    }
    return byHand(byHand).build().toTree();
  }

  static SiteStanding standing(Standing standing, Site.ByHand byHand) {
    if (standing instanceof Damaged damaged) {
      return SiteStanding.unknown("damaged", damaged.refusal());
    }
    if (standing instanceof InForce inForce) {
      SitePackage site = inForce.site();
      return new SiteStanding(
          "site-package",
          Optional.of(inForce(inForce).build()),
          new SiteStanding.Side(site.server(), Optional.empty()),
          new SiteStanding.Side(site.signers(), Optional.empty()),
          site.withdrawn().stream()
              .map(Withdrawal::described)
              .sorted(Comparator.comparing(Fields::toString))
              .toList());
    }
    SiteStanding.Side server = SiteStanding.Side.of(byHand.server());
    SiteStanding.Side signers = SiteStanding.Side.of(byHand.signers());
    boolean nobody = server.isNobody() && signers.isNobody();
    return new SiteStanding(
        nobody ? "nobody" : "folder", Optional.empty(), server, signers, List.of());
  }

  private static Fields.Builder inForce(InForce inForce) {
    SitePackage site = inForce.site();
    return Fields.builder()
        .put("hospital", site.hospital())
        .put("number", site.number())
        .put("issued_at", site.issuedAt())
        .put("stated_reason", site.reason())
        .put("reissue", site.reissue())
        .put("sha256", inForce.entry().sha256())
        .put("accepted_at", inForce.entry().acceptedAt())
        .put("signers", SiteEvents.signers(inForce.accepted().signers()));
  }

  private static Fields.Builder byHand(Site.ByHand byHand) {
    try {
      List<X509Certificate> server = Site.findByHand(byHand.server());
      List<X509Certificate> signers = Site.findByHand(byHand.signers());
      boolean nobody = server.isEmpty() && signers.isEmpty();
      return Fields.builder()
          .put("source", nobody ? "nobody" : "folder")
          .put(
              "anchors",
              Fields.builder()
                  .put("server", server.stream().map(one -> anchor(one).build()).toList())
                  .put("signers", signers.stream().map(one -> anchor(one).build()).toList())
                  .build());
    } catch (TrustException e) {
      return trouble("folder", e);
    }
  }

  private static Fields.Builder trouble(String source, TrustException e) {
    return Fields.builder()
        .put("source", source)
        .put("code", e.code())
        .put("reason", String.valueOf(e.getMessage()));
  }

  /** A package as it stands, whether or not it is in force. */
  static Fields.Builder described(String source, SitePackage site, Instant now) {
    Fields.Builder anchors = Fields.builder();
    for (Use use : Use.values()) {
      anchors.put(
          use.name().toLowerCase(Locale.ROOT),
          site.listed(use).stream().map(anchor -> anchor(anchor, now)).toList());
    }
    return Fields.builder()
        .put("source", source)
        .put("hospital", site.hospital())
        .put("number", site.number())
        .put("issued_at", site.issuedAt())
        .put("stated_reason", site.reason())
        .put("anchors", anchors.build())
        .put("withdrawn", site.withdrawn().size())
        .put("reissue", site.reissue());
  }

  private static Fields anchor(SiteAnchor anchor, Instant now) {
    Fields.Builder fields = anchor(anchor.certificate());
    Optional<Instant> until = anchor.until();
    until.ifPresent(when -> fields.put("until", when).put("counts", anchor.countsAt(now)));
    return fields.build();
  }

  private static Fields.Builder anchor(X509Certificate certificate) {
    return Fields.builder()
        .put("subject", Certificates.subjectOf(certificate))
        .put("sha256", Withdrawal.fingerprint(certificate))
        .put("ends", certificate.getNotAfter().toInstant());
  }
}
