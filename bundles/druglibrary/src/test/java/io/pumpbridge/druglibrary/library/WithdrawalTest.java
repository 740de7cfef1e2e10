// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import static io.pumpbridge.druglibrary.lab.Examples.named;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.signedStatement;
import static io.pumpbridge.druglibrary.lab.Examples.statement;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two people say of libraries, and one test per attack on it. */
class WithdrawalTest {
  private static final ClockReading AT = new ClockReading(Fakes.NOW, ClockQuality.SYNCHRONISED, 0);

  private final ShelfLab lab = new ShelfLab();

  @BeforeEach
  void twoLibraries() throws Exception {
    lab.shelf.accept(signedLibrary(3));
    lab.shelf.accept(signedLibrary(4));
  }

  private void say(String statement) throws RefusedException {
    lab.shelf.acceptStatement(signedStatement(statement), AT);
  }

  private String refused(Bytes signed, ClockReading at) {
    long before = lab.version();
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> lab.shelf.acceptStatement(signed, at));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(lab.version()).as("the last good state stays").isEqualTo(before);
    assertThat(lab.journal.last(EventName.LIBRARY_STATEMENT_REFUSED).toString())
        .contains("\"code\":\"" + e.code() + "\"");
    assertThat(e.reason()).endsWith(".");
    return e.code();
  }

  private String refused(Bytes signed) {
    return refused(signed, AT);
  }

  private String libraryRefused(long version) {
    return catchThrowableOfType(
            RefusedException.class, () -> lab.shelf.accept(signedLibrary(version)))
        .code();
  }

  @Test
  void aWithdrawnLibraryGivesWayToTheOneNamedAndNeverComesBack() throws Exception {
    say(statement(1, 4, 3));
    assertThat(lab.version()).isEqualTo(3);
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
    lab.restart();
    assertThat(lab.version()).isEqualTo(3);
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
    assertThat(libraryRefused(2)).isEqualTo("library-not-newer");
    assertThat(lab.health()).isEqualTo(HealthCheck.Health.WELL);
    lab.shelf.accept(signedLibrary(5));
    assertThat(libraryRefused(3)).as("a step back is for once").isEqualTo("library-not-newer");
  }

  @Test
  void eachStepIsRecordedWithItsReason() throws Exception {
    int before = lab.journal.events.size();
    say(statement(1, 4, 3));
    assertThat(lab.journal.names().subList(before, lab.journal.names().size()))
        .containsExactly(
            EventName.LIBRARY_STATEMENT_ACCEPTED,
            EventName.LIBRARY_WITHDRAWN,
            EventName.LIBRARY_ARMED,
            EventName.LIBRARY_IN_FORCE);
    var said = lab.journal.last(EventName.LIBRARY_STATEMENT_ACCEPTED);
    assertThat(said.text("reason")).isEqualTo("Wrong hard maximum");
    assertThat(said.list("signers")).hasSize(2);
    assertThat(said.fields("step_back").whole("version")).isEqualTo(3);
    assertThat(lab.journal.last(EventName.LIBRARY_WITHDRAWN).whole("version")).isEqualTo(4);
    assertThat(lab.journal.last(EventName.LIBRARY_IN_FORCE).text("cause"))
        .isEqualTo("stepped-back");
  }

  @Test
  void withNothingToStepBackToNothingIsInForceAndThatIsSaid() throws Exception {
    say(statement(1, 4, 0));
    assertThat(lab.version()).isZero();
    for (int start = 0; start < 2; start++) {
      HealthCheck.Health health = lab.health();
      assertThat(health.level()).isEqualTo(HealthCheck.Level.CRITICAL);
      assertThat(health.code()).isEqualTo("library-withdrawn");
      assertThat(health.toString()).contains("Wrong hard maximum");
      lab.restart();
    }
    lab.shelf.accept(signedLibrary(5));
    assertThat(lab.version()).isEqualTo(5);
    assertThat(lab.health()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void theOneToStepBackToIsTakenFromTheServerIfItIsNotHere() throws Exception {
    lab.store.names().stream()
        .filter(name -> name.startsWith("library-old-"))
        .forEach(lab.store::delete);
    say(statement(1, 4, 3));
    assertThat(lab.version()).isZero();
    assertThat(lab.health().code()).isEqualTo("library-step-back-missing");
    lab.restart();
    lab.shelf.accept(signedLibrary(3));
    assertThat(lab.version()).isEqualTo(3);
    lab.restart();
    assertThat(lab.version()).isEqualTo(3);
  }

  @Test
  void aLibraryThatNeverCameIsKeptOutFromNowOn() throws Exception {
    say(statement(1, 6, 5));
    assertThat(lab.version()).as("nobody steps back who is not that far").isEqualTo(4);
    assertThat(libraryRefused(6)).isEqualTo("library-withdrawn");
    lab.shelf.accept(signedLibrary(5));
    assertThat(lab.version()).isEqualTo(5);
  }

  @Test
  void whoIsFurtherThanWhatIsWithdrawnStaysThere() throws Exception {
    lab.shelf.accept(signedLibrary(5));
    say(statement(1, 4, 3));
    assertThat(lab.version()).isEqualTo(5);
    assertThat(libraryRefused(3)).isEqualTo("library-not-newer");
  }

  @Test
  void anOldStatementIsNotPlayedAgain() throws Exception {
    Bytes first = signedStatement(statement(1, 3, 0));
    lab.shelf.acceptStatement(first, AT);
    String second = with(statement(2, 3, 0), "\"withdrawn\":[", "\"withdrawn\":[" + named(4) + ",");
    say(second);
    assertThat(refused(first)).isEqualTo("statement-not-newer");
    lab.restart();
    assertThat(refused(first)).isEqualTo("statement-not-newer");
    lab.store.delete(Withdrawals.FILE);
    lab.restart();
    assertThat(refused(first)).as("also when its file is gone").isEqualTo("statement-not-newer");
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    say(statement(1, 4, 3));
    int changes = lab.store.changes;
    int said = lab.journal.events.size();
    assertThat(lab.shelf.acceptStatement(signedStatement(statement(1, 4, 3)), AT).already())
        .isTrue();
    assertThat(lab.store.changes).isEqualTo(changes);
    assertThat(lab.journal.events).hasSize(said);
  }

  @Test
  void withdrawnIsForGood() throws Exception {
    say(statement(1, 4, 3));
    assertThat(refused(signedStatement(statement(2, 3, 0)))).isEqualTo("statement-incomplete");
    assertThat(refused(signedStatement(with(statement(1, 4, 3), "Wrong", "Right"))))
        .isEqualTo("statement-number-reused");
  }

  @Test
  void oneFlippedBitAnywhereIsRefused() {
    byte[] good = signedStatement(statement(1, 4, 3)).toArray();
    for (int i = 0; i < good.length; i += 7) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      assertThat(refused(Bytes.of(flipped)))
          .isIn("signature-invalid", "malformed", "chain-untrusted");
    }
  }

  @Test
  void onePersonIsNotEnough() {
    String text = statement(1, 4, 3);
    assertThat(refused(Fakes.Signing.sign(text, SignerRole.LIBRARY_AUTHOR)))
        .isEqualTo("signer-missing");
    assertThat(
            refused(Fakes.Signing.sign(text, SignerRole.LIBRARY_AUTHOR, SignerRole.ORDER_SYSTEM)))
        .isEqualTo("signer-missing");
    Map<SignerRole, String> alone =
        Map.of(SignerRole.LIBRARY_AUTHOR, "CN=Author", SignerRole.LIBRARY_APPROVER, "CN=Author");
    assertThat(
            refused(
                Fakes.Signing.sign(
                    text, alone, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER)))
        .isEqualTo("same-signer");
  }

  @Test
  void whatIsMeantForOthersOrForLaterIsRefused() {
    String text = statement(1, 4, 3);
    assertThat(refused(signedStatement(with(text, "Example Hospital", "Other Hospital"))))
        .isEqualTo("statement-other-hospital");
    Bytes later = signedStatement(with(text, "2026-03-01T11", "2026-03-01T13"));
    assertThat(refused(later)).isEqualTo("statement-from-future");
    assertThat(refused(signedLibrary(5))).as("a library is none").isEqualTo("statement-malformed");
    assertThat(refused(Bytes.of(new byte[SignedKind.SHORT_BYTES + 1])))
        .isEqualTo("statement-too-large");
  }

  /** A clock at its floor is late; it must not keep a withdrawal out. */
  @Test
  void aGatewayThatDoesNotKnowTheTimeStillWithdraws() throws Exception {
    ClockReading floor =
        new ClockReading(Fakes.NOW.minus(Duration.ofDays(400)), ClockQuality.FLOOR, 0);
    lab.shelf.acceptStatement(signedStatement(statement(1, 4, 3)), floor);
    assertThat(lab.version()).isEqualTo(3);
  }

  @Test
  void whatWasWithdrawnStaysOutWhenTheSignersCertificatesHaveEnded() throws Exception {
    say(statement(1, 4, 0));
    lab.signing.expired.add("CN=Approver");
    lab.restart();
    assertThat(lab.journal.last(EventName.LIBRARY_STATEMENT_REFUSED).text("code"))
        .isEqualTo("certificate-expired");
    lab.signing.expired.clear();
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
  }

  @Test
  void aFullDiskRefusesTheStatement() throws Exception {
    lab.store.failing = true;
    assertThat(refused(signedStatement(statement(1, 4, 3)))).isEqualTo("statement-not-stored");
    lab.store.failing = false;
    say(statement(1, 4, 3));
    assertThat(lab.version()).isEqualTo(3);
  }

  @Test
  void everyBitOfTheMarkIsGuarded() throws Exception {
    say(statement(1, 4, 3));
    byte[] mark = lab.store.read(StatementMark.FILE).orElseThrow().toArray();
    for (int bit = 0; bit < mark.length * 8; bit++) {
      byte[] changed = mark.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      lab.store.put(StatementMark.FILE, Bytes.of(changed));
      assertThat(StatementMark.load(lab.store)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void withNeitherMarkNorStatementNothingNewIsTakenUntilAPersonHasLooked() throws Exception {
    say(statement(1, 4, 3));
    lab.store.damage(StatementMark.FILE);
    lab.restart();
    assertThat(lab.version()).as("the statement mends its mark").isEqualTo(3);
    lab.store.damage(StatementMark.FILE);
    lab.store.delete(Withdrawals.FILE);
    lab.restart();
    assertThat(lab.health().code()).isNotEqualTo("ok");
    assertThat(libraryRefused(5)).isEqualTo("statement-mark-damaged");
    assertThat(refused(signedStatement(statement(2, 4, 3)))).isEqualTo("statement-mark-damaged");
  }
}
