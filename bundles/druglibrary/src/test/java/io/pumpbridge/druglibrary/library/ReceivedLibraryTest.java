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
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A library that comes in: one test per attack on it. */
class ReceivedLibraryTest {
  private final ShelfLab lab = new ShelfLab();

  @Test
  void oneFlippedBitAnywhereIsRefused() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    byte[] good = signedLibrary(4).toArray();
    for (int i = 0; i < good.length; i += 11) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      String code = lab.refused(Bytes.of(flipped)).code();
      assertThat(code).isIn("signature-invalid", "malformed", "chain-untrusted");
    }
    assertThat(lab.version()).isEqualTo(3);
  }

  @Test
  void oneSignerIsNotEnough() {
    assertThat(lab.refused(Fakes.Signing.sign(library(4), SignerRole.LIBRARY_AUTHOR)).code())
        .isEqualTo("signer-missing");
    assertThat(lab.refused(Fakes.Signing.sign(library(4), SignerRole.LIBRARY_APPROVER)).code())
        .isEqualTo("signer-missing");
  }

  @Test
  void onePersonInBothRolesIsNotEnough() {
    Map<SignerRole, String> alone =
        Map.of(SignerRole.LIBRARY_AUTHOR, "CN=Author", SignerRole.LIBRARY_APPROVER, "CN=Author");
    assertThat(
            lab.refused(
                    Fakes.Signing.sign(
                        library(4), alone, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER))
                .code())
        .isEqualTo("same-signer");
  }

  @Test
  void aVerifierThatForgetsTheSecondPersonIsNotBelieved() {
    LibraryShelf careless =
        new LibraryShelf(
            lab.store,
            (signed, roles) -> {
              var all = lab.signing.verify(signed, java.util.Set.of(SignerRole.LIBRARY_AUTHOR));
              return new io.pumpbridge.model.trust.SignedContent(
                  all.content(), all.signers().subList(0, 1));
            },
            Fakes.IDENTITY,
            new Recorder(lab.journal, lab.journal),
            Fakes.channels(lab.store, lab.journal));
    careless.load();
    assertThat(
            catchThrowableOfType(RefusedException.class, () -> careless.accept(signedLibrary(3)))
                .code())
        .isEqualTo("signer-missing");
  }

  @Test
  void anotherRolesSignatureIsNotEnough() {
    assertThat(
            lab.refused(
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
            lab.refused(
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
    assertThat(lab.refused(Examples.bytes(library(4))).code()).isEqualTo("malformed");
    assertThat(lab.refused(Bytes.EMPTY).code()).isEqualTo("malformed");
  }

  @Test
  void anOlderVersionIsRefusedHoweverWellSigned() throws Exception {
    lab.shelf.accept(signedLibrary(4));
    assertThat(lab.refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
    lab.restart();
    assertThat(lab.refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
  }

  @Test
  void anOlderVersionIsRefusedEvenAfterTheLibrarysFileWasRemoved() throws Exception {
    lab.shelf.accept(signedLibrary(4));
    lab.store.delete(LibraryFiles.CURRENT);
    lab.restart();
    assertThat(lab.version()).isZero();
    assertThat(lab.health().code()).isEqualTo("library-missing");
    assertThat(lab.health().level()).isEqualTo(HealthCheck.Level.CRITICAL);
    assertThat(lab.refused(signedLibrary(3)).code()).isEqualTo("library-not-newer");
    lab.shelf.accept(signedLibrary(4));
    assertThat(lab.version()).isEqualTo(4);
    assertThat(lab.health()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void theSameVersionWithAnotherContentIsRefused() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    Bytes changed = signedLibrary(with(library(3), "\"0.5\"", "\"0.6\""));
    assertThat(lab.refused(changed).code()).isEqualTo("library-version-reused");
    lab.store.delete(LibraryFiles.CURRENT);
    lab.restart();
    assertThat(lab.refused(changed).code()).isEqualTo("library-version-reused");
  }

  @Test
  void anotherHospitalsLibraryIsRefused() {
    assertThat(
            lab.refused(signedLibrary(with(LIBRARY, "Example Hospital", "Other Hospital"))).code())
        .isEqualTo("library-other-hospital");
  }

  @Test
  void aMalformedLibraryIsRefusedWithItsPlaceEvenIfWellSigned() throws Exception {
    RefusedException e = lab.refused(signedLibrary(with(LIBRARY, "\"0.5\"", "0.5")));
    assertThat(e.code()).isEqualTo("library-malformed");
    assertThat(e.place()).contains("$.care_areas[0].entries[0].continuous.dose.soft_max");
    assertThat(lab.journal.last(EventName.LIBRARY_REFUSED).text("place"))
        .isEqualTo("$.care_areas[0].entries[0].continuous.dose.soft_max");
  }

  @Test
  void aHugeLibraryIsRefusedBeforeAnybodyLooksIntoIt() {
    Bytes huge = Bytes.of(new byte[LibraryReader.MAX_BYTES + 1]);
    assertThat(lab.refused(huge).code()).isEqualTo("library-too-large");
  }
}
