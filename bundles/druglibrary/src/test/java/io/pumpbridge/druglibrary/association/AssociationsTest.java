// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.line.Line;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.SignerRole;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of an association, and one test per attack on it. */
class AssociationsTest {
  private static final Line LINE = new Line("800200123", "1");

  private final CrashingStore disk = new CrashingStore();
  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private Associations associations = started();

  private Associations started() {
    Associations started =
        new Associations(
            new SealedStore(disk, Fakes.SEALER),
            new AssociationCheck(signing, Fakes.IDENTITY),
            new AssociationEvents(new Recorder(journal)));
    started.load(clock.read());
    return started;
  }

  private void restart() {
    disk.restart();
    associations = started();
  }

  private static String issuedAt(String hourAndMinute) {
    return with(
        with(ASSOCIATION, "use-1", "use-" + hourAndMinute.replace(":", "")),
        "03-01T11:00",
        "03-01T" + hourAndMinute);
  }

  private Associations.Outcome accept(String content) throws RefusedException {
    return associations.accept(signedAssociation(content), clock.read());
  }

  private String refused(String content) {
    return refused(signedAssociation(content));
  }

  private String refused(Bytes signed) {
    Optional<Association> before = found();
    RefusedException e =
        catchThrowableOfType(
            RefusedException.class, () -> associations.accept(signed, clock.read()));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(found()).as("what was held stays held").isEqualTo(before);
    assertThat(journal.events.get(journal.events.size() - 1).toFields().toString())
        .contains("ASSOCIATION_REFUSED", "\"code\":\"" + e.code() + "\"");
    assertThat(e.reason()).endsWith(".");
    return e.code();
  }

  private Optional<Association> found() {
    return associations.find(LINE, clock.wall);
  }

  // --- life

  @Test
  void aGoodOneIsHeldRecordedAndHeldAgainAfterARestart() throws Exception {
    Associations.Outcome outcome = accept(ASSOCIATION);
    assertThat(outcome.already()).isFalse();
    assertThat(found()).contains(outcome.association());
    assertThat(journal.names()).containsExactly(EventName.ASSOCIATION_ACCEPTED);
    var event = journal.last(EventName.ASSOCIATION_ACCEPTED);
    assertThat(event.text("pump_serial")).isEqualTo("800200123");
    assertThat(event.text("channel")).isEqualTo("1");
    assertThat(event.text("drug")).isEqualTo("norepinephrine");
    restart();
    assertThat(found()).contains(outcome.association());
  }

  @Test
  void neitherWeightNorEncounterIsInAnyEventOrReadableOnDisk() throws Exception {
    accept(ASSOCIATION);
    associations.drop("800200123", clock.wall);
    accept(issuedAt("11:30"));
    clock.pass(Duration.ofDays(2));
    associations.sweep(clock.wall);
    journal.events.forEach(
        event ->
            assertThat(event.toFields().toString()).doesNotContain("4711").doesNotContain("\"70"));
    accept(with(with(issuedAt("11:40"), "03-01T11:40", "03-03T11:40"), "03-02T11", "03-04T11"));
    for (String file : disk.names()) {
      assertThat(disk.read(file).orElseThrow().toText(StandardCharsets.ISO_8859_1))
          .doesNotContain("4711")
          .doesNotContain("norepinephrine");
    }
  }

  @Test
  void theSameAgainIsAlreadyHeld() throws Exception {
    accept(ASSOCIATION);
    int changes = disk.changes;
    assertThat(accept(ASSOCIATION).already()).isTrue();
    assertThat(disk.changes).isEqualTo(changes);
  }

  @Test
  void aNewerOneForTheSameChannelReplacesTheOlder() throws Exception {
    accept(ASSOCIATION);
    accept(issuedAt("11:30"));
    assertThat(found().orElseThrow().id()).endsWith("1130");
    assertThat(associations.count()).isEqualTo(1);
    assertThat(journal.last(EventName.ASSOCIATION_DROPPED).text("reason")).contains("replaced");
    restart();
    assertThat(found().orElseThrow().id()).endsWith("1130");
  }

