// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import io.pumpbridge.model.measure.Bytes;

/** Authenticated encryption with a key that never leaves this gateway (AES-256-GCM). */
public interface Sealer {

  /**
   * @param context bound to the result but not contained in it; opening needs the same
   */
  Bytes seal(Bytes plain, Bytes context);

  /**
   * @throws TrustException with code {@code seal-broken} if content, context or key do not fit
   */
  Bytes open(Bytes sealed, Bytes context) throws TrustException;
}
