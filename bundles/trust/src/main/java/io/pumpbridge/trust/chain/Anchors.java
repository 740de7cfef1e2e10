// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whom the hospital trusts for one thing, asked anew at each use: it may change at any time. */
public interface Anchors {

  /**
   * Those that count now.
   *
   * @return at least one
   * @throws TrustException if there is none, or nobody can tell
   */
  List<X509Certificate> load() throws TrustException;

  /**
   * Whom the hospital has withdrawn although they lead to an anchor. To be asked after {@link
   * #load()}: then new anchors never meet old withdrawals.
   */
  default Withdrawals withdrawals() throws TrustException {
    return Withdrawals.NONE;
  }
}
