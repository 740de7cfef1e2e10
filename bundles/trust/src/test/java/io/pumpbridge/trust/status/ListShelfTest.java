// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.Disk;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may take room among the lists that others pass on, and what takes whose place. */
final class ListShelfTest {
  private static final Authority ROOT = Authority.root("hospital root");
  private static final Authority SITE =
      ROOT.subordinate(Authority.asAuthority(Wish.named("CN=site authority")));
  private static final FixedClock CLOCK = new FixedClock();
  private static final ListShelf.Ground GROUND = Statuses.below(ROOT.certificate(), CLOCK);
  private static final X509Certificate SERVER = ROOT.issue(Wish.server("a.example")).leaf();

  @TempDir Path folder;

  private ListShelf shelf() {
    return shelf(new LocalDisk());
  }

  private ListShelf shelf(Disk disk) {
    return new ListShelf(new StateFolder(folder, disk));
  }

  private static byte[] list(Authority issuer, Duration age, X509Certificate... revoked) {
    Revocation when = new Revocation(NOW.minus(age), NOW.minus(age).plus(Duration.ofDays(7)));
    return Base64.getDecoder().decode(when.list(issuer, revoked));
  }

  private List<X509CRL> kept() {
    return shelf().load().lists();
  }

  private void refused(Refusal reason, byte[] content) {
    List<X509CRL> before = kept();
    Refused.with(reason, () -> shelf().accept(content, GROUND));
    assertThat(kept()).isEqualTo(before);
  }

  private static byte[] bundle(byte[] list, X509Certificate... certificates) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addCRL(new X509CRLHolder(list));
    generator.addCertificates(new JcaCertStore(List.of(certificates)));
    return generator.generate(new CMSAbsentContent()).getEncoded();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  @Test
  void aListIsKeptOverARestartAndANewerOneTakesItsPlace() throws Exception {
    ListShelf.Outcome first = shelf().accept(list(ROOT, Duration.ofDays(2)), GROUND);
    assertThat(first.already()).isFalse();
    assertThat(first.issuer()).isEqualTo("CN=hospital root");
    byte[] newer = list(ROOT, Duration.ofDays(1), SERVER);
    assertThat(shelf().accept(newer, GROUND).already()).isFalse();
    assertThat(shelf().accept(newer, GROUND).already()).isTrue();
    assertThat(kept()).hasSize(1);
    assertThat(kept().get(0).isRevoked(SERVER)).isTrue();
  }

  @Test
  void anOlderListNeverMakesUsForgetWhoIsRevoked() throws Exception {
    shelf().accept(list(ROOT, Duration.ofDays(1), SERVER), GROUND);
    refused(Refusal.REVOCATION_LIST_OLD, list(ROOT, Duration.ofDays(2)));
    refused(Refusal.REVOCATION_LIST_OLD, list(ROOT, Duration.ofDays(1)));
  }

  @Test
  void aListCountsInEachOfItsForms() throws Exception {
    byte[] root = list(ROOT, Duration.ofDays(1));
    byte[] text = pem("X509 CRL", root).getBytes(StandardCharsets.US_ASCII);
    assertThat(shelf().accept(text, GROUND).already()).isFalse();
    assertThat(shelf().accept(bundle(root), GROUND).already()).isTrue();
    byte[] bundle = pem("PKCS7", bundle(root)).getBytes(StandardCharsets.US_ASCII);
    assertThat(shelf().accept(bundle, GROUND).already()).isTrue();
  }

