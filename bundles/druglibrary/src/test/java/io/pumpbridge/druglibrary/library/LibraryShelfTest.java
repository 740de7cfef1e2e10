// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import org.junit.jupiter.api.Test;

/** The life of a library. */
class LibraryShelfTest {
  private final ShelfLab lab = new ShelfLab();

  @Test
  void aGoodLibraryIsReceivedVerifiedAndInForceAndEachStepIsRecorded() throws Exception {
    Bytes signed = signedLibrary(3);
    LibraryShelf.Outcome outcome = lab.shelf.accept(signed);
    assertThat(outcome.already()).isFalse();
    assertThat(lab.version()).isEqualTo(3);
    assertThat(outcome.inForce().signers())
        .containsExactly(
            new Signer(SignerRole.LIBRARY_AUTHOR, "CN=Author"),
            new Signer(SignerRole.LIBRARY_APPROVER, "CN=Approver"));
    assertThat(lab.journal.names())
        .containsExactly(
            EventName.LIBRARY_RECEIVED,
            EventName.LIBRARY_VERIFIED,
            EventName.LIBRARY_STAGED,
            EventName.LIBRARY_ARMED,
            EventName.LIBRARY_IN_FORCE);
    var inForce = lab.journal.last(EventName.LIBRARY_IN_FORCE);
    assertThat(inForce.whole("version")).isEqualTo(3);
    assertThat(inForce.text("library")).isEqualTo("Example library, not for clinical use");
    assertThat(inForce.text("sha256")).isEqualTo(EventRecord.hashOf(Examples.bytes(library(3))));
    assertThat(inForce.list("signers").get(1).text("subject")).isEqualTo("CN=Approver");
    assertThat(lab.health()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void whatIsStoredIsTheSignedBytesAndNothingDerived() throws Exception {
    Bytes signed = signedLibrary(3);
    lab.shelf.accept(signed);
    assertThat(lab.store.names())
        .containsExactly(ShelfMark.FILE, LibraryFiles.CURRENT, "lines.json");
    assertThat(lab.store.read(LibraryFiles.CURRENT)).contains(signed);
  }

  @Test
  void itIsVerifiedAgainAndInForceAfterARestart() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.restart();
    assertThat(lab.version()).isEqualTo(3);
    assertThat(lab.journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("loaded");
  }

  @Test
  void aNewerOneReplacesIt() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.shelf.accept(signedLibrary(4));
    assertThat(lab.version()).isEqualTo(4);
    lab.restart();
    assertThat(lab.version()).isEqualTo(4);
  }

  @Test
  void theSameAgainIsAlreadyInForceAndChangesNothing() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    int changes = lab.store.changes;
    assertThat(lab.shelf.accept(signedLibrary(3)).already()).isTrue();
    assertThat(lab.store.changes).isEqualTo(changes);
  }

  @Test
  void theSameContentSignedAgainIsStoredSoThatItOutlivesTheOldCertificates() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    Bytes again =
        Fakes.Signing.sign(library(3), SignerRole.LIBRARY_APPROVER, SignerRole.LIBRARY_AUTHOR);
    assertThat(lab.shelf.accept(again).already()).isTrue();
    assertThat(lab.store.read(LibraryFiles.CURRENT)).contains(again);
  }

  @Test
  void aFreshGatewaySaysThatItHasNone() {
    assertThat(lab.health().level()).isEqualTo(HealthCheck.Level.WARNING);
    assertThat(lab.health().code()).isEqualTo("library-none");
    assertThat(lab.journal.events).isEmpty();
  }

  @Test
  void aFullJournalDoesNotKeepALibraryOut() throws Exception {
    lab.journal.failing = true;
    lab.shelf.accept(signedLibrary(3));
    assertThat(lab.version()).isEqualTo(3);
  }
}
