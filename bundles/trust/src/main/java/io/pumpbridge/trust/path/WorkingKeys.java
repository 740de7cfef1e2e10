// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.util.List;

/**
 * The keys of a path as they are to be used: a DSA key may leave its parameters to those of its
 * issuer (RFC 3279, 2.3.2). No hospital's profile believes DSA; whoever compares does.
 */
public final class WorkingKeys {

  private WorkingKeys() {}

  /**
   * @param path leaf first, anchor last
   */
  public static PublicKey of(List<X509Certificate> path, int index) {
    PublicKey own = path.get(index).getPublicKey();
    if (!(own instanceof DSAPublicKey dsa) || dsa.getParams() != null || index + 1 >= path.size()) {
      return own;
    }
    return of(path, index + 1) instanceof DSAPublicKey issuer && issuer.getParams() != null
        ? with(dsa, issuer.getParams())
        : own;
  }

  private static PublicKey with(DSAPublicKey key, DSAParams parameters) {
    try {
      return KeyFactory.getInstance("DSA", "SUN")
          .generatePublic(
              new DSAPublicKeySpec(
                  key.getY(), parameters.getP(), parameters.getQ(), parameters.getG()));
    } catch (GeneralSecurityException e) {
      return key;
    }
  }
}
