// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What a server wants to find in a request (RFC 7030, 4.5.2). A gateway's request is always the
 * same: its name, its use, an EC key. So a wish is met by it or refused in words; none is passed
 * over, because a request that lacks what the authority needs ends as a certificate nobody accepts.
 *
 * @param wishes every object identifier of the list, and those that are values of an attribute
 */
record CsrAttributes(List<Wish> wishes) {
  static final CsrAttributes NONE = new CsrAttributes(List.of());

  private static final int MAX_WISHES = 64;

  /** Both are in every request: the name and the three extensions. */
  private static final Set<ASN1ObjectIdentifier> ALWAYS =
      Set.of(
          BCStyle.CN,
          PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
          X9ObjectIdentifiers.id_ecPublicKey,
          Extension.subjectAlternativeName,
          Extension.keyUsage,
          Extension.extendedKeyUsage);

  private static final Set<ASN1ObjectIdentifier> P256 =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          NISTObjectIdentifiers.id_sha256);

  private static final Set<ASN1ObjectIdentifier> P384 =
      Set.of(
          SECObjectIdentifiers.secp384r1,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          NISTObjectIdentifiers.id_sha384);

  CsrAttributes {
    wishes = List.copyOf(wishes);
  }

  /**
   * One of them.
   *
   * @param among the attribute of which it is a value, if it is one
   * @param plain false for a value that is no identifier: a template (RFC 9908) or a key's size,
   *     neither of which a gateway's request follows
   */
  record Wish(ASN1ObjectIdentifier what, Optional<ASN1ObjectIdentifier> among, boolean plain) {}

  static CsrAttributes read(Bytes base64) throws TrustException {
    try {
      byte[] der = CertsOnly.decode(base64);
      List<Wish> wishes = new ArrayList<>();
      for (ASN1Encodable element : ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der))) {
        add(element, wishes);
      }
      if (wishes.size() > MAX_WISHES) {
        throw new IOException("more than " + MAX_WISHES);
      }
      return new CsrAttributes(wishes);
    } catch (IOException | RuntimeException e) {
      // The parser throws many kinds of unchecked exceptions on hostile input; all mean one thing.
      throw Refusal.EST_ANSWER_MALFORMED.because(
          "The EST server's list of attributes cannot be read.", "", e);
    }
  }

  private static void add(ASN1Encodable element, List<Wish> wishes) {
    if (element instanceof ASN1ObjectIdentifier oid) {
      wishes.add(new Wish(oid, Optional.empty(), true));
      return;
    }
    Attribute attribute = Attribute.getInstance(element);
    ASN1ObjectIdentifier type = attribute.getAttrType();
    wishes.add(new Wish(type, Optional.empty(), true));
    for (ASN1Encodable value : attribute.getAttrValues()) {
      wishes.add(
          value instanceof ASN1ObjectIdentifier oid
              ? new Wish(oid, Optional.of(type), true)
              : new Wish(type, Optional.empty(), false));
    }
  }

  /**
   * Insists that a request for a key on this curve has all that is wanted. Where the list offers
   * several curves or digests, one that fits is enough.
   */
  void requireMetBy(Curve curve) throws TrustException {
    Set<ASN1ObjectIdentifier> ours = curve == Curve.P256 ? P256 : P384;
    boolean fits = wishes.stream().anyMatch(wish -> ours.contains(wish.what()));
    for (Wish wish : wishes) {
      ASN1ObjectIdentifier what = wish.what();
      if (PKCSObjectIdentifiers.pkcs_9_at_challengePassword.equals(what)) {
        throw Refusal.EST_PROOF_UNSUPPORTED.because(
            "The EST server wants the request bound to the TLS connection (challengePassword, RFC"
                + " 7030 section 3.5). This gateway's TLS does not offer tls-unique, and TLS 1.3"
                + " has none: turn the demand off at the server.");
      }
      boolean otherCurve = P256.contains(what) || P384.contains(what);
      boolean met = ALWAYS.contains(what) || ours.contains(what) || (otherCurve && fits);
      if (!met || !wish.plain()) {
        throw Refusal.EST_ATTRIBUTES_UNSUPPORTED.because(
            "The EST server wants "
                + what.getId()
                + wish.among().map(type -> " (of " + type.getId() + ")").orElse("")
                + " in the request, which a gateway's request does not have; it has a common name,"
                + " an alternative name, key usage, extended key usage and a key on "
                + curve
                + ": change the server's list (csrattrs).");
      }
    }
  }
}
