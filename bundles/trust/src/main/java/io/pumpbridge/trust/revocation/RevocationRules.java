// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import java.time.Duration;
import java.util.Optional;

/**
 * What a hospital wants to know before it believes a certificate.
 *
 * @param stale how long after its next update information that says "good" still counts; empty
 *     without an end
 */
public record RevocationRules(Demand demand, Optional<Duration> stale) {

  /** How much must be known of each certificate of a path. */
  public enum Demand {
    /** Nothing; who has been revoked is believed until his certificate ends. For comparing only. */
    NOTHING,
    /** Whoever is known to be revoked is refused. What nobody says counts for nothing. */
    NOT_REVOKED,
    /** It must be known that it is not revoked. */
    KNOWN_GOOD
  }

  /** Nobody asks. */
  public static final RevocationRules OFF =
      new RevocationRules(Demand.NOTHING, Optional.of(Duration.ZERO));

  /** Who is known to be revoked is refused, and no more is asked. */
  public static final RevocationRules IF_KNOWN =
      new RevocationRules(Demand.NOT_REVOKED, Optional.of(Duration.ZERO));

  /** It must be known, by information that has not gone stale. */
  public static final RevocationRules REQUIRED =
      new RevocationRules(Demand.KNOWN_GOOD, Optional.of(Duration.ZERO));

  /**
   * It must be known, be it by old information: an authority that cannot be reached must not stop
   * care, one that has revoked must be heard.
   */
  public static RevocationRules staleOk(Optional<Duration> stale) {
    return new RevocationRules(Demand.KNOWN_GOOD, stale);
  }
}
