// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a server shows and with which key.
 *
 * @param chain certificates as bytes, since not all can be read
 * @param staple an OCSP response, DER
 */
public record Shown(PrivateKey key, List<byte[]> chain, Optional<byte[]> staple) {

  public Shown {
    chain = List.copyOf(chain);
  }

  public Shown(PrivateKey key, List<byte[]> chain) {
    this(key, chain, Optional.empty());
  }

  /** And this OCSP response with it, DER in base64. */
  public Shown stapling(String response) {
    return new Shown(key, chain, Optional.of(Base64.getDecoder().decode(response)));
  }

  public static Shown of(Identity identity) {
    return new Shown(identity.key(), identity.chain().stream().map(Shown::der).toList());
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** And these behind them. */
  public Shown and(X509Certificate... more) {
    List<byte[]> longer = new ArrayList<>(chain);
    for (X509Certificate one : more) {
      longer.add(der(one));
    }
    return new Shown(key, longer);
  }

  /** This one many times behind them. */
  public Shown and(int times, byte[] more) {
    List<byte[]> longer = new ArrayList<>(chain);
    longer.addAll(Collections.nCopies(times, more));
    return new Shown(key, longer);
  }

  public Shown only(int count) {
    return new Shown(key, chain.subList(0, count));
  }

  /** The leaf stays first, the others turn round. */
  public Shown withIssuersReversed() {
    List<byte[]> issuers = new ArrayList<>(chain.subList(1, chain.size()));
    Collections.reverse(issuers);
    issuers.add(0, chain.get(0));
    return new Shown(key, issuers);
  }

  public Shown reversed() {
    List<byte[]> all = new ArrayList<>(chain);
    Collections.reverse(all);
    return new Shown(key, all);
  }
}
