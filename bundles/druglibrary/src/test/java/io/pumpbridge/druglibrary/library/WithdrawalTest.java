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
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
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

  @BeforeEach
  void twoLibraries() throws Exception {
    shelf.accept(signedLibrary(3));
    shelf.accept(signedLibrary(4));
  }

  private long version() {
    return shelf.inForce().map(found -> found.library().version()).orElse(0L);
  }

  private void say(String statement) throws RefusedException {
    shelf.acceptStatement(signedStatement(statement), AT);
  }

  private String refused(Bytes signed, ClockReading at) {
    long before = version();
    RefusedException e =
        catchThrowableOfType(RefusedException.class, () -> shelf.acceptStatement(signed, at));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(version()).as("the last good state stays").isEqualTo(before);
    assertThat(journal.last(EventName.LIBRARY_STATEMENT_REFUSED).toString())
        .contains("\"code\":\"" + e.code() + "\"");
    assertThat(e.reason()).endsWith(".");
    return e.code();
  }

  private String refused(Bytes signed) {
    return refused(signed, AT);
  }

  private String libraryRefused(long version) {
    return catchThrowableOfType(RefusedException.class, () -> shelf.accept(signedLibrary(version)))
        .code();
  }

  @Test
  void aWithdrawnLibraryGivesWayToTheOneNamedAndNeverComesBack() throws Exception {
    say(statement(1, 4, 3));
    assertThat(version()).isEqualTo(3);
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
    restart();
    assertThat(version()).isEqualTo(3);
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
    assertThat(libraryRefused(2)).isEqualTo("library-not-newer");
    assertThat(new LibraryHealth(shelf).check()).isEqualTo(HealthCheck.Health.WELL);
    shelf.accept(signedLibrary(5));
    assertThat(libraryRefused(3)).as("a step back is for once").isEqualTo("library-not-newer");
  }

  @Test
  void eachStepIsRecordedWithItsReason() throws Exception {
    int before = journal.events.size();
    say(statement(1, 4, 3));
    assertThat(journal.names().subList(before, journal.names().size()))
        .containsExactly(
            EventName.LIBRARY_STATEMENT_ACCEPTED,
            EventName.LIBRARY_WITHDRAWN,
            EventName.LIBRARY_ARMED,
            EventName.LIBRARY_IN_FORCE);
    var said = journal.last(EventName.LIBRARY_STATEMENT_ACCEPTED);
    assertThat(said.text("reason")).isEqualTo("Wrong hard maximum");
    assertThat(said.list("signers")).hasSize(2);
    assertThat(said.fields("step_back").whole("version")).isEqualTo(3);
    assertThat(journal.last(EventName.LIBRARY_WITHDRAWN).whole("version")).isEqualTo(4);
    assertThat(journal.last(EventName.LIBRARY_IN_FORCE).text("cause")).isEqualTo("stepped-back");
  }

  @Test
  void withNothingToStepBackToNothingIsInForceAndThatIsSaid() throws Exception {
    say(statement(1, 4, 0));
    assertThat(version()).isZero();
    for (int start = 0; start < 2; start++) {
      HealthCheck.Health health = new LibraryHealth(shelf).check();
      assertThat(health.level()).isEqualTo(HealthCheck.Level.CRITICAL);
      assertThat(health.code()).isEqualTo("library-withdrawn");
      assertThat(health.toString()).contains("Wrong hard maximum");
      restart();
    }
    shelf.accept(signedLibrary(5));
    assertThat(version()).isEqualTo(5);
    assertThat(new LibraryHealth(shelf).check()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void theOneToStepBackToIsTakenFromTheServerIfItIsNotHere() throws Exception {
    store.names().stream().filter(name -> name.startsWith("library-old-")).forEach(store::delete);
    say(statement(1, 4, 3));
    assertThat(version()).isZero();
    assertThat(new LibraryHealth(shelf).check().code()).isEqualTo("library-step-back-missing");
    restart();
    shelf.accept(signedLibrary(3));
    assertThat(version()).isEqualTo(3);
    restart();
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void aLibraryThatNeverCameIsKeptOutFromNowOn() throws Exception {
    say(statement(1, 6, 5));
    assertThat(version()).as("nobody steps back who is not that far").isEqualTo(4);
    assertThat(libraryRefused(6)).isEqualTo("library-withdrawn");
    shelf.accept(signedLibrary(5));
    assertThat(version()).isEqualTo(5);
  }

  @Test
  void whoIsFurtherThanWhatIsWithdrawnStaysThere() throws Exception {
    shelf.accept(signedLibrary(5));
    say(statement(1, 4, 3));
    assertThat(version()).isEqualTo(5);
    assertThat(libraryRefused(3)).isEqualTo("library-not-newer");
  }

  @Test
  void anOldStatementIsNotPlayedAgain() throws Exception {
    Bytes first = signedStatement(statement(1, 3, 0));
    shelf.acceptStatement(first, AT);
    String second = with(statement(2, 3, 0), "\"withdrawn\":[", "\"withdrawn\":[" + named(4) + ",");
    say(second);
    assertThat(refused(first)).isEqualTo("statement-not-newer");
    restart();
    assertThat(refused(first)).isEqualTo("statement-not-newer");
    store.delete(Withdrawals.FILE);
    restart();
    assertThat(refused(first)).as("also when its file is gone").isEqualTo("statement-not-newer");
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    say(statement(1, 4, 3));
    int changes = store.changes;
    int said = journal.events.size();
    assertThat(shelf.acceptStatement(signedStatement(statement(1, 4, 3)), AT).already()).isTrue();
    assertThat(store.changes).isEqualTo(changes);
    assertThat(journal.events).hasSize(said);
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
    assertThat(refused(Bytes.of(new byte[StatementCheck.MAX_SIGNED_BYTES + 1])))
        .isEqualTo("statement-too-large");
  }

  /** A clock at its floor is late; it must not keep a withdrawal out. */
  @Test
  void aGatewayThatDoesNotKnowTheTimeStillWithdraws() throws Exception {
    ClockReading floor =
        new ClockReading(Fakes.NOW.minus(Duration.ofDays(400)), ClockQuality.FLOOR, 0);
    shelf.acceptStatement(signedStatement(statement(1, 4, 3)), floor);
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void whatWasWithdrawnStaysOutWhenTheSignersCertificatesHaveEnded() throws Exception {
    say(statement(1, 4, 0));
    signing.expired.add("CN=Approver");
    restart();
    assertThat(journal.last(EventName.LIBRARY_STATEMENT_REFUSED).text("code"))
        .isEqualTo("certificate-expired");
    signing.expired.clear();
    assertThat(libraryRefused(4)).isEqualTo("library-withdrawn");
  }

  @Test
  void aFullDiskRefusesTheStatement() throws Exception {
    store.failing = true;
    assertThat(refused(signedStatement(statement(1, 4, 3)))).isEqualTo("statement-not-stored");
    store.failing = false;
    say(statement(1, 4, 3));
    assertThat(version()).isEqualTo(3);
  }

  @Test
  void everyBitOfTheMarkIsGuarded() throws Exception {
    say(statement(1, 4, 3));
    byte[] mark = store.read(StatementMark.FILE).orElseThrow().toArray();
    for (int bit = 0; bit < mark.length * 8; bit++) {
      byte[] changed = mark.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      store.put(StatementMark.FILE, Bytes.of(changed));
      assertThat(StatementMark.load(store)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void withNeitherMarkNorStatementNothingNewIsTakenUntilAPersonHasLooked() throws Exception {
    say(statement(1, 4, 3));
    store.damage(StatementMark.FILE);
    restart();
    assertThat(version()).as("the statement mends its mark").isEqualTo(3);
    store.damage(StatementMark.FILE);
    store.delete(Withdrawals.FILE);
    shelf = started();
    assertThat(new LibraryHealth(shelf).check().code()).isNotEqualTo("ok");
    assertThat(libraryRefused(5)).isEqualTo("statement-mark-damaged");
    assertThat(refused(signedStatement(statement(2, 4, 3)))).isEqualTo("statement-mark-damaged");
  }
}
