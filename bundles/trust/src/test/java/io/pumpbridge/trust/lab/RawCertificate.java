// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsEncryptor;
import org.bouncycastle.tls.crypto.TlsVerifier;

/** Bytes that a server shows; nobody there looks into them. */
record RawCertificate(Bytes der) implements TlsCertificate {

  @Override
  public byte[] getEncoded() {
    return der.toArray();
  }

  @Override
  public TlsEncryptor createEncryptor(int usage) {
    throw new AssertionError();
  }

  @Override
  public TlsVerifier createVerifier(short algorithm) {
    throw new AssertionError();
  }

  @Override
  public Tls13Verifier createVerifier(int scheme) {
    throw new AssertionError();
  }

  @Override
  public byte[] getExtension(ASN1ObjectIdentifier oid) {
    return null;
  }

  @Override
  public BigInteger getSerialNumber() {
    throw new AssertionError();
  }

  @Override
  public String getSigAlgOID() {
    // For a channel binding that nobody asks for.
    return X9ObjectIdentifiers.ecdsa_with_SHA256.getId();
  }

  @Override
  public ASN1Encodable getSigAlgParams() {
    throw new AssertionError();
  }

  @Override
  public short getLegacySignatureAlgorithm() {
    return 0;
  }

  @Override
  public boolean supportsSignatureAlgorithm(short algorithm) {
    return true;
  }

  @Override
  public boolean supportsSignatureAlgorithmCA(short algorithm) {
    return true;
  }

  @Override
  public TlsCertificate checkUsageInRole(int role) {
    return this;
  }
}
