// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import io.pumpbridge.model.measure.Bytes;
import java.util.Optional;

/** Authenticated encryption with a key that never leaves this gateway (AES-256-GCM). */
public interface Sealer {
  /** Code of the refusal of what is not, or not here, what was sealed. */
  String SEAL_BROKEN = "seal-broken";

  /**
   * @param context bound to the result but not contained in it; opening needs the same
   */
  Bytes seal(Bytes plain, Bytes context);

  /**
   * @throws TrustException with code {@code seal-broken} if content, context or key do not fit
   */
  Bytes open(Bytes sealed, Bytes context) throws TrustException;

  /**
   * Opens what may well be something else, as whoever looks for what it is must. That it does not
   * open is no damage, so nobody is told.
   *
   * @return empty if content, context or key do not fit
   * @throws TrustException if it cannot be told, as while the key is out of reach
   */
  default Optional<Bytes> tryOpen(Bytes sealed, Bytes context) throws TrustException {
    try {
      return Optional.of(open(sealed, context));
    } catch (TrustException e) {
      if (e.code().equals(SEAL_BROKEN)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
