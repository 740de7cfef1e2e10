// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChainJudgeTest {
  private static final Authority ROOT = Authority.root("root");

  private static List<X509Certificate> judge(Identity identity, Authority... anchors)
      throws TrustException {
    List<X509Certificate> trusted = List.of(anchors).stream().map(Authority::certificate).toList();
    List<X509Certificate> others = identity.chain().subList(1, identity.chain().size());
    return new ChainJudge(Purpose.SERVER)
        .judge(identity.leaf(), others, trusted, NOW, Purpose.SERVER_AUTH);
  }

  private static Wish authority(String name) {
    return Authority.asAuthority(Wish.named("CN=" + name));
  }

  @Test
  void thePathRunsFromLeafToAnchor() throws Exception {
    Authority site = ROOT.subordinate(authority("site"));
    Identity server = site.issue(Wish.server("a.example"));
    assertThat(judge(server, Authority.root("other"), ROOT))
        .containsExactly(server.leaf(), site.certificate(), ROOT.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA256withRSAandMGF1"})
  void authoritiesMayUseRsa(String algorithm) throws Exception {
    Wish wish = authority("rsa root").withKeys(Keys.rsa(2048)).signedWith(algorithm);
    Authority rsa = Authority.root(wish);
    assertThat(judge(rsa.issue(Wish.server("a.example").signedWith(algorithm)), rsa)).hasSize(2);
  }

  @Test
  void anAuthorityBelowTheRootMayBeTheAnchor() throws Exception {
    Authority site = ROOT.subordinate(authority("site"));
    Identity server = site.issue(Wish.server("a.example"));
    assertThat(judge(server, site)).containsExactly(server.leaf(), site.certificate());
  }

  @Test
  void constraintsOfAnAnchorThatIsNoRootAreNotGuessed() {
    Authority site = ROOT.subordinate(authority("site").constrained(onlyDns("a.example")));
    Refused.with(
        Refusal.SERVER_CHAIN_UNTRUSTED, () -> judge(site.issue(Wish.server("a.example")), site));
  }

  @Test
  void nameConstraintsOfTheRootAllowAndForbid() throws Exception {
    Authority root = Authority.root(authority("own root").constrained(onlyDns("a.example")));
    assertThat(judge(root.issue(Wish.server("pumps.a.example")), root)).hasSize(2);
    Refused.with(
        Refusal.SERVER_CHAIN_UNTRUSTED,
        () -> judge(root.issue(Wish.server("pumps.b.example")), root));
  }

  private static NameConstraints onlyDns(String name) {
    GeneralSubtree tree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, name));
    return new NameConstraints(new GeneralSubtree[] {tree}, null);
  }

  @Test
  void aLongerPathThanAnyHospitalHasIsRefused() throws Exception {
    Authority deep = ROOT;
    for (int level = 0; level < 4; level++) {
      deep = deep.subordinate(authority("level " + level));
    }
    assertThat(judge(deep.issue(Wish.server("a.example")), ROOT)).hasSize(6);
    Authority deeper = deep.subordinate(authority("one too many"));
    Refused.with(
        Refusal.SERVER_CHAIN_UNTRUSTED, () -> judge(deeper.issue(Wish.server("a.example")), ROOT));
  }

  @Test
  void aHeapOfCertificatesIsRefusedUnread() {
    Identity server = ROOT.issue(Wish.server("a.example"));
    Identity padded = new Identity(server.key(), Collections.nCopies(40, server.leaf()));
    Refused.with(Refusal.SERVER_CHAIN_UNTRUSTED, () -> judge(padded, ROOT));
  }

  @Test
  void aWeakIntermediateIsRefused() {
    Authority weak = ROOT.subordinate(authority("weak").withKeys(Keys.rsa(1024)));
    Wish wish = Wish.server("a.example").signedWith("SHA256withRSA");
    Refused.with(Refusal.SERVER_KEY_WEAK, () -> judge(weak.issue(wish), ROOT));
  }

  @Test
  void aCertificateThatIsItsOwnAnchorIsRefused() {
    Identity self = Authority.selfSigned(Wish.server("a.example"));
    Refused.with(
        Refusal.SERVER_CHAIN_UNTRUSTED,
        () ->
            new ChainJudge(Purpose.SERVER)
                .judge(self.leaf(), List.of(), List.of(self.leaf()), NOW, Purpose.SERVER_AUTH));
  }

  @Test
  void anAuthoritysOwnCertificateIsNoServer() {
    Authority server = ROOT.subordinate(Wish.server("a.example").withKeyUsage(0x80 | 0x04));
    Refused.with(
        Refusal.SERVER_KEY_PURPOSE,
        () ->
            new ChainJudge(Purpose.SERVER)
                .judge(
                    server.certificate(),
                    List.of(),
                    List.of(ROOT.certificate()),
                    NOW,
                    Purpose.SERVER_AUTH));
  }
}
