// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static io.pumpbridge.trust.chain.ChainRefusals.because;

import io.pumpbridge.model.trust.TrustException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What is asked of one certificate by itself, whoever issued it: bounds, the basic fields of RFC
 * 5280, 4.1, and the floor for keys and signatures.
 */
record CertificateCheck(ChainRefusals refusals) {
  /** RFC 5280, 4.1.2.2: twenty octets, of which the sign takes a bit. */
  private static final int MAX_SERIAL_BITS = 20 * 8 - 1;

  /** So that everything after costs little. */
  void requireWithinLimits(X509Certificate certificate) throws TrustException {
    Optional<String> excess = CertificateLimits.excess(certificate);
    if (excess.isPresent()) {
      throw refusals.untrusted(certificate, excess.get());
    }
  }

  /** Version and serial number (4.1.2.1, 4.1.2.2), which the JDK lets pass. */
  void requireSane(X509Certificate certificate) throws TrustException {
    BigInteger serial = certificate.getSerialNumber();
    if (serial.signum() <= 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      throw refusals.untrusted(
          certificate, "Its serial number is not positive or has over 20 bytes");
    }
    if (certificate.getVersion() != 3) {
      throw refusals.untrusted(certificate, "It is no certificate of version 3");
    }
  }

  /** Its signature (4.1.1.2) and its key (4.1.2.7). */
  void requireStrong(X509Certificate certificate) throws TrustException {
    refuseIfWeak(certificate, AlgorithmFloor.weakness(certificate));
  }

  /** An anchor's signature proves nothing, so only its key counts. */
  void requireStrongKey(X509Certificate anchor) throws TrustException {
    refuseIfWeak(anchor, AlgorithmFloor.keyWeakness(anchor));
  }

  private void refuseIfWeak(X509Certificate certificate, Optional<String> weakness)
      throws TrustException {
    if (weakness.isPresent()) {
      throw because(refusals.purpose().weak, certificate, "is too weak: " + weakness.get());
    }
  }

  /** Its validity (4.1.2.5). */
  void requireInForce(X509Certificate certificate, JudgedAt at) throws TrustException {
    Optional<String> ended = at.endOf(certificate);
    if (ended.isPresent()) {
      throw because(refusals.purpose().expired, certificate, ended.get());
    }
    Optional<String> notBegun = at.beginOf(certificate);
    if (notBegun.isPresent()) {
      throw because(refusals.purpose().notYetValid, certificate, notBegun.get());
    }
  }
}
