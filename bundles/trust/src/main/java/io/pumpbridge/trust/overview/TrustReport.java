// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.health.HealthCheck.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that is told, put together; pure. Names of fields as the schemas have them. */
record TrustReport(
    String gatewayId,
    String hospital,
    IdentitySection identity,
    RenewalSection renewal,
    TrustedSection trusted,
    RevocationSection revocation,
    ClockSection clock,
    Health health) {

  /** More than a person reads at once; the worst come first. */
  private static final int MAX_ATTENTION = 24;

  /** For a technician. */
  Fields told() {
    Instant now = clock.now();
    List<Attention> attention = attention();
    return Fields.builder()
        .put("gateway_id", gatewayId)
        .put("hospital", hospital)
        .put("identity", identity.told(now))
        .put("renewal", renewal.told())
        .put("trusted", trusted.told(now))
        .put("revocation", revocation.told(now))
        .put("clock", clock.told())
        .put("health", told(health))
        .put("stopped", attention.stream().anyMatch(Attention::stopsAnything))
        .put("attention_count", attention.size())
        .put("attention", attention.stream().limit(MAX_ATTENTION).map(Attention::told).toList())
        .build();
  }

  /** For a pump server that asks for the status. */
  Fields inBrief() {
    Instant now = clock.now();
    List<Attention> attention = attention();
    return Fields.builder()
        .put("certificates", identity.inBrief())
        .put("trusted", trusted.inBrief(now))
        .put("revocation", revocation.inBrief(now))
        .put("clock", clock.inBrief())
        .put("stopped", attention.stream().anyMatch(Attention::stopsAnything))
        .putTexts(
            "attention",
            attention.stream().map(Attention::code).distinct().limit(MAX_ATTENTION).toList())
        .build();
  }

  private static Fields told(Health health) {
    return Fields.builder()
        .put("level", health.level().name().toLowerCase(Locale.ROOT))
        .put("code", health.code())
        .put("sentence", health.sentence())
        .build();
  }

  /** The worst first. */
  private List<Attention> attention() {
    Instant now = clock.now();
    List<Attention> all = new ArrayList<>(identity.attention(now));
    all.addAll(trusted.attention(now));
    all.addAll(revocation.attention(now));
    all.addAll(clock.attention());
    all.addAll(renewal.attention());
    return all.stream().sorted().toList();
  }
}
