// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a gateway lets open its journal, and whom not. */
final class EscrowCertificateTest {
  private static final Authority ROOT = Authority.root("signing root");

  @TempDir Path temp;
  private final FixedClock clock = new FixedClock();
  private StatusKnowledge status = Statuses.unasked();

  @BeforeEach
  void trustTheRoot() {
    ROOT.anchorIn(temp.resolve("signers"));
  }

  private X509Certificate judge(X509Certificate... shown) throws Exception {
    return judge(new AnchorFolder(temp.resolve("signers")), shown);
  }

  private X509Certificate judge(Anchors anchors, X509Certificate... shown) throws Exception {
    Path file = Files.writeString(temp.resolve("escrow.pem"), Authority.pem(shown));
    return new EscrowCertificate(file, anchors, status, clock, SignedTimes.ignoredBy(clock))
        .judge();
  }

  private void refuses(Refusal reason, Wish wish) {
    refuses(reason, ROOT.issue(wish));
  }

  private TrustException refuses(Refusal reason, Identity hospital) {
    return Refused.with(reason, () -> judge(hospital.chain().toArray(new X509Certificate[0])));
  }

  @Test
  void curvesAndRsaAreGoodBelowAnIntermediateToo() throws Exception {
    X509Certificate direct = ROOT.issue(EscrowLab.wish()).leaf();
    assertThat(judge(direct)).isEqualTo(direct);
    Authority below = ROOT.subordinate(Authority.asAuthority(Wish.named("CN=security")));
    Identity rsa = below.issue(EscrowLab.wish(Keys.rsa(3072)));
    assertThat(judge(rsa.chain().toArray(new X509Certificate[0]))).isEqualTo(rsa.leaf());
    refuses(Refusal.ESCROW_CHAIN_UNTRUSTED, new Identity(rsa.key(), List.of(rsa.leaf())));
  }

  @Test
  void whatIsTooWeakIsRefused() {
    refuses(Refusal.ESCROW_KEY_WEAK, EscrowLab.wish(Keys.rsa(2048)));
    refuses(Refusal.ESCROW_KEY_WEAK, EscrowLab.wish(Keys.ec("secp521r1")));
    refuses(Refusal.ESCROW_KEY_WEAK, EscrowLab.wish(Keys.oldEc("secp256k1")));
    refuses(Refusal.ESCROW_KEY_WEAK, EscrowLab.wish().signedWith("SHA1withECDSA"));
  }

  @Test
  void onlyACertificateThatWasMadeForItIsTaken() {
    refuses(Refusal.ESCROW_KEY_PURPOSE, EscrowLab.wish().withUses());
    refuses(Refusal.ESCROW_KEY_PURPOSE, EscrowLab.wish().withUses(Purpose.SERVER_AUTH));
    refuses(Refusal.ESCROW_KEY_PURPOSE, EscrowLab.wish().withKeyUsage(KeyUsage.digitalSignature));
    refuses(Refusal.ESCROW_KEY_PURPOSE, EscrowLab.wish().withKeyUsage(KeyUsage.keyEncipherment));
    refuses(
        Refusal.ESCROW_KEY_PURPOSE,
        EscrowLab.wish(Keys.rsa(3072)).withKeyUsage(KeyUsage.keyAgreement));
    refuses(
        Refusal.ESCROW_KEY_PURPOSE,
        EscrowLab.wish(Keys.ed25519()).withKeyUsage(KeyUsage.keyAgreement));
  }

  @Test
  void anImpostorAndASelfSignedOneAreRefused() {
    refuses(Refusal.ESCROW_CHAIN_UNTRUSTED, Authority.root("signing root").issue(EscrowLab.wish()));
    refuses(Refusal.ESCROW_CHAIN_UNTRUSTED, Authority.selfSigned(EscrowLab.wish()));
  }

  @Test
  void beforeItsTimeAndAfterItIsRefused() throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish());
    clock.set(FixedClock.NOW.minus(Duration.ofDays(40)), ClockQuality.SYNCHRONISED);
    refuses(Refusal.ESCROW_CERTIFICATE_NOT_YET_VALID, hospital);
    clock.set(FixedClock.NOW.plus(Duration.ofDays(340)), ClockQuality.SYNCHRONISED);
    refuses(Refusal.ESCROW_CERTIFICATE_EXPIRED, hospital);
  }

  @Test
  void revokedAndUnknownAreRefusedAsTheHospitalDemands() throws Exception {
    Identity good = ROOT.issue(EscrowLab.wish());
    Identity taken = ROOT.issue(EscrowLab.wish());
    Path lists = Files.createDirectories(temp.resolve("revocation"));
    status =
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(lists),
            new StateFolder(temp.resolve("received"), new LocalDisk()));
    refuses(Refusal.REVOCATION_UNKNOWN, good);
    String list =
        new Revocation(FixedClock.NOW, FixedClock.NOW.plus(Duration.ofDays(7)))
            .list(ROOT, taken.leaf());
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(list));
    assertThat(judge(good.leaf())).isEqualTo(good.leaf());
    refuses(Refusal.CERTIFICATE_REVOKED, taken);
  }

  @Test
  void whomTheHospitalHasWithdrawnIsRefused() throws Exception {
    X509Certificate leaf = ROOT.issue(EscrowLab.wish()).leaf();
    Anchors withdrawing =
        new Anchors() {
          @Override
          public List<X509Certificate> load() {
            return List.of(ROOT.certificate());
          }

          @Override
          public Withdrawals withdrawals() {
            return leaf::equals;
          }
        };
    Refused.with(Refusal.SIGNER_WITHDRAWN, () -> judge(withdrawing, leaf));
  }

  @Test
  void aFileThatIsNotThereOrNoCertificateIsSaidWithItsName() throws Exception {
    Path file = temp.resolve("escrow.pem");
    EscrowCertificate certificate =
        new EscrowCertificate(
            file,
            new AnchorFolder(temp.resolve("signers")),
            status,
            clock,
            SignedTimes.ignoredBy(clock));
    for (String content : new String[] {"", "no certificate", "x".repeat(200_000)}) {
      if (!content.isEmpty()) {
        Files.writeString(file, content);
      }
      TrustException refused =
          Refused.with(Refusal.ESCROW_CERTIFICATE_UNREADABLE, certificate::judge);
      assertThat(refused.getMessage()).contains(file.toString());
    }
  }
}
