// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.Disk;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EscrowKeeperTest {
  private static final Authority ROOT = Authority.root("signing root");

  @TempDir Path temp;
  private final FixedClock clock = new FixedClock();
  private final List<Event> told = new ArrayList<>();
  private final List<Event> refused = new ArrayList<>();
  private final EscrowedKey key = EscrowLab.key("bed-12");
  private final Identity hospital = ROOT.issue(EscrowLab.wish());
  private StatusKnowledge status = Statuses.unasked();
  private Disk disk = new LocalDisk();
  private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);

  private final AuditTrail trail =
      new AuditTrail() {
        @Override
        public CompletableFuture<Void> keep(Event event) {
          told.add(event);
          return stored;
        }

        @Override
        public void refuse(Event event) {
          refused.add(event);
        }
      };

  @BeforeEach
  void prepare() throws IOException {
    ROOT.anchorIn(temp.resolve("signers"));
    Files.createDirectories(temp.resolve("trust"));
    name(hospital);
  }

  private Path named() {
    return temp.resolve("escrow.pem");
  }

  private void name(Identity identity) throws IOException {
    Files.writeString(named(), Authority.pem(identity.leaf()));
  }

  private EscrowKeeper keeper(EscrowedKey of, boolean wanted) {
    return new EscrowKeeper(
        wanted
            ? Optional.of(
                new EscrowCertificate(
                    named(),
                    new AnchorFolder(temp.resolve("signers")),
                    status,
                    clock,
                    SignedTimes.ignoredBy(clock)))
            : Optional.empty(),
        of,
        new StateFolder(temp.resolve("trust"), disk),
        trail,
        EscrowLab.RANDOM);
  }

  private EscrowKeeper keeper() {
    return keeper(key, true);
  }

  private Path file() {
    return temp.resolve("trust").resolve(EscrowKeeper.FILE);
  }

  private EscrowedKey openedBy(Identity identity) throws Exception {
    return EscrowEnvelope.read(Files.readAllBytes(file()))
        .open(new RescueKey(identity.key(), identity.leaf()));
  }

  private List<String> said() {
    return told.stream()
        .map(
            event ->
                event.details().toTree().get("act") + " " + event.details().toTree().get("why"))
        .toList();
  }

  @Test
  void thatTheKeyIsInEscrowIsRecordedOnceAndTheEnvelopeIsTheHospitals() throws Exception {
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    byte[] first = Files.readAllBytes(file());
    keeper.refresh();
    keeper().refresh();
    assertThat(Files.readAllBytes(file())).as("left alone, also after a start").isEqualTo(first);
    assertThat(openedBy(hospital)).isEqualTo(key);
    assertThat(said()).containsExactly("written none-yet");
    assertThat(told.get(0).name()).isEqualTo(EventName.ESCROW_CHANGED);
    assertThat(told.get(0).toFields().toString())
        .contains("CN=escrow", Certificates.fingerprintOf(hospital.leaf()))
        .contains(HexFormat.of().formatHex(key.id()))
        .doesNotContain(HexFormat.of().formatHex(key.key().getEncoded()));
    assertThat(keeper.failure()).isEmpty();
    assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
  }

  @Test
  void nothingIsWrittenOrRemovedBeforeTheTrailHasIt() throws Exception {
    stored = new CompletableFuture<>();
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    keeper.refresh();
    assertThat(told).as("asked once").hasSize(1);
    assertThat(file()).doesNotExist();
    stored.completeExceptionally(new IOException("disk full"));
    assertThat(file()).doesNotExist();
    stored = new CompletableFuture<>();
    keeper.refresh();
    stored.complete(null);
    assertThat(file()).exists();

    stored = new CompletableFuture<>();
    EscrowKeeper off = keeper(key, false);
    off.refresh();
    assertThat(file()).as("as with a command that has no journal").exists();
    stored.complete(null);
    assertThat(file()).doesNotExist();
    assertThat(said()).endsWith("removed setting-empty");
  }

  @Test
  void anotherCertificateGetsANewEnvelope() throws Exception {
    keeper().refresh();
    Identity next = ROOT.issue(EscrowLab.wish());
    name(next);
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    assertThat(openedBy(next)).isEqualTo(key);
    assertThat(said()).containsExactly("written none-yet", "written certificate-changed");
  }

  @Test
  void anotherSealingKeyOrGatewayGetsANewEnvelope() throws Exception {
    keeper().refresh();
    EscrowedKey other = EscrowLab.key("bed-12");
    keeper(other, true).refresh();
    assertThat(openedBy(hospital)).isEqualTo(other);
    EscrowedKey renamed = new EscrowedKey("bed-13", other.key());
    keeper(renamed, true).refresh();
    assertThat(openedBy(hospital)).isEqualTo(renamed);
    assertThat(said())
        .containsExactly(
            "written none-yet", "written sealing-key-changed", "written sealing-key-changed");
  }

  @Test
  void aDamagedEnvelopeIsReplaced() throws Exception {
    keeper().refresh();
    byte[] bad = Files.readAllBytes(file());
    bad[bad.length / 2] ^= 1;
    Files.write(file(), bad);
    keeper().refresh();
    assertThat(openedBy(hospital)).isEqualTo(key);
    Files.write(file(), new byte[300_000]);
    keeper().refresh();
    assertThat(openedBy(hospital)).isEqualTo(key);
    assertThat(said()).endsWith("written envelope-damaged", "written envelope-damaged");
  }

  @Test
  void aCertificateThatIsRefusedGetsNoEnvelopeAndThatIsSaid() throws Exception {
    name(Authority.root("impostor").issue(EscrowLab.wish()));
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    assertThat(file()).doesNotExist();
    assertThat(told).isEmpty();
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).name()).isEqualTo(EventName.ESCROW_REFUSED);
    assertThat(refused.get(0).toFields().toString()).contains("escrow-chain-untrusted");
    assertThat(keeper.failure().map(TrustException::code)).contains("escrow-chain-untrusted");
    name(hospital);
    keeper.refresh();
    assertThat(keeper.failure()).isEmpty();
    assertThat(openedBy(hospital)).isEqualTo(key);
  }

  @Test
  void anEnvelopeOutlivesItsCertificateAndAWrongSuccessor() throws Exception {
    keeper().refresh();
    byte[] before = Files.readAllBytes(file());
    clock.set(FixedClock.NOW.plus(Duration.ofDays(400)), ClockQuality.SYNCHRONISED);
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(keeper.failure().map(TrustException::code))
        .contains(Refusal.ESCROW_CERTIFICATE_EXPIRED.code());
    Files.delete(named());
    keeper.refresh();
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(keeper.failure().map(TrustException::code))
        .contains(Refusal.ESCROW_CERTIFICATE_UNREADABLE.code());
  }

  @Test
  void aRevokedCertificateTakesItsEnvelopeAlong() throws Exception {
    keeper().refresh();
    Path lists = Files.createDirectories(temp.resolve("revocation"));
    String list =
        new Revocation(FixedClock.NOW, FixedClock.NOW.plus(Duration.ofDays(7)))
            .list(ROOT, hospital.leaf());
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(list));
    status =
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(lists),
            new StateFolder(temp.resolve("received"), new LocalDisk()));
    EscrowKeeper keeper = keeper();
    keeper.refresh();
    assertThat(file()).doesNotExist();
    assertThat(said()).endsWith("removed certificate-revoked");
    keeper.refresh();
    assertThat(keeper.failure().map(TrustException::code))
        .contains(Refusal.CERTIFICATE_REVOKED.code());
    assertThat(said()).hasSize(2);
  }

  @Test
  void aPowerCutAtAnyStepLeavesTheOldEnvelopeOrTheNewOneAndTheNextStartMendsIt() throws Exception {
    keeper().refresh();
    Identity next = ROOT.issue(EscrowLab.wish());
    for (int step = 0; ; step++) {
      name(hospital);
      disk = new LocalDisk();
      keeper().refresh();
      name(next);
      FaultyDisk failing = new FaultyDisk(step);
      disk = failing;
      EscrowKeeper keeper = keeper();
      keeper.refresh();
      if (failing.survived()) {
        assertThat(step).isEqualTo(3);
        assertThat(keeper.failure()).isEmpty();
        return;
      }
      assertThat(keeper.failure().map(TrustException::code)).contains("escrow-unwritable");
      EscrowLabel is = EscrowEnvelope.read(Files.readAllBytes(file())).label();
      assertThat(is).isIn(EscrowLabel.of(key, hospital.leaf()), EscrowLabel.of(key, next.leaf()));
      int before = told.size();
      failing.restore();
      keeper.refresh();
      assertThat(openedBy(next)).isEqualTo(key);
      assertThat(told).as("what is recorded is not recorded twice").hasSize(before);
    }
  }
}
