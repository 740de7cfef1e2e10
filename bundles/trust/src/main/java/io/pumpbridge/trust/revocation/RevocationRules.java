// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import java.time.Duration;
import java.util.Optional;

/**
 * What a hospital wants to know before it believes a certificate.
 *
 * @param required whether it must be known of every certificate of a path that it is not revoked
 * @param stale how long after its next update information still counts; empty without an end
 */
public record RevocationRules(boolean required, Optional<Duration> stale) {

  /** Nobody asks. A revoked certificate is believed until it ends. */
  public static final RevocationRules OFF = new RevocationRules(false, Optional.of(Duration.ZERO));

  /** It must be known, by information that has not gone stale. */
  public static final RevocationRules REQUIRED =
      new RevocationRules(true, Optional.of(Duration.ZERO));

  /**
   * It must be known, be it by old information: an authority that cannot be reached must not stop
   * care, one that has revoked must be heard.
   */
  public static RevocationRules staleOk(Optional<Duration> stale) {
    return new RevocationRules(true, stale);
  }
}