  @Test
  void itEndsByTheClockAndThatIsRecordedOnce() throws Exception {
    accept(ASSOCIATION);
    clock.wall = found().orElseThrow().expires().minusMillis(1);
    associations.sweep(clock.wall);
    assertThat(found()).isPresent();
    clock.pass(Duration.ofMillis(1));
    assertThat(found()).as("even before anybody swept").isEmpty();
    associations.sweep(clock.wall);
    associations.sweep(clock.wall);
    assertThat(associations.count()).isZero();
    assertThat(disk.names()).containsExactly(Associations.MARKS);
    assertThat(journal.names())
        .containsExactly(EventName.ASSOCIATION_ACCEPTED, EventName.ASSOCIATION_DROPPED);
    restart(); // the power cut brings the file back that nobody waited for
    assertThat(found()).isEmpty();
    assertThat(disk.names()).containsExactly(Associations.MARKS);
  }

  @Test
  void aChangedPumpDropsAllItsChannelsAndNoOthers() throws Exception {
    accept(ASSOCIATION);
    accept(with(ASSOCIATION, "\"channel\": \"1\"", "\"channel\": \"2\""));
    accept(with(ASSOCIATION, "800200123", "800200124"));
    assertThat(associations.drop("800200123", clock.wall)).hasSize(2);
    assertThat(found()).isEmpty();
    assertThat(associations.count()).isEqualTo(1);
    restart();
    assertThat(associations.count()).isEqualTo(1);
    assertThat(associations.drop("unknown", clock.wall)).isEmpty();
  }

  // --- attacks

