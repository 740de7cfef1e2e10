// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import io.pumpbridge.pumpserver.GatewayKeys;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The root of a {@link DemoAuthority}, for what hospitals' authorities do and that one does not:
 * revoke, and put an organisation into names.
 */
public final class DemoRoot {
  private static final Duration LIFE = Duration.ofDays(1);

  private final Identity root;
  private final InstantSource clock;

  /**
   * @param directory the authority's
   */
  public DemoRoot(Path directory, InstantSource clock) throws Exception {
    this.root = PemIdentity.find(directory.resolve("root.pem")).orElseThrow();
    this.clock = clock;
  }

  /** A client's key and certificate, whose subject is written as Java writes it. */
  public Identity client(String subject) throws Exception {
    KeyPair keys = GatewayKeys.newKeys("secp256r1");
    Instant now = clock.instant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            root.certificate(),
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(LIFE)),
            Date.from(now.plus(LIFE)),
            new X500Principal(subject),
            keys.getPublic());
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    X509Certificate certificate =
        new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    return new Identity(keys.getPrivate(), List.of(certificate, root.certificate()));
  }

  /** A list of exactly these, DER. */
  public byte[] revoking(X509Certificate... revoked) throws Exception {
    Instant now = clock.instant();
    JcaX509v2CRLBuilder builder = list(now);
    for (X509Certificate each : revoked) {
      builder.addCRLEntry(each.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
    }
    return builder.build(signer()).getEncoded();
  }

  /** A list whose successor should have been there for a day. */
  public byte[] overdue() throws Exception {
    return list(clock.instant().minus(LIFE).minus(LIFE)).build(signer()).getEncoded();
  }

  private JcaX509v2CRLBuilder list(Instant from) {
    JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(root.certificate(), Date.from(from));
    builder.setNextUpdate(Date.from(from.plus(LIFE)));
    return builder;
  }

  private ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder(CertificateForm.SIGNATURE).build(root.key());
  }
}
