// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the hospital wants of renewal.
 *
 * @param server empty: certificates come by file only
 * @param grace for how long after its end a certificate may still ask for the next one
 * @param keepKey whether the next certificate is for the same key
 */
public record RenewalSettings(Optional<EstServer> server, Duration grace, boolean keepKey) {
  public static final RenewalSettings OFF =
      new RenewalSettings(Optional.empty(), Duration.ZERO, false);

  /** A gateway that lay on a shelf for longer should be seen by a technician. */
  private static final int MAX_GRACE_DAYS = 365;

  /**
   * From the configuration.
   *
   * @param url empty for none
   * @throws IllegalArgumentException names the setting that is wrong
   */
  public static RenewalSettings from(String url, int graceDays, boolean keepKey) {
    if (graceDays < 0 || graceDays > MAX_GRACE_DAYS) {
      throw new IllegalArgumentException(
          "renewal.grace.days must be 0 to " + MAX_GRACE_DAYS + ", is " + graceDays);
    }
    try {
      Optional<EstServer> server =
          url.isBlank() ? Optional.empty() : Optional.of(EstServer.from(url.strip()));
      return new RenewalSettings(server, Duration.ofDays(graceDays), keepKey);
    } catch (TrustException e) {
      throw new IllegalArgumentException("est.server: " + e.getMessage(), e);
    }
  }
}