  @Test
  void oneFlippedBitAnywhereIsRefused() {
    byte[] good = signedAssociation(ASSOCIATION).toArray();
    for (int i = 0; i < good.length; i += 3) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      assertThat(refused(Bytes.of(flipped)))
          .isIn("signature-invalid", "malformed", "chain-untrusted");
    }
  }

  @Test
  void onlyTheOrderSystemMayAssociate() {
    assertThat(refused(Fakes.Signing.sign(ASSOCIATION, SignerRole.PUMP_SERVER)))
        .isEqualTo("signer-missing");
    assertThat(refused(Fakes.Signing.sign(ASSOCIATION, SignerRole.LIBRARY_AUTHOR)))
        .isEqualTo("signer-missing");
  }

  @Test
  void anotherHospitalsOrGatewaysIsRefused() {
    assertThat(refused(with(ASSOCIATION, "Example Hospital", "Other Hospital")))
        .isEqualTo("association-other-hospital");
    assertThat(refused(with(ASSOCIATION, "gw-1", "gw-2"))).isEqualTo("association-other-gateway");
  }

  @Test
  void oneFromTheFutureIsRefusedBeyondFiveMinutes() throws Exception {
    assertThat(refused(with(issuedAt("12:05"), "12:05:00Z", "12:05:01Z")))
        .isEqualTo("association-from-future");
    accept(issuedAt("12:05"));
  }

  @Test
  void oneThatHasEndedOrStandsTooLongIsRefused() throws Exception {
    assertThat(refused(with(ASSOCIATION, "03-02T11:00:00Z", "03-08T11:00:01Z")))
        .isEqualTo("association-too-long");
    assertThat(refused(with(ASSOCIATION, "03-02T11:00:00Z", "03-01T12:00:00Z")))
        .isEqualTo("association-expired");
    accept(with(ASSOCIATION, "03-02T11:00:00Z", "03-08T11:00:00Z"));
  }

  @Test
  void nothingIsAcceptedWhileTheTimeIsNotKnown() {
    clock.quality = ClockQuality.FLOOR;
    assertThat(refused(ASSOCIATION)).isEqualTo("clock-untrusted");
  }

  @Test
  void anOlderOnePlayedAgainIsRefused() throws Exception {
    accept(issuedAt("11:30"));
    assertThat(refused(ASSOCIATION)).isEqualTo("association-not-newer");
    restart();
    assertThat(refused(ASSOCIATION)).isEqualTo("association-not-newer");
  }

  @Test
  void anotherOfTheSameMomentIsRefused() throws Exception {
    accept(ASSOCIATION);
    assertThat(refused(with(ASSOCIATION, "\"70\"", "\"7\""))).isEqualTo("association-not-newer");
  }

  @Test
  void whatWasDroppedCannotBePlayedAgain() throws Exception {
    accept(ASSOCIATION);
    accept(issuedAt("11:30"));
    associations.drop("800200123", clock.wall);
    assertThat(refused(ASSOCIATION)).isEqualTo("association-not-newer");
    assertThat(refused(issuedAt("11:30"))).isEqualTo("association-not-newer");
    restart();
    assertThat(refused(issuedAt("11:30"))).isEqualTo("association-not-newer");
    accept(issuedAt("11:31"));
  }

  @Test
  void whenTheReplayMarksAreLostWhateverWasIssuedBeforeIsRefused() throws Exception {
    accept(ASSOCIATION);
    associations.drop("800200123", clock.wall);
    disk.damage(Associations.MARKS);
    restart();
    assertThat(refused(ASSOCIATION)).isEqualTo("association-not-newer");
    restart();
    assertThat(refused(issuedAt("11:59"))).isEqualTo("association-not-newer");
    clock.pass(Duration.ofMinutes(5));
    accept(issuedAt("12:04"));
  }

  @Test
  void theSixtyFifthIsRefused() throws Exception {
    for (int i = 0; i < Associations.MAX_HELD; i++) {
      accept(with(ASSOCIATION, "800200123", "pump-" + i));
    }
    assertThat(refused(ASSOCIATION)).isEqualTo("association-too-many");
    accept(with(issuedAt("11:30"), "800200123", "pump-7"));
    associations.drop("pump-9", clock.wall);
    accept(ASSOCIATION);
  }

  @Test
  void aHugeOneIsRefusedBeforeAnybodyLooksIntoIt() {
    assertThat(refused(Bytes.of(new byte[AssociationCheck.MAX_SIGNED_BYTES + 1])))
        .isEqualTo("association-too-large");
  }

  @Test
  void aMalformedOneIsRefusedWithItsPlace() {
    assertThat(refused(with(ASSOCIATION, "\"70\"", "70"))).isEqualTo("association-malformed");
    assertThat(journal.events.get(0).toFields().toString()).contains("$.weight.value");
  }

  // --- what is stored

  @Test
  void aStoredOneThatIsDamagedOrNoLongerVerifiesIsDroppedAndSaid() throws Exception {
    accept(ASSOCIATION);
    disk.damage(Associations.fileOf(LINE));
    restart();
    assertThat(found()).isEmpty();
    assertThat(journal.last(EventName.ASSOCIATION_DROPPED).text("code")).isEqualTo("seal-broken");
    accept(ASSOCIATION); // it was not ended, only lost
    signing.expired.add("CN=Orders");
    restart();
    assertThat(found()).isEmpty();
    assertThat(journal.last(EventName.ASSOCIATION_DROPPED).text("code"))
        .isEqualTo("certificate-expired");
  }

  @Test
  void oneFileCannotStandInForAnother() throws Exception {
    accept(ASSOCIATION);
    Bytes sealed = disk.read(Associations.fileOf(LINE)).orElseThrow();
    disk.put(Associations.fileOf(new Line("other", "1")), sealed);
    restart();
    assertThat(associations.count()).isEqualTo(1);
    assertThat(journal.last(EventName.ASSOCIATION_DROPPED).text("code")).isEqualTo("seal-broken");
  }

  @Test
  void aFullDiskRefusesTheNewOneAndKeepsTheOld() throws Exception {
    accept(ASSOCIATION);
    disk.failing = true;
    assertThat(refused(issuedAt("11:30"))).isEqualTo("association-not-stored");
  }

  @Test
  void aPowerCutAtAnyChangeLeavesTheOlderOrTheNewerAndNoReplay() throws Exception {
    for (int change = 1; change <= 2; change++) {
      for (boolean after : new boolean[] {false, true}) {
        reset();
        accept(ASSOCIATION);
        disk.cutPowerAt(change, after);
        assertThat(
                catchThrowableOfType(CrashingStore.PowerCut.class, () -> accept(issuedAt("11:30"))))
            .isNotNull();
        restart();
        boolean stored = change > 1 || after;
        assertThat(found().orElseThrow().id()).endsWith(stored ? "1130" : "use-1");
        accept(issuedAt("11:30"));
        assertThat(refused(ASSOCIATION)).isEqualTo("association-not-newer");
      }
    }
  }

  @Test
  void aPowerCutWhileDroppingNeverBringsADroppedOneBackOnceItsMarkIsDown() throws Exception {
    for (int change = 1; change <= 2; change++) {
      for (boolean after : new boolean[] {false, true}) {
        reset();
        accept(ASSOCIATION);
        disk.cutPowerAt(change, after);
        assertThat(
                catchThrowableOfType(
                    CrashingStore.PowerCut.class, () -> associations.drop("800200123", clock.wall)))
            .isNotNull();
        assertThat(found()).as("judged by no more, whatever the disk does").isEmpty();
        restart();
        boolean marked = change > 1 || after;
        assertThat(found().isEmpty()).as("change %d after %s", change, after).isEqualTo(marked);
      }
    }
  }

  private void reset() throws Exception {
    for (String name : List.copyOf(disk.names())) {
      disk.delete(name);
    }
    restart();
  }
}
