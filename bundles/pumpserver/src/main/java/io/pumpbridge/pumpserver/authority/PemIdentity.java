// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;

/** An identity as one PEM file, key and chain together, so that they can never part. */
final class PemIdentity {

  private PemIdentity() {}

  static void write(Path file, Identity identity) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(new JcaPKCS8Generator(identity.key(), null));
    }
    String whole = text + certificates(identity.chain());
    PrivateFiles.replace(file, whole.getBytes(StandardCharsets.US_ASCII));
  }

  static String certificates(List<X509Certificate> chain) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      for (X509Certificate certificate : chain) {
        pem.writeObject(certificate);
      }
    }
    return text.toString();
  }

  /** Empty if there is no such file. */
  static Optional<Identity> find(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    @Nullable PrivateKey key = null;
    List<X509Certificate> chain = new ArrayList<>();
    try (PEMParser pem = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object item = pem.readObject(); item != null; item = pem.readObject()) {
        if (item instanceof PrivateKeyInfo info) {
          key = new JcaPEMKeyConverter().getPrivateKey(info);
        } else if (item instanceof X509CertificateHolder holder) {
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    }
    if (key == null || chain.isEmpty()) {
      throw new IOException("no key with its certificate in " + file.getFileName());
    }
    return Optional.of(new Identity(key, chain));
  }
}
