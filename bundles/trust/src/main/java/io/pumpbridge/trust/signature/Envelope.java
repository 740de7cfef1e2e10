// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;

/**
 * A SignedData (RFC 5652, section 5) whose form is right; nothing in it is believed yet.
 *
 * <p>Strict on purpose: DER, no field that no signature covers, no certificate beside what the
 * signers need. So every byte of an accepted file matters, and nobody can smuggle or alter any.
 */
record Envelope(
    Bytes content, List<SignerInformation> signers, List<X509Certificate> certificates) {
  /** What a command may bring; a library of 10,000 entries is 4 to 5 MB. */
  static final int MAX_BYTES = Command.MAX_BODY;

  /** Two roles at most are asked for today; each more costs time to judge. */
  static final int MAX_SIGNERS = 4;

  static final int MAX_CERTIFICATES = 16;

  Envelope {
    signers = List.copyOf(signers);
    certificates = List.copyOf(certificates);
  }

  static Envelope read(Bytes signed) throws TrustException {
    if (signed.length() > MAX_BYTES) {
      throw Refusal.TOO_LARGE.because(
          "The signed file has " + signed.length() + " bytes, at most " + MAX_BYTES + " go.");
    }
    try {
      return parse(signed.toArray());
    } catch (IOException | CMSException | CertificateException | RuntimeException e) {
      // The parser throws many kinds of unchecked exceptions on hostile input; all mean one thing.
      throw malformed("it cannot be read as CMS SignedData in DER", e);
    }
  }

  private static Envelope parse(byte[] der)
      throws IOException, CMSException, CertificateException, TrustException {
    ASN1Primitive whole = ASN1Primitive.fromByteArray(der);
    if (whole == null || !SameBytes.as(der).isWritten(whole)) {
      throw malformed("it is not encoded as DER");
    }
    ContentInfo info = ContentInfo.getInstance(whole);
    if (!CMSObjectIdentifiers.signedData.equals(info.getContentType())) {
      throw malformed("it is not SignedData");
    }
    SignedData data = SignedData.getInstance(info.getContent());
    requireRebuilt(data, info.getContent());
    checkForm(data);
    List<SignerInfo> infos = signerInfos(data);
    checkVersionsAndDigests(data, infos);
    List<X509Certificate> certificates = certificates(data);
    CMSSignedData cms = new CMSSignedData(info);
    List<SignerInformation> signers = List.copyOf(cms.getSignerInfos().getSigners());
    byte[] content =
        ASN1OctetString.getInstance(data.getEncapContentInfo().getContent()).getOctets();
    return new Envelope(Bytes.of(content), signers, certificates);
  }

  /** The parser forgives wrong tags; what it understood must be what was sent. */
  private static void requireRebuilt(ASN1Encodable understood, ASN1Encodable sent)
      throws IOException, TrustException {
    SameBytes asSent = SameBytes.as(sent.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    if (!asSent.isWritten(understood.toASN1Primitive())) {
      throw malformed("a field has the wrong tag");
    }
  }

  private static void checkForm(SignedData data) throws TrustException {
    if (!CMSObjectIdentifiers.data.equals(data.getEncapContentInfo().getContentType())) {
      throw malformed("its content is not of the type data");
    }
    if (data.getEncapContentInfo().getContent() == null) {
      throw Refusal.CONTENT_MISSING.because(
          "The signature stands alone: sign with the content attached.");
    }
    if (data.getCRLs() != null) {
      throw malformed("it carries revocation lists, which no signature covers");
    }
  }

  private static List<SignerInfo> signerInfos(SignedData data) throws IOException, TrustException {
    ASN1Set set = data.getSignerInfos();
    if (set.size() == 0) {
      throw Refusal.SIGNER_MISSING.because("Nobody signed this.");
    }
    if (set.size() > MAX_SIGNERS) {
      throw Refusal.SIGNER_UNEXPECTED.because(
          set.size() + " signatures are on it, at most " + MAX_SIGNERS + " go.");
    }
    List<SignerInfo> infos = new ArrayList<>();
    for (ASN1Encodable element : set) {
      SignerInfo info = SignerInfo.getInstance(element);
      requireRebuilt(info, element);
      if (info.getAuthenticatedAttributes() == null) {
        throw malformed("a signature has no signed attributes");
      }
      if (info.getUnauthenticatedAttributes() != null) {
        throw malformed("a signature has unsigned attributes, which no signature covers");
      }
      infos.add(info);
    }
    return infos;
  }

  /** RFC 5652, 5.1 and 5.3: versions follow from the content, and no digest is announced idly. */
  private static void checkVersionsAndDigests(SignedData data, List<SignerInfo> infos)
      throws TrustException {
    int highest = 1;
    Set<ASN1ObjectIdentifier> used = new HashSet<>();
    for (SignerInfo info : infos) {
      boolean byKeyIdentifier = info.getSID().isTagged();
      int version = byKeyIdentifier ? 3 : 1;
      if (!info.getVersion().hasValue(version)) {
        throw malformed("a signature has the wrong version");
      }
      highest = Math.max(highest, version);
      used.add(info.getDigestAlgorithm().getAlgorithm());
    }
    if (!data.getVersion().hasValue(highest)) {
      throw malformed("it has the wrong version");
    }
    Set<ASN1ObjectIdentifier> announced = new HashSet<>();
    for (ASN1Encodable element : data.getDigestAlgorithms()) {
      AlgorithmIdentifier digest = AlgorithmIdentifier.getInstance(element);
      if (!AlgorithmFloor.allowsDigest(digest)) {
        throw Refusal.ALGORITHM_WEAK.because(
            "It uses the digest " + digest.getAlgorithm() + "; SHA-256 or better is needed.");
      }
      announced.add(digest.getAlgorithm());
    }
    if (!announced.equals(used) || data.getDigestAlgorithms().size() != used.size()) {
      throw malformed("its digests are not those of its signatures");
    }
  }

  private static List<X509Certificate> certificates(SignedData data)
      throws IOException, CertificateException, TrustException {
    ASN1Set set = data.getCertificates();
    if (set == null) {
      throw malformed("the signers' certificates are not in it");
    }
    if (set.size() > MAX_CERTIFICATES) {
      throw malformed("it carries more than " + MAX_CERTIFICATES + " certificates");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (ASN1Encodable element : set) {
      if (!(element.toASN1Primitive() instanceof ASN1Sequence)) {
        throw malformed("it carries something other than X.509 certificates");
      }
      if (Certificate.getInstance(element).getSignature().getPadBits() != 0) {
        throw malformed("a certificate's signature has unused bits, which nothing covers");
      }
      X509Certificate certificate =
          Certificates.fromDer(element.toASN1Primitive().getEncoded(ASN1Encoding.DER));
      if (certificates.contains(certificate)) {
        throw malformed("it carries a certificate twice");
      }
      certificates.add(certificate);
    }
    return certificates;
  }

  static TrustException malformed(String why) {
    return Refusal.MALFORMED.because(
        "The signed file is not in the form it must have: " + why + ".");
  }

  private static TrustException malformed(String why, Exception cause) {
    return Refusal.MALFORMED.because(
        "The signed file is not in the form it must have: " + why + ".", "", cause);
  }
}
