// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.CertificateIntake;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfflineProvisioningTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");

  @TempDir Path folder;
  private IdentityStore store;
  private OfflineProvisioning provisioning;

  @BeforeEach
  void start() throws Exception {
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    HOSPITAL.anchorIn(folder.resolve("server"));
    GatewayName gateway = new GatewayName("gw-1");
    FixedClock clock = new FixedClock();
    provisioning =
        new OfflineProvisioning(
            gateway,
            store,
            new AnchorFolder(folder.resolve("server")),
            new CertificateIntake(gateway, store, clock, SignedTimes.ignoredBy(clock)));
  }

  private Wish ours(String id) throws Exception {
    provisioning.request();
    var key = store.waiting();
    return Wish.gateway(id).withKeys(new KeyPair(key.publicKey(), key.key()));
  }

  private static String pem(Identity identity) {
    return Authority.pem(identity.chain().toArray(new X509Certificate[0]));
  }

  private void refused(Refusal reason, Identity identity) throws Exception {
    Refused.with(reason, () -> provisioning.install(pem(identity)));
    assertThat(store.find()).isEmpty();
  }

  @Test
  void theRequestNamesTheGatewayAndIsSignedByItsKey() throws Exception {
    String pem = provisioning.request();
    PKCS10CertificationRequest request =
        (PKCS10CertificationRequest) new PEMParser(new StringReader(pem)).readObject();
    assertThat(request.getSubject().toString()).isEqualTo("CN=gw-1");
    assertThat(
            request.isSignatureValid(
                new JcaContentVerifierProviderBuilder()
                    .setProvider(Authority.BOUNCY_CASTLE)
                    .build(request.getSubjectPublicKeyInfo())))
        .isTrue();
    GeneralNames names =
        GeneralNames.fromExtensions(
            request.getRequestedExtensions(), Extension.subjectAlternativeName);
    assertThat(names.getNames())
        .containsExactly(
            new GeneralName(GeneralName.uniformResourceIdentifier, "urn:pump-bridge:gateway:gw-1"));
  }

  @Test
  void asOftenAsOneAsksTheKeyIsTheSame() throws Exception {
    provisioning.request();
    var key = store.waiting().publicKey();
    provisioning.request();
    assertThat(store.waiting().publicKey()).isEqualTo(key);
  }

  @Test
  void theRightCertificateIsInstalled() throws Exception {
    Identity issued = HOSPITAL.issue(ours("gw-1"));
    provisioning.install(pem(issued));
    assertThat(store.find().orElseThrow().leaf()).isEqualTo(issued.leaf());
  }

  @Test
  void issuersTravelWithItInAnyOrderAndTheRootStaysOut() throws Exception {
    Authority devices =
        HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=device authority")));
    Identity issued = devices.issue(ours("gw-1"));
    provisioning.install(
        Authority.pem(issued.leaf(), HOSPITAL.certificate(), devices.certificate()));
    assertThat(store.find().orElseThrow().chain())
        .containsExactly(issued.leaf(), devices.certificate());
  }

  @Test
  void afterwardsARequestIsForANewKeyAndTheOldOneWorksOn() throws Exception {
    provisioning.install(pem(HOSPITAL.issue(ours("gw-1"))));
    var old = store.find().orElseThrow();
    PKCS10CertificationRequest request =
        (PKCS10CertificationRequest)
            new PEMParser(new StringReader(provisioning.request())).readObject();
    assertThat(request.getSubjectPublicKeyInfo().getEncoded())
        .isNotEqualTo(old.leaf().getPublicKey().getEncoded())
        .isEqualTo(store.waiting().publicKey().getEncoded());
    assertThat(store.find()).contains(old);
  }

  @Test
  void aRenewalReplacesIt() throws Exception {
    provisioning.install(pem(HOSPITAL.issue(ours("gw-1"))));
    Identity renewed = HOSPITAL.issue(ours("gw-1").valid(NOW, NOW.plusSeconds(1000)));
    provisioning.install(pem(renewed));
    assertThat(store.find().orElseThrow().leaf()).isEqualTo(renewed.leaf());
  }

  @Test
  void theCertificateOfAnotherKeyOrGatewayIsRefused() throws Exception {
    refused(Refusal.CERTIFICATE_NOT_OURS, HOSPITAL.issue(Wish.gateway("gw-1")));
    refused(Refusal.CERTIFICATE_WRONG_GATEWAY, HOSPITAL.issue(ours("gw-2")));
    refused(Refusal.CERTIFICATE_WRONG_GATEWAY, HOSPITAL.issue(ours("gw-1").withNames()));
  }

  @Test
  void whatNobodyWouldAcceptIsRefusedHereAlready() throws Exception {
    Wish wish = ours("gw-1");
    refused(Refusal.DEVICE_CHAIN_UNTRUSTED, Authority.root("other").issue(wish));
    refused(Refusal.DEVICE_KEY_PURPOSE, HOSPITAL.issue(wish.withUses("1.3.6.1.5.5.7.3.1")));
    refused(Refusal.DEVICE_KEY_WEAK, HOSPITAL.issue(wish.signedWith("SHA1withECDSA")));
    refused(
        Refusal.DEVICE_CERTIFICATE_EXPIRED,
        HOSPITAL.issue(wish.valid(NOW.minusSeconds(20), NOW.minusSeconds(10))));
    refused(
        Refusal.DEVICE_CERTIFICATE_NOT_YET_VALID,
        HOSPITAL.issue(wish.valid(NOW.plusSeconds(10), NOW.plusSeconds(20))));
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    for (String pem : new String[] {"", "hello", "x".repeat(200_000)}) {
      Refused.with(Refusal.CERTIFICATE_UNREADABLE, () -> provisioning.install(pem));
    }
  }

  @Test
  void aRefusedCertificateLeavesTheOldOneInPlace() throws Exception {
    Identity good = HOSPITAL.issue(ours("gw-1"));
    provisioning.install(pem(good));
    Refused.with(
        Refusal.CERTIFICATE_NOT_OURS,
        () -> provisioning.install(pem(HOSPITAL.issue(Wish.gateway("gw-1")))));
    assertThat(store.find().orElseThrow().leaf()).isEqualTo(good.leaf());
  }
}
