// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a library, and one test per attack on it. */
class LibraryShelfTest {
  private final CrashingStore store = new CrashingStore();
  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();
  private LibraryShelf shelf = started();

  private LibraryShelf started() {
    LibraryShelf started =
        new LibraryShelf(
            store, signing, Fakes.IDENTITY, new Recorder(journal), Fakes.lines(store, journal));
    started.load();
    return started;
  }

  private void restart() {
    store.restart();
    shelf = started();
  }

  private long version() {
    return shelf.inForce().map(found -> found.library().version()).orElse(0L);
  }

  private RefusedException refused(Bytes signed) {
    long before = version();
    List<String> files = store.names();
    int said = journal.events.size();
    RefusedException e = catchThrowableOfType(RefusedException.class, () -> shelf.accept(signed));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(version()).as("the last good state stays").isEqualTo(before);
    assertThat(store.names()).isEqualTo(files);
    assertThat(journal.last(EventName.LIBRARY_REFUSED).toString())
        .contains("\"code\":\"" + e.code() + "\"");
    assertThat(journal.names().subList(said, journal.names().size()))
        .containsExactly(EventName.LIBRARY_RECEIVED, EventName.LIBRARY_REFUSED);
    assertThat(e.reason()).endsWith(".");
    return e;
  }

  private HealthCheck.Health health() {
    return new LibraryHealth(shelf).check();
  }

  // --- life

