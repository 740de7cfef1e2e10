// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.overview.Attention.Stops;
import io.pumpbridge.trust.site.SiteAnchor;
import io.pumpbridge.trust.site.SiteStanding;
import io.pumpbridge.trust.site.SiteStanding.Side;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom this gateway trusts.
 *
 * @param wifi authorities of the network, always by hand; empty if no profile is kept
 * @param wifiTrouble why the Wi-Fi profile is not what it should be
 */
record TrustedSection(
    SiteStanding site, Optional<Side> wifi, Optional<TrustException> wifiTrouble) {

  /** A site package lists far fewer; a folder holds files without end. */
  static final int MAX_LISTED = 32;

  /** Time for a site package with the next root, and for whoever has to sign it. */
  private static final Duration SOON = Duration.ofDays(90);

  Fields told(Instant now) {
    Fields.Builder told =
        Fields.builder()
            .put("source", site.source())
            .put("servers_count", site.server().anchors().size())
            .put("servers", side(site.server(), now))
            .put("signers_count", site.signers().anchors().size())
            .put("signers", side(site.signers(), now))
            .put("withdrawn_count", site.withdrawn().size())
            .put("withdrawn", firstOf(site.withdrawn()));
    wifi.ifPresent(side -> told.put("wifi", side(side, now)));
    site.inForce().ifPresent(inForce -> told.put("site_package", inForce));
    return told.build();
  }

  private static List<Fields> side(Side side, Instant now) {
    return firstOf(side.anchors()).stream().map(anchor -> anchor(anchor, now)).toList();
  }

  private static Fields anchor(SiteAnchor anchor, Instant now) {
    Fields.Builder told = Certificate.dated(anchor.certificate(), now);
    anchor.until().ifPresent(until -> told.put("leaves", until));
    return told.put("counts", anchor.countsAt(now)).build();
  }

  static <T> List<T> firstOf(List<T> all) {
    return all.subList(0, Math.min(all.size(), MAX_LISTED));
  }

  Fields inBrief(Instant now) {
    return Fields.builder()
        .put("source", site.source())
        .put("servers", brief(site.server(), now))
        .put("signers", brief(site.signers(), now))
        .build();
  }

  private static List<Fields> brief(Side side, Instant now) {
    return firstOf(side.anchors()).stream()
        .filter(anchor -> anchor.countsAt(now))
        .map(TrustedSection::brief)
        .toList();
  }

  private static Fields brief(SiteAnchor anchor) {
    Fields.Builder told =
        Fields.builder()
            .put("subject", Certificates.subjectOf(anchor.certificate()))
            .put("ends", Certificate.endOf(anchor.certificate()));
    anchor.until().ifPresent(until -> told.put("leaves", until));
    return told.build();
  }

  List<Attention> attention(Instant now) {
    List<Attention> all = new ArrayList<>();
    if (site.source().equals("damaged")) {
      // Said once: it is the same file for both.
      site.server().trouble().ifPresent(why -> all.add(Attention.of(why, Stops.CONNECTIONS)));
    } else {
      all.addAll(attention(site.server(), Stops.CONNECTIONS, now));
      all.addAll(attention(site.signers(), Stops.SIGNATURES, now));
    }
    wifiTrouble.ifPresent(why -> all.add(Attention.of(why, Stops.NOTHING)));
    return all;
  }

  private static List<Attention> attention(Side side, Stops stops, Instant now) {
    List<Attention> all = new ArrayList<>();
    side.trouble().ifPresent(why -> all.add(Attention.of(why, stops)));
    for (X509Certificate anchor : firstOf(side.countingAt(now))) {
      Instant ends = Certificate.endOf(anchor);
      if (now.isAfter(ends)) {
        all.add(ending("anchor-ended", stops, anchor, " ended on " + ends));
      } else if (now.isAfter(ends.minus(SOON))) {
        all.add(ending("anchor-ends-soon", Stops.NOTHING, anchor, " ends on " + ends));
      }
    }
    return all;
  }

  private static Attention ending(
      String code, Stops stops, X509Certificate anchor, String howItEnds) {
    return new Attention(
        code,
        stops,
        "The trusted authority "
            + Certificates.subjectOf(anchor)
            + howItEnds
            + ", and with it all that stands below it: bring the hospital's next one, with a site"
            + " package or as a file among the anchors.");
  }
}
