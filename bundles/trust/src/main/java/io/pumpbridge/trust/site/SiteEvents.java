// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.site.SiteShelf.InForce;
import java.util.List;
import java.util.Locale;

/** What the audit lane hears of site packages. */
final class SiteEvents {
  /** How one came into force. */
  enum Cause {
    /** It was stored, and the gateway started. */
    LOADED,
    /** People signed it whom the gateway trusts. */
    SIGNED,
    /** Somebody typed its code. */
    CODE,
    /** The same bytes as before, put back. */
    MENDED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final AuditTrail trail;

  SiteEvents(AuditTrail trail) {
    this.trail = trail;
  }

  void inForce(InForce now, Cause cause) {
    trail.record(
        Event.of(
            EventName.SITE_PACKAGE_IN_FORCE,
            Fields.builder()
                .put("cause", cause.word())
                .put("number", now.site().number())
                .put("signed_sha256", now.entry().sha256())
                .put("stated_reason", now.site().reason())
                .put("signers", signers(now.accepted().signers()))
                .build()));
  }

  /** Anybody can bring this about, so equal ones are counted. */
  void refused(TrustException why, String sha256) {
    Fields.Builder details =
        Fields.builder().put("code", why.code()).put("reason", String.valueOf(why.getMessage()));
    if (!sha256.isEmpty()) {
      details.put("signed_sha256", sha256);
    }
    trail.refuse(Event.of(EventName.SITE_PACKAGE_REFUSED, details.build()));
  }

  static List<Fields> signers(List<Signer> signers) {
    return signers.stream()
        .map(
            signer ->
                Fields.builder()
                    .put("role", signer.role().wireName())
                    .put("subject", signer.subject())
                    .build())
        .toList();
  }
}