  @Test
  void aGoodLibraryIsReceivedVerifiedAndInForceAndEachStepIsRecorded() throws Exception {
    Bytes signed = signedLibrary(3);
    LibraryShelf.Outcome outcome = shelf.accept(signed);
    assertThat(outcome.already()).isFalse();
    assertThat(version()).isEqualTo(3);
    assertThat(outcome.inForce().signers())
        .containsExactly(
            new Signer(SignerRole.LIBRARY_AUTHOR, "CN=Author"),
            new Signer(SignerRole.LIBRARY_APPROVER, "CN=Approver"));
    assertThat(journal.names())
        .containsExactly(
            EventName.LIBRARY_RECEIVED,
            EventName.LIBRARY_VERIFIED,
            EventName.LIBRARY_STAGED,
            EventName.LIBRARY_ARMED,
            EventName.LIBRARY_IN_FORCE);
    var inForce = journal.last(EventName.LIBRARY_IN_FORCE);
    assertThat(inForce.whole("version")).isEqualTo(3);
    assertThat(inForce.text("library")).isEqualTo("Example library, not for clinical use");
    assertThat(inForce.text("sha256")).isEqualTo(EventRecord.hashOf(Examples.bytes(library(3))));
    assertThat(inForce.list("signers").get(1).text("subject")).isEqualTo("CN=Approver");
    assertThat(health()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void whatIsStoredIsTheSignedBytesAndNothingDerived() throws Exception {
    Bytes signed = signedLibrary(3);
    shelf.accept(signed);
    assertThat(store.names()).containsExactly(ShelfMark.FILE, LibraryFiles.CURRENT, "lines.json");
    assertThat(store.read(LibraryFiles.CURRENT)).contains(signed);
  }

  @Test
  void itIsVerifiedAgainAndInForceAfterARestart() throws Exception {
    shelf.accept(signedLibrary(3));
    restart();
    assertThat(version()).isEqualTo(3);
    assertThat(journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("loaded");
  }

  @Test
  void aNewerOneReplacesIt() throws Exception {
    shelf.accept(signedLibrary(3));
    shelf.accept(signedLibrary(4));
    assertThat(version()).isEqualTo(4);
    restart();
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void theSameAgainIsAlreadyInForceAndChangesNothing() throws Exception {
    shelf.accept(signedLibrary(3));
    int changes = store.changes;
    assertThat(shelf.accept(signedLibrary(3)).already()).isTrue();
    assertThat(store.changes).isEqualTo(changes);
  }

  @Test
  void theSameContentSignedAgainIsStoredSoThatItOutlivesTheOldCertificates() throws Exception {
    shelf.accept(signedLibrary(3));
    Bytes again =
        Fakes.Signing.sign(library(3), SignerRole.LIBRARY_APPROVER, SignerRole.LIBRARY_AUTHOR);
    assertThat(shelf.accept(again).already()).isTrue();
    assertThat(store.read(LibraryFiles.CURRENT)).contains(again);
  }

  @Test
  void aFreshGatewaySaysThatItHasNone() {
    assertThat(health().level()).isEqualTo(HealthCheck.Level.WARNING);
    assertThat(health().code()).isEqualTo("library-none");
    assertThat(journal.events).isEmpty();
  }

  @Test
  void aFullJournalDoesNotKeepALibraryOut() throws Exception {
    journal.failing = true;
    shelf.accept(signedLibrary(3));
    assertThat(version()).isEqualTo(3);
  }

  // --- attacks on what comes in

  @Test
  void oneFlippedBitAnywhereIsRefused() throws Exception {
    shelf.accept(signedLibrary(3));
    byte[] good = signedLibrary(4).toArray();
    for (int i = 0; i < good.length; i += 11) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      String code = refused(Bytes.of(flipped)).code();
      assertThat(code).isIn("signature-invalid", "malformed", "chain-untrusted");
    }
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void oneSignerIsNotEnough() {
    assertThat(refused(Fakes.Signing.sign(library(4), SignerRole.LIBRARY_AUTHOR)).code())
        .isEqualTo("signer-missing");
    assertThat(refused(Fakes.Signing.sign(library(4), SignerRole.LIBRARY_APPROVER)).code())
        .isEqualTo("signer-missing");
  }

  @Test
  void onePersonInBothRolesIsNotEnough() {
    Map<SignerRole, String> alone =
        Map.of(SignerRole.LIBRARY_AUTHOR, "CN=Author", SignerRole.LIBRARY_APPROVER, "CN=Author");
    assertThat(
            refused(
                    Fakes.Signing.sign(
                        library(4), alone, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER))
                .code())
        .isEqualTo("same-signer");
  }

  @Test
  void aVerifierThatForgetsTheSecondPersonIsNotBelieved() {
    LibraryShelf careless =
        new LibraryShelf(
            store,
            (signed, roles) -> {
              var all = signing.verify(signed, java.util.Set.of(SignerRole.LIBRARY_AUTHOR));
              return new io.pumpbridge.model.trust.SignedContent(
                  all.content(), all.signers().subList(0, 1));
            },
            Fakes.IDENTITY,
            new Recorder(journal),
            Fakes.lines(store, journal));
    careless.load();
    assertThat(
            catchThrowableOfType(RefusedException.class, () -> careless.accept(signedLibrary(3)))
                .code())
        .isEqualTo("signer-missing");
  }

  @Test
  void anotherRolesSignatureIsNotEnough() {
    assertThat(
            refused(
                    Fakes.Signing.sign(
                        library(4), SignerRole.LIBRARY_AUTHOR, SignerRole.ORDER_SYSTEM))
                .code())
        .isEqualTo("signer-missing");
  }

  @Test
  void aStrangersSignatureIsRefused() {
    Map<SignerRole, String> strangers =
        Map.of(SignerRole.LIBRARY_AUTHOR, "CN=Author", SignerRole.LIBRARY_APPROVER, "CN=Mallory");
    assertThat(
            refused(
                    Fakes.Signing.sign(
                        library(4),
                        strangers,
                        SignerRole.LIBRARY_AUTHOR,
                        SignerRole.LIBRARY_APPROVER))
                .code())
        .isEqualTo("chain-untrusted");
  }

  @Test
  void anUnsignedLibraryIsRefused() {
    assertThat(refused(Examples.bytes(library(4))).code()).isEqualTo("malformed");
    assertThat(refused(Bytes.EMPTY).code()).isEqualTo("malformed");
  }

  @Test
  void anOlderVersionIsRefusedHoweverWellSigned() throws Exception {
    shelf.accept(signedLibrary(4));
    assertThat(refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
    restart();
    assertThat(refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
  }

  @Test
  void anOlderVersionIsRefusedEvenAfterTheLibrarysFileWasRemoved() throws Exception {
    shelf.accept(signedLibrary(4));
    store.delete(LibraryFiles.CURRENT);
    restart();
    assertThat(version()).isZero();
    assertThat(health().code()).isEqualTo("library-missing");
    assertThat(health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
    shelf.accept(signedLibrary(4));
    assertThat(version()).isEqualTo(4);
    assertThat(health()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void theSameVersionWithAnotherContentIsRefused() throws Exception {
    shelf.accept(signedLibrary(3));
    Bytes changed = signedLibrary(with(library(3), "\"0.5\"", "\"0.6\""));
    assertThat(refused(changed).code()).isEqualTo("library-version-reused");
    store.delete(LibraryFiles.CURRENT);
    restart();
    assertThat(refused(changed).code()).isEqualTo("library-version-reused");
  }

  @Test
  void anotherHospitalsLibraryIsRefused() {
    assertThat(refused(signedLibrary(with(LIBRARY, "Example Hospital", "Other Hospital"))).code())
        .isEqualTo("library-other-hospital");
  }

  @Test
  void aMalformedLibraryIsRefusedWithItsPlaceEvenIfWellSigned() throws Exception {
    RefusedException e = refused(signedLibrary(with(LIBRARY, "\"0.5\"", "0.5")));
    assertThat(e.code()).isEqualTo("library-malformed");
    assertThat(e.place()).contains("$.care_areas[0].entries[0].continuous.dose.soft_max");
    assertThat(journal.last(EventName.LIBRARY_REFUSED).text("place"))
        .isEqualTo("$.care_areas[0].entries[0].continuous.dose.soft_max");
  }

  @Test
  void aHugeLibraryIsRefusedBeforeAnybodyLooksIntoIt() {
    Bytes huge = Bytes.of(new byte[LibraryReader.MAX_BYTES + 1]);
    assertThat(refused(huge).code()).isEqualTo("library-too-large");
  }

  // --- attacks and accidents on what is stored

  @Test
  void aDamagedFileIsNotInForceAndIsKeptAsideWhenAnotherComes() throws Exception {
    shelf.accept(signedLibrary(3));
    store.damage(LibraryFiles.CURRENT);
    Bytes damaged = store.read(LibraryFiles.CURRENT).orElseThrow();
    restart();
    assertThat(version()).isZero();
    assertThat(health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(health().code()).isEqualTo("signature-invalid");
    assertThat(journal.last(EventName.LIBRARY_REFUSED).text("cause")).isEqualTo("loaded");
    assertThat(store.read(LibraryFiles.CURRENT)).contains(damaged);
    shelf.accept(signedLibrary(3));
    assertThat(version()).isEqualTo(3);
    assertThat(store.read(LibraryFiles.SET_ASIDE)).contains(damaged);
    restart();
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void aSignersCertificateThatHasEndedTakesTheLibraryOutOfForceAtTheNextStart() throws Exception {
    shelf.accept(signedLibrary(3));
    signing.expired.add("CN=Approver");
    restart();
    assertThat(version()).isZero();
    assertThat(health().code()).isEqualTo("certificate-expired");
    signing.expired.clear();
    restart();
    assertThat(version()).as("the file was kept").isEqualTo(3);
  }

  @Test
  void anOlderFilePutBackFromABackupIsNotInForce() throws Exception {
    Bytes old = signedLibrary(3);
    shelf.accept(old);
    shelf.accept(signedLibrary(4));
    store.put(LibraryFiles.CURRENT, old);
    restart();
    assertThat(version()).isZero();
    assertThat(health().code()).isEqualTo("library-not-newer");
  }

  @Test
  void aLibraryOfAnotherHospitalsGatewayIsNotInForceAfterADiskIsMoved() {
    store.put(
        LibraryFiles.CURRENT, signedLibrary(with(LIBRARY, "Example Hospital", "Other Hospital")));
    restart();
    assertThat(version()).isZero();
    assertThat(health().code()).isEqualTo("library-other-hospital");
  }

  @Test
  void aDamagedMarkIsMendedByAVerifiedLibrary() throws Exception {
    shelf.accept(signedLibrary(4));
    store.put(ShelfMark.FILE, Examples.bytes("{\"version\":1}"));
    restart();
    assertThat(version()).isEqualTo(4);
    restart();
    assertThat(refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
  }

  @Test
  void withNeitherMarkNorLibraryNothingIsAcceptedUntilAPersonHasLooked() throws Exception {
    shelf.accept(signedLibrary(4));
    store.delete(LibraryFiles.CURRENT);
    store.damage(ShelfMark.FILE);
    restart();
    assertThat(health().code()).isEqualTo("library-mark-damaged");
    assertThat(health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(refused(signedLibrary(5)).code()).isEqualTo("library-mark-damaged");
  }

  @Test
  void everyBitOfTheMarkIsGuarded() throws Exception {
    shelf.accept(signedLibrary(4));
    byte[] mark = store.read(ShelfMark.FILE).orElseThrow().toArray();
    for (int bit = 0; bit < mark.length * 8; bit++) {
      byte[] changed = mark.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      store.put(ShelfMark.FILE, Bytes.of(changed));
      assertThat(ShelfMark.load(store).damaged())
          .as("%s", new String(changed, StandardCharsets.UTF_8))
          .isTrue();
    }
  }

  @Test
  void aFullDiskRefusesTheNewOneAndKeepsTheOld() throws Exception {
    shelf.accept(signedLibrary(3));
    store.failing = true;
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> shelf.accept(signedLibrary(4)));
    assertThat(e.code()).isEqualTo("library-not-stored");
    assertThat(version()).isEqualTo(3);
    store.failing = false;
    shelf.accept(signedLibrary(4));
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void aPowerCutWhileADamagedOneIsSetAsideLosesNothingThatWasGood() throws Exception {
    for (int change = 1; change <= 6; change++) {
      for (boolean after : new boolean[] {false, true}) {
        CrashingStore disk = new CrashingStore();
        on(disk).accept(signedLibrary(3));
        disk.damage(LibraryFiles.CURRENT);
        LibraryShelf second = on(disk);
        disk.cutPowerAt(change, after);
        try {
          second.accept(signedLibrary(4));
        } catch (CrashingStore.PowerCut e) {
          disk.restart();
        }
        LibraryShelf third = on(disk);
        third.accept(signedLibrary(4));
        assertThat(third.inForce().orElseThrow().library().version()).isEqualTo(4);
        assertThat(third.trouble()).isEqualTo(java.util.Optional.<Trouble>empty());
      }
    }
  }

  private LibraryShelf on(CrashingStore disk) {
    LibraryShelf started =
        new LibraryShelf(
            disk, signing, Fakes.IDENTITY, new Recorder(journal), Fakes.lines(disk, journal));
    started.load();
    return started;
  }
}
