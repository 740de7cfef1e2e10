// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.chain.Certificates;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody's key, ready to sign.
 *
 * @param token that holds it; empty if it came from a file
 * @param role that its certificate gives
 * @param chain its certificate, then who issued it, as far as known
 */
record PersonalKey(
    PrivateKey key, Optional<Provider> token, SignerRole role, List<X509Certificate> chain) {
  /** As many as a chain may have, many times over; issuers may name each other in a ring. */
  private static final int MAX_CHAIN = 16;

  PersonalKey {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a key without its certificate signs nothing");
    }
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  String subject() {
    return Certificates.subjectOf(certificate());
  }

  /** The last issuer that is known; empty if none is. */
  Optional<X509Certificate> authority() {
    return chain.size() == 1 ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
  }

  /** With issuers that its file or token does not hold. */
  PersonalKey issuedBy(List<X509Certificate> issuers) {
    List<X509Certificate> longer = new ArrayList<>(chain);
    boolean grows = true;
    while (grows && longer.size() < MAX_CHAIN) {
      X509Certificate last = longer.get(longer.size() - 1);
      Optional<X509Certificate> next =
          issuers.stream()
              .filter(issuer -> !longer.contains(issuer))
              .filter(
                  issuer -> issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .findFirst();
      next.ifPresent(longer::add);
      grows = next.isPresent();
    }
    return new PersonalKey(key, token, role, longer);
  }

  /** What a gateway needs beside its anchors: a root proves nothing by travelling along. */
  List<X509Certificate> carried(List<X509Certificate> anchors) {
    List<X509Certificate> carried = new ArrayList<>(List.of(certificate()));
    for (X509Certificate issuer : chain.subList(1, chain.size())) {
      boolean root = issuer.getSubjectX500Principal().equals(issuer.getIssuerX500Principal());
      if (root) {
        break;
      }
      carried.add(issuer);
      if (anchors.contains(issuer)) {
        break;
      }
    }
    return carried;
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "key of " + subject() + " as " + role.wireName();
  }
}