  @Test
  void anAuthorityBelowARootShowsItsCertificate() throws Exception {
    byte[] site = list(SITE, Duration.ofDays(1));
    refused(Refusal.REVOCATION_LIST_UNTRUSTED, site);
    assertThat(shelf().accept(bundle(site, SITE.certificate()), GROUND).already()).isFalse();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void onlyAnAuthorityThatMaySignListsAndIsTrustedCounts() throws Exception {
    refused(
        Refusal.REVOCATION_LIST_UNTRUSTED, list(Authority.root("hospital root"), Duration.ZERO));
    Authority impostor = Authority.root("impostor");
    refused(
        Refusal.REVOCATION_LIST_UNTRUSTED,
        bundle(list(impostor, Duration.ZERO), impostor.certificate()));
    Authority onlyCertificates =
        ROOT.subordinate(Wish.named("CN=certificates only").withKeyUsage(KeyUsage.keyCertSign));
    refused(
        Refusal.REVOCATION_LIST_UNTRUSTED,
        bundle(list(onlyCertificates, Duration.ZERO), onlyCertificates.certificate()));
  }

  /** A root that is made anew under its old name counts its lists anew. */
  @Test
  void anAuthorityWithANewKeyBeginsASeriesOfItsOwn() throws Exception {
    Authority next = Authority.root("hospital root");
    var both =
        new ListShelf.Ground(
            List.of(ROOT.certificate(), next.certificate()),
            List.of(),
            CLOCK,
            SignedTimes.ignoredBy(CLOCK));
    shelf().accept(list(ROOT, Duration.ofDays(1), SERVER), both);
    shelf().accept(list(next, Duration.ofDays(2)), both);
    assertThat(kept()).hasSize(2);
    shelf().accept(list(next, Duration.ofDays(1)), both);
    assertThat(kept()).hasSize(2).anyMatch(one -> one.isRevoked(SERVER));
  }

  @Test
  void eachFlippedBitIsNoticed() throws Exception {
    // Only half of all signatures end in a bit that could as well be an unused one.
    byte[] good = list(ROOT, Duration.ofDays(1), SERVER);
    while (good[good.length - 1] % 2 != 0) {
      good = list(ROOT, Duration.ofDays(1), SERVER);
    }
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      byte[] bad = good.clone();
      bad[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThat(isAccepted(bad)).as("bit %d", bit).isFalse();
    }
    for (int length = 0; length < good.length; length++) {
      assertThat(isAccepted(Arrays.copyOf(good, length))).as("first %d", length).isFalse();
    }
    assertThat(isAccepted(good)).isTrue();
  }

  private boolean isAccepted(byte[] content) {
    try {
      shelf().accept(content, GROUND);
      return true;
    } catch (io.pumpbridge.model.trust.TrustException refused) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-----BEGIN X509 CRL-----\n*\n-----END X509 CRL-----", "<html>"})
  void whatIsNoListIsRefused(String content) {
    refused(Refusal.MALFORMED, content.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void tooMuchIsRefused() {
    refused(Refusal.TOO_LARGE, new byte[ListFolder.MAX_LIST_BYTES + 1]);
    byte[] root = list(ROOT, Duration.ofDays(1));
    String two = pem("X509 CRL", root) + pem("X509 CRL", list(ROOT, Duration.ZERO));
    refused(Refusal.MALFORMED, two.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void nobodyFillsTheShelf() throws Exception {
    List<X509Certificate> anchors = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      Authority one = Authority.root("root " + i);
      anchors.add(one.certificate());
      byte[] list = list(one, Duration.ofDays(1));
      var ground = new ListShelf.Ground(anchors, List.of(), CLOCK, SignedTimes.ignoredBy(CLOCK));
      if (i < 16) {
        shelf().accept(list, ground);
      } else {
        Refused.with(Refusal.REVOCATION_LIST_UNWRITABLE, () -> shelf().accept(list, ground));
      }
    }
    assertThat(kept()).hasSize(16);
  }

  @Test
  void wheneverThePowerFailsTheOldListOrTheNewOneIsThere() throws Exception {
    byte[] old = list(ROOT, Duration.ofDays(2));
    byte[] next = list(ROOT, Duration.ofDays(1), SERVER);
    boolean survived = false;
    for (int steps = 0; !survived; steps++) {
      clear();
      shelf().accept(old, GROUND);
      FaultyDisk disk = new FaultyDisk(steps);
      try {
        shelf(disk).accept(next, GROUND);
      } catch (io.pumpbridge.model.trust.TrustException powerFailed) {
        assertThat(powerFailed.code()).isEqualTo(Refusal.REVOCATION_LIST_UNWRITABLE.code());
      }
      survived = disk.survived();
      assertThat(shelf().load().unreadable()).isEmpty();
      assertThat(kept()).hasSize(1);
      shelf().accept(next, GROUND);
      assertThat(kept().get(0).isRevoked(SERVER)).isTrue();
    }
  }

  private void clear() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
