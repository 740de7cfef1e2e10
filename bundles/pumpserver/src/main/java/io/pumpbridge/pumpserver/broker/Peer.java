// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Who is at the other end, by the certificate that TLS has already verified. */
record Peer(String name, Kind kind) {

  /** What kind of party the certificate makes it. */
  enum Kind {
    GATEWAY("urn:pump-bridge:gateway:"),
    SERVER("urn:pump-bridge:server:");

    private final String uriPrefix;

    Kind(String uriPrefix) {
      this.uriPrefix = uriPrefix;
    }
  }

  private static final int URI_NAME = 6; // RFC 5280 GeneralName, uniformResourceIdentifier

  /** Empty if it is neither: the name must stand both as the one common name and in the URI. */
  static Optional<Peer> from(X509Certificate certificate) {
    Optional<String> name = commonName(certificate);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (hasUri(certificate, kind.uriPrefix + name.get())) {
        return Optional.of(new Peer(name.get(), kind));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      List<Rdn> rdns = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      List<Rdn> names = rdns.stream().filter(rdn -> rdn.getType().equalsIgnoreCase("CN")).toList();
      return names.size() == 1 && names.get(0).getValue() instanceof String name
          ? Optional.of(name)
          : Optional.empty();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static boolean hasUri(X509Certificate certificate, String uri) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(
                  name -> Integer.valueOf(URI_NAME).equals(name.get(0)) && uri.equals(name.get(1)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
