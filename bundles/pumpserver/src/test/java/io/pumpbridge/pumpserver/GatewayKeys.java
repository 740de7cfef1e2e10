// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver;

import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Keys and requests as a gateway, or somebody who would like to be one, makes them. */
public final class GatewayKeys {

  private GatewayKeys() {}

  public static KeyPair newKeys(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  public static PKCS10CertificationRequest request(
      KeyPair claimed, KeyPair signing, String subject, GeneralName... names) throws Exception {
    JcaPKCS10CertificationRequestBuilder builder =
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), claimed.getPublic());
    if (names.length > 0) {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate()));
  }

  public static String pem(PKCS10CertificationRequest request) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(request);
    }
    return text.toString();
  }

  public static List<X509Certificate> certificates(String pem) throws Exception {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
      chain.add((X509Certificate) each);
    }
    return chain;
  }

  /** The whole way: key, request, certificate. */
  public static Identity enrol(DemoAuthority authority, String gateway) throws Exception {
    KeyPair keys = newKeys("secp256r1");
    GeneralName uri =
        new GeneralName(
            GeneralName.uniformResourceIdentifier, "urn:pump-bridge:gateway:" + gateway);
    String pem = authority.issue(pem(request(keys, keys, "CN=" + gateway, uri)));
    return new Identity(keys.getPrivate(), certificates(pem));
  }
}
