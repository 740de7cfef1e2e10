// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import java.security.cert.X509Certificate;

/** Certificates that the hospital itself has taken back, whatever their issuer says of them. */
public interface Withdrawals {
  Withdrawals NONE = certificate -> false;

  boolean cover(X509Certificate certificate);
}
