// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.chain.GatewayName;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/** What a certificate shall be; good in all respects until something is asked otherwise. */
public record Wish(
    String subject,
    KeyPair keys,
    List<GeneralName> names,
    List<String> uses,
    Optional<Integer> keyUsage,
    Instant notBefore,
    Instant notAfter,
    String algorithm,
    Optional<NameConstraints> constraints,
    boolean unchecked) {

  public static Wish named(String subject) {
    return new Wish(
        subject,
        Keys.ec("secp256r1"),
        List.of(),
        List.of(),
        Optional.of(KeyUsage.digitalSignature),
        FixedClock.NOW.minus(Duration.ofDays(30)),
        FixedClock.NOW.plus(Duration.ofDays(335)),
        "SHA256withECDSA",
        Optional.empty(),
        false);
  }

  public static Wish server(String... dnsNames) {
    return named("CN=pump server")
        .withNames(
            List.of(dnsNames).stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new))
        .withUses("1.3.6.1.5.5.7.3.1");
  }

  public static Wish gateway(String id) {
    return named("CN=" + id)
        .withNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, GatewayName.URI_PREFIX + id))
        .withUses("1.3.6.1.5.5.7.3.2");
  }

  public Wish about(String other) {
    return new Wish(
        other, keys, names, uses, keyUsage, notBefore, notAfter, algorithm, constraints, unchecked);
  }

  public Wish withKeys(KeyPair other) {
    return new Wish(
        subject,
        other,
        names,
        uses,
        keyUsage,
        notBefore,
        notAfter,
        algorithm,
        constraints,
        unchecked);
  }

  public Wish withNames(GeneralName... others) {
    return new Wish(
        subject,
        keys,
        List.of(others),
        uses,
        keyUsage,
        notBefore,
        notAfter,
        algorithm,
        constraints,
        unchecked);
  }

  public Wish withUses(String... others) {
    return new Wish(
        subject,
        keys,
        names,
        List.of(others),
        keyUsage,
        notBefore,
        notAfter,
        algorithm,
        constraints,
        unchecked);
  }

  public Wish withKeyUsage(int bits) {
    return new Wish(
        subject,
        keys,
        names,
        uses,
        Optional.of(bits),
        notBefore,
        notAfter,
        algorithm,
        constraints,
        unchecked);
  }

  public Wish withoutKeyUsage() {
    return new Wish(
        subject,
        keys,
        names,
        uses,
        Optional.empty(),
        notBefore,
        notAfter,
        algorithm,
        constraints,
        unchecked);
  }

  public Wish valid(Instant from, Instant to) {
    return new Wish(
        subject, keys, names, uses, keyUsage, from, to, algorithm, constraints, unchecked);
  }

  public Wish signedWith(String other) {
    return new Wish(
        subject, keys, names, uses, keyUsage, notBefore, notAfter, other, constraints, unchecked);
  }

  public Wish constrained(NameConstraints some) {
    return new Wish(
        subject,
        keys,
        names,
        uses,
        keyUsage,
        notBefore,
        notAfter,
        algorithm,
        Optional.of(some),
        unchecked);
  }

  /** A responder's, with the extension id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1). */
  public Wish whoseRevocationNobodyChecks() {
    return new Wish(
        subject, keys, names, uses, keyUsage, notBefore, notAfter, algorithm, constraints, true);
  }
}
