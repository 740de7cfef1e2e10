// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.GatewaySignatures.Signed;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.keys.DeviceKeys;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.CollectionStore;

/**
 * What a gateway signs in its own name: CMS SignedData in DER with the content and the gateway's
 * chain attached, so that an authority's root is all one needs to verify it. The form is as strict
 * as that of every signed file.
 */
public final class GatewaySignature implements OwnSignature {
  /** Room is left for chain and signature, many times over. */
  private static final int MAX_CONTENT = Envelope.MAX_BYTES - 128 * 1024;

  private final OwnIdentity identity;
  private final Anchors anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;

  /**
   * @param anchors those of devices and servers
   */
  public GatewaySignature(
      OwnIdentity identity, Anchors anchors, StatusKnowledge status, TrustedClock clock) {
    this.identity = identity;
    this.anchors = anchors;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public Map<String, Object> who() throws TrustException {
    X509Certificate leaf = identity.get().leaf();
    ClockReading now = clock.read();
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("gateway", identity.gatewayId());
    who.put("hospital", identity.hospital());
    who.putAll(ToRevoke.named(leaf));
    who.put("at", now.wall().toString());
    who.put("clock", now.quality().name().toLowerCase(Locale.ROOT));
    who.put("certificates", ToRevoke.of(identity));
    return who;
  }

  @Override
  public byte[] sign(byte[] content) throws TrustException {
    if (content.length > MAX_CONTENT) {
      throw Refusal.TOO_LARGE.because(
          "There are " + content.length + " bytes to sign, at most " + MAX_CONTENT + " go.");
    }
    Identity own = identity.get();
    try {
      List<X509CertificateHolder> chain = new ArrayList<>();
      for (X509Certificate certificate : own.chain()) {
        chain.add(new X509CertificateHolder(certificate.getEncoded()));
      }
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(ContentDigest::calculator)
              .setSignedAttributeGenerator(signedAt(clock.read().wall()))
              .build(DeviceKeys.signer(own.key(), own.leaf().getPublicKey()), chain.get(0)));
      generator.addCertificates(new CollectionStore<>(chain));
      return generator
          .generate(new CMSProcessableByteArray(content), true)
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | OperatorCreationException | GeneralSecurityException | IOException e) {
      throw Refusal.KEY_STORE_DAMAGED.because(
          "This gateway's key does not sign: " + e.getMessage() + ".", "", e);
    }
  }

  private static DefaultSignedAttributeTableGenerator signedAt(Instant at) {
    Attribute time = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at))));
    return new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(time)));
  }

  @Override
  public Map<String, Object> verify(byte[] signed) throws TrustException {
    Envelope envelope = readOfOne(Bytes.of(signed));
    SignerCheck check =
        new SignerCheck(
            new ChainJudge(ChainRules.of(Purpose.DEVICE, status.rules())),
            envelope.certificates(),
            anchors.load(),
            status.ofSigners(),
            clock.read());
    List<X509Certificate> path = check.checkDevice(envelope.signers().get(0));
    requireNoIdleCertificate(envelope, path);
    Map<String, Object> verified = new LinkedHashMap<>();
    verified.put("gateway", gatewayOf(path.get(0)));
    verified.put("content", envelope.content().toArray());
    return verified;
  }

  /**
   * As {@link #verify}, but by the time that the signature names, for whoever reads it much later;
   * revocation is not asked.
   *
   * @param now by the verifier's clock: no signature is made later
   */
  static Signed verifyAsSigned(Bytes signed, List<X509Certificate> anchors, Instant now)
      throws TrustException {
    Envelope envelope = readOfOne(signed);
    SignerCheck check =
        new SignerCheck(
            new ChainJudge(Purpose.DEVICE),
            envelope.certificates(),
            anchors,
            Evidence.NONE,
            new ClockReading(now, ClockQuality.SYNCHRONISED, 0));
    SignerCheck.Dated dated = check.checkDeviceAsSigned(envelope.signers().get(0));
    requireNoIdleCertificate(envelope, dated.path());
    return new Signed(gatewayOf(dated.path().get(0)), envelope.content(), dated.at());
  }

  private static Envelope readOfOne(Bytes signed) throws TrustException {
    Envelope envelope = Envelope.read(signed);
    if (envelope.signers().size() != 1) {
      throw Refusal.SIGNER_UNEXPECTED.because(
          envelope.signers().size() + " signatures are on it; a gateway signs alone.");
    }
    return envelope;
  }

  private static void requireNoIdleCertificate(Envelope envelope, List<X509Certificate> path)
      throws TrustException {
    for (X509Certificate certificate : envelope.certificates()) {
      if (!path.contains(certificate)) {
        String subject = Certificates.subjectOf(certificate);
        throw Refusal.CERTIFICATE_UNEXPECTED.because(
            "The certificate of " + subject + " is in the file, but its signer does not need it.",
            subject);
      }
    }
  }

  private static String gatewayOf(X509Certificate leaf) throws TrustException {
    return GatewayName.of(leaf)
        .map(GatewayName::id)
        .orElseThrow(
            () -> {
              String subject = Certificates.subjectOf(leaf);
              return Refusal.CERTIFICATE_WRONG_GATEWAY.because(
                  "The certificate of " + subject + " names no gateway.", subject);
            });
  }
}
