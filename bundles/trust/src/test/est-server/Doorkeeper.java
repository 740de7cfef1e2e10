// SPDX-License-Identifier: Apache-2.0
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.xipki.ca.gateway.Requestor;
import org.xipki.ca.gateway.RequestorAuthenticator;
import org.xipki.security.X509Cert;

/** Everybody with the code, once, and everybody with a certificate of the root. */
record Doorkeeper(String user, String code, Set<String> used, Root root)
    implements RequestorAuthenticator {
  private record WithCode(Doorkeeper door, String name) implements Requestor.PasswordRequestor {
    @Override
    public boolean authenticate(char[] password) {
      return new String(password).equals(door.code()) && door.used().add(door.code());
    }

    @Override
    public boolean authenticate(byte[] password) {
      return authenticate(new String(password, StandardCharsets.UTF_8).toCharArray());
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isCertprofilePermitted(String ca, String profile) {
      return true;
    }

    @Override
    public boolean isPermitted(int permission) {
      return true;
    }
  }

  private record WithCertificate(X509Cert getCert) implements Requestor.CertRequestor {
    @Override
    public byte[] getKeyId() {
      return new byte[] {1};
    }

    @Override
    public String getName() {
      return getCert.getCommonName();
    }

    @Override
    public boolean isCertprofilePermitted(String ca, String profile) {
      return true;
    }

    @Override
    public boolean isPermitted(int permission) {
      return true;
    }
  }

  @Override
  public Requestor.SimplePasswordRequestor getSimplePasswordRequestorByKeyId(byte[] id) {
    return null;
  }

  @Override
  public Requestor.PasswordRequestor getPasswordRequestorByUser(String name) {
    return name.equals(user) ? new WithCode(this, name) : null;
  }

  @Override
  public Requestor.CertRequestor getCertRequestor(X509Cert certificate) {
    try {
      certificate.verify(root.certificate().getPublicKey());
      return new WithCertificate(certificate);
    } catch (java.security.GeneralSecurityException e) {
      return null;
    }
  }
}
