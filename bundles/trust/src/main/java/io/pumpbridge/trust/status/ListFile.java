// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.revocation.RevocationLists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/**
 * Revocation lists as they are passed around: a list in DER or PEM, or a PKCS#7 of lists and
 * certificates without signers ({@code openssl crl2pkcs7}). In PEM, several blocks of these kinds.
 *
 * @param certificates whoever may have signed a list
 */
public record ListFile(List<X509CRL> lists, List<X509Certificate> certificates) {
  /** A complete list and its delta for each authority of a chain. */
  private static final int MAX_PARTS = 16;

  private static final Pattern PEM_BLOCK =
      Pattern.compile(
          "-----BEGIN (X509 CRL|CERTIFICATE|PKCS7|CMS)-----([A-Za-z0-9+/=\\s]*+)-----END ");

  public ListFile {
    lists = List.copyOf(lists);
    certificates = List.copyOf(certificates);
  }

  /**
   * @param content of bounded size
   * @return with at least one list
   * @throws CRLException if anything in it cannot be read, or there is too much of it
   */
  public static ListFile read(byte[] content) throws CRLException {
    Parts parts = new Parts();
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.contains("-----BEGIN ")) {
      Matcher block = PEM_BLOCK.matcher(text);
      while (block.find()) {
        parts.add(block.group(1), fromBase64(block.group(2)));
      }
    } else {
      parts.addUnnamed(content);
    }
    if (parts.lists.isEmpty()) {
      throw new CRLException("there is no revocation list in it");
    }
    return new ListFile(parts.lists, parts.certificates);
  }

  private static byte[] fromBase64(String text) throws CRLException {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new CRLException("bad base64", e);
    }
  }

  /** What has been read so far. */
  private static final class Parts {
    private final List<X509CRL> lists = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    private void add(String label, byte[] der) throws CRLException {
      switch (label) {
        case "X509 CRL" -> addList(der);
        case "CERTIFICATE" -> addCertificate(der);
        default -> addBundle(der);
      }
    }

    private void addUnnamed(byte[] der) throws CRLException {
      try {
        addList(der);
      } catch (CRLException noList) {
        try {
          addBundle(der);
        } catch (CRLException noBundle) {
          noList.addSuppressed(noBundle);
          throw noList;
        }
      }
    }

    private void addList(byte[] der) throws CRLException {
      requireRoom();
      lists.add(RevocationLists.fromDer(der));
    }

    private void addCertificate(byte[] der) throws CRLException {
      requireRoom();
      try {
        certificates.add(Certificates.fromDer(der));
      } catch (CertificateException e) {
        throw new CRLException("a certificate in it cannot be read", e);
      }
    }

    private void addBundle(byte[] der) throws CRLException {
      try {
        CMSSignedData bundle = new CMSSignedData(der);
        for (X509CRLHolder list : bundle.getCRLs().getMatches(null)) {
          addList(list.getEncoded());
        }
        for (X509CertificateHolder certificate : bundle.getCertificates().getMatches(null)) {
          addCertificate(certificate.getEncoded());
        }
      } catch (CMSException | IOException | RuntimeException e) {
        // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
        throw new CRLException("neither a revocation list nor a PKCS#7 of them", e);
      }
    }

    private void requireRoom() throws CRLException {
      if (lists.size() + certificates.size() == MAX_PARTS) {
        throw new CRLException("more than " + MAX_PARTS + " lists and certificates");
      }
    }
  }
}
