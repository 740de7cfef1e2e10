// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.xipki.ca.sdk.CertprofileInfoResponse;
import org.xipki.ca.sdk.EnrollCertRequestEntry;
import org.xipki.ca.sdk.EnrollCertsRequest;
import org.xipki.ca.sdk.EnrollOrPollCertsResponse;
import org.xipki.ca.sdk.EnrollOrPullCertResponseEntry;
import org.xipki.ca.sdk.SdkClient;

/** XiPKI's way to its certificate authority, which is here instead of behind a network. */
final class Authority extends SdkClient {
  private final Root root;
  private final Duration life;

  Authority(Root root, Duration life) {
    super("https://127.0.0.1:1/", null, null);
    this.root = root;
    this.life = life;
  }

  @Override
  public byte[] cacert(String ca) throws IOException {
    return encoded(root.certificate());
  }

  @Override
  public byte[][] cacerts(String ca) throws IOException {
    return new byte[][] {encoded(root.certificate())};
  }

  @Override
  public CertprofileInfoResponse profileInfo(String ca, String profile) {
    return new CertprofileInfoResponse(new String[0], new String[0], null);
  }

  @Override
  public EnrollOrPollCertsResponse enrollCerts(String ca, EnrollCertsRequest request)
      throws IOException {
    EnrollCertRequestEntry asked = request.getEntries()[0];
    try {
      X509Certificate issued = issue(asked);
      EnrollOrPollCertsResponse response = new EnrollOrPollCertsResponse();
      response.setTransactionId("1");
      response.setEntries(
          new EnrollOrPullCertResponseEntry[] {
            new EnrollOrPullCertResponseEntry(asked.getCertReqId(), null, issued.getEncoded(), null)
          });
      return response;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public EnrollOrPollCertsResponse reenrollCerts(String ca, EnrollCertsRequest request)
      throws IOException {
    return enrollCerts(ca, request);
  }

  private X509Certificate issue(EnrollCertRequestEntry asked) throws Exception {
    if (asked.getP10req() != null) {
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(asked.getP10req());
      return root.issue(
          request.getSubject(),
          request.getSubjectPublicKeyInfo(),
          request.getRequestedExtensions(),
          life);
    }
    return root.issue(
        X500Name.getInstance(asked.getSubject().getEncoded()),
        SubjectPublicKeyInfo.getInstance(asked.getSubjectPublicKey()),
        Extensions.getInstance(asked.getExtensions()),
        life);
  }

  private static byte[] encoded(X509Certificate certificate) throws IOException {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateException e) {
      throw new IOException(e);
    }
  }
}
