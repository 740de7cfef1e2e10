// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Wish;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The hospital of all cases: whom its gateways trust, and what a good server of it is. */
final class Site {
  static final String HOST = "pumps.hospital.example";

  static final Authority ROOT = Authority.root("Hospital Root");

  /** An authority between the root and the servers. */
  static final Authority DEVICES = ROOT.subordinate(authority("Hospital Devices"));

  static final Authority RSA_ROOT =
      Authority.root(
          authority("Hospital RSA Root").withKeys(Keys.rsa(3072)).signedWith("SHA256withRSA"));

  /** May not vouch for names of other places. */
  static final Authority NARROW_ROOT =
      Authority.root(authority("Narrow Root").constrained(onlyBelow("elsewhere.example")));

  /** May not have authorities below it. */
  static final Authority SHORT_ROOT =
      Forged.byItself(authority("Short Root")).authority(0).issuing();

  static final List<Authority> ANCHORS = List.of(ROOT, RSA_ROOT, NARROW_ROOT, SHORT_ROOT);

  private Site() {}

  static Wish server() {
    return Wish.server(HOST);
  }

  static Wish named(GeneralName... names) {
    return Wish.server().withNames(names);
  }

  static Wish authority(String name) {
    return Authority.asAuthority(Wish.named("CN=" + name));
  }

  static NameConstraints onlyBelow(String name) {
    GeneralSubtree tree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, name));
    return new NameConstraints(new GeneralSubtree[] {tree}, null);
  }
}
