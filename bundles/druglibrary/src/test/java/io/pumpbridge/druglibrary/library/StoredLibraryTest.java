// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A library that is stored: attacks on it, and accidents. */
class StoredLibraryTest {
  private final ShelfLab lab = new ShelfLab();

  @Test
  void aDamagedFileIsNotInForceAndIsKeptAsideWhenAnotherComes() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.store.damage(LibraryFiles.CURRENT);
    Bytes damaged = lab.store.read(LibraryFiles.CURRENT).orElseThrow();
    lab.restart();
    assertThat(lab.version()).isZero();
    assertThat(lab.health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(lab.health().code()).isEqualTo("signature-invalid");
    assertThat(lab.journal.last(EventName.LIBRARY_REFUSED).text("cause")).isEqualTo("loaded");
    assertThat(lab.store.read(LibraryFiles.CURRENT)).contains(damaged);
    lab.shelf.accept(signedLibrary(3));
    assertThat(lab.version()).isEqualTo(3);
    assertThat(lab.store.read(LibraryFiles.SET_ASIDE)).contains(damaged);
    lab.restart();
    assertThat(lab.version()).isEqualTo(3);
  }

  @Test
  void aSignersCertificateThatHasEndedTakesTheLibraryOutOfForceAtTheNextStart() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.signing.expired.add("CN=Approver");
    lab.restart();
    assertThat(lab.version()).isZero();
    assertThat(lab.health().code()).isEqualTo("certificate-expired");
    lab.signing.expired.clear();
    lab.restart();
    assertThat(lab.version()).as("the file was kept").isEqualTo(3);
  }

  @Test
  void anOlderFilePutBackFromABackupIsNotInForce() throws Exception {
    Bytes old = signedLibrary(3);
    lab.shelf.accept(old);
    lab.shelf.accept(signedLibrary(4));
    lab.store.put(LibraryFiles.CURRENT, old);
    lab.restart();
    assertThat(lab.version()).isZero();
    assertThat(lab.health().code()).isEqualTo("library-not-newer");
  }

  @Test
  void aLibraryOfAnotherHospitalsGatewayIsNotInForceAfterADiskIsMoved() {
    lab.store.put(
        LibraryFiles.CURRENT, signedLibrary(with(LIBRARY, "Example Hospital", "Other Hospital")));
    lab.restart();
    assertThat(lab.version()).isZero();
    assertThat(lab.health().code()).isEqualTo("library-other-hospital");
  }

  @Test
  void aDamagedMarkIsMendedByAVerifiedLibrary() throws Exception {
    lab.shelf.accept(signedLibrary(4));
    lab.store.put(ShelfMark.FILE, Examples.bytes("{\"version\":1}"));
    lab.restart();
    assertThat(lab.version()).isEqualTo(4);
    lab.restart();
    assertThat(lab.refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
  }

  @Test
  void withNeitherMarkNorLibraryNothingIsAcceptedUntilAPersonHasLooked() throws Exception {
    lab.shelf.accept(signedLibrary(4));
    lab.store.delete(LibraryFiles.CURRENT);
    lab.store.damage(ShelfMark.FILE);
    lab.restart();
    assertThat(lab.health().code()).isEqualTo("library-mark-damaged");
    assertThat(lab.health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(lab.refused(signedLibrary(5)).code()).isEqualTo("library-mark-damaged");
  }

  @Test
  void everyBitOfTheMarkIsGuarded() throws Exception {
    lab.shelf.accept(signedLibrary(4));
    byte[] mark = lab.store.read(ShelfMark.FILE).orElseThrow().toArray();
    for (int bit = 0; bit < mark.length * 8; bit++) {
      byte[] changed = mark.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      lab.store.put(ShelfMark.FILE, Bytes.of(changed));
      assertThat(ShelfMark.load(lab.store).damaged())
          .as("%s", new String(changed, StandardCharsets.UTF_8))
          .isTrue();
    }
  }

  @Test
  void aFullDiskRefusesTheNewOneAndKeepsTheOld() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.store.failing = true;
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> lab.shelf.accept(signedLibrary(4)));
    assertThat(e.code()).isEqualTo("library-not-stored");
    assertThat(lab.version()).isEqualTo(3);
    lab.store.failing = false;
    lab.shelf.accept(signedLibrary(4));
    assertThat(lab.version()).isEqualTo(4);
  }

  @Test
  void aPowerCutWhileADamagedOneIsSetAsideLosesNothingThatWasGood() throws Exception {
    for (int change = 1; change <= 6; change++) {
      for (boolean after : new boolean[] {false, true}) {
        CrashingStore disk = new CrashingStore();
        lab.on(disk).accept(signedLibrary(3));
        disk.damage(LibraryFiles.CURRENT);
        LibraryShelf second = lab.on(disk);
        disk.cutPowerAt(change, after);
        try {
          second.accept(signedLibrary(4));
        } catch (CrashingStore.PowerCut e) {
          disk.restart();
        }
        LibraryShelf third = lab.on(disk);
        third.accept(signedLibrary(4));
        assertThat(third.inForce().orElseThrow().library().version()).isEqualTo(4);
        assertThat(third.trouble()).isEqualTo(java.util.Optional.<Trouble>empty());
      }
    }
  }
}
