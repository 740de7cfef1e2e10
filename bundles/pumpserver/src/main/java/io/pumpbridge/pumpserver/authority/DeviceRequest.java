// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A gateway's request, read and found good: one common name that is a gateway id, no name beside
 * its own, a P-256 key, and proof that the sender holds it.
 */
record DeviceRequest(String gatewayId, PublicKey key) {
  static final String URI_PREFIX = "urn:pump-bridge:gateway:";

  /** Also what a topic level and a file name may be. */
  static final Pattern GATEWAY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final int MAX_REQUEST_CHARS = 16 * 1024; // a request is about 700
  private static final int P256_BITS = 256;

  static DeviceRequest read(String pem) throws PumpServerException {
    if (pem.length() > MAX_REQUEST_CHARS) {
      throw refused("the request is too long");
    }
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (!(parser.readObject()
          instanceof org.bouncycastle.pkcs.PKCS10CertificationRequest request)) {
        throw refused("this is no certificate request in PEM");
      }
      return check(new JcaPKCS10CertificationRequest(request));
    } catch (IOException | IllegalArgumentException e) {
      throw new PumpServerException(
          Reason.REQUEST_REFUSED, "the certificate request cannot be read", e);
    } catch (GeneralSecurityException | PKCSException | OperatorCreationException e) {
      throw new PumpServerException(
          Reason.REQUEST_REFUSED, "the request's key or signature cannot be used", e);
    }
  }

  private static DeviceRequest check(JcaPKCS10CertificationRequest request)
      throws PumpServerException,
          GeneralSecurityException,
          PKCSException,
          OperatorCreationException {
    RDN[] commonNames = request.getSubject().getRDNs(BCStyle.CN);
    if (commonNames.length != 1 || commonNames[0].isMultiValued()) {
      throw refused("the request must have exactly one common name");
    }
    String id = IETFUtils.valueToString(commonNames[0].getFirst().getValue());
    if (!GATEWAY_ID.matcher(id).matches()) {
      throw refused("the common name is no gateway id: 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    PublicKey key = request.getPublicKey();
    if (!(key instanceof ECPublicKey curve)
        || curve.getParams().getOrder().bitLength() != P256_BITS) {
      throw refused("the key must be on the curve P-256");
    }
    if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
      throw refused("the request is not signed with its own key");
    }
    checkNames(request, id);
    return new DeviceRequest(id, key);
  }

  /** No name asked for is fine, the certificate gets it anyway; any other is a mistake or worse. */
  private static void checkNames(JcaPKCS10CertificationRequest request, String id)
      throws PumpServerException {
    Extensions extensions = request.getRequestedExtensions();
    if (extensions == null) {
      return;
    }
    GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    if (names == null) {
      return;
    }
    for (GeneralName name : names.getNames()) {
      boolean own =
          name.getTagNo() == GeneralName.uniformResourceIdentifier
              && name.getName().toString().equals(URI_PREFIX + id);
      if (!own) {
        throw refused("the only alternative name a gateway may ask for is " + URI_PREFIX + id);
      }
    }
  }

  private static PumpServerException refused(String message) {
    return new PumpServerException(Reason.REQUEST_REFUSED, message);
  }
}
