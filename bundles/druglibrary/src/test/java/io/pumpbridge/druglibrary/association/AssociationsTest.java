// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The life of an association, and what is stored of it. */
class AssociationsTest {
  private final AssociationLab lab = new AssociationLab();

  @Test
  void aGoodOneIsHeldRecordedAndHeldAgainAfterARestart() throws Exception {
    Associations.Outcome outcome = lab.accept(ASSOCIATION);
    assertThat(outcome.already()).isFalse();
    assertThat(lab.found()).contains(outcome.association());
    assertThat(lab.journal.names()).containsExactly(EventName.ASSOCIATION_ACCEPTED);
    var event = lab.journal.last(EventName.ASSOCIATION_ACCEPTED);
    assertThat(event.text("pump_serial")).isEqualTo("800200123");
    assertThat(event.text("channel")).isEqualTo("1");
    assertThat(event.text("drug")).isEqualTo("norepinephrine");
    lab.restart();
    assertThat(lab.found()).contains(outcome.association());
  }

  @Test
  void neitherWeightNorEncounterIsInAnyEventOrReadableOnDisk() throws Exception {
    lab.accept(ASSOCIATION);
    lab.associations.drop("800200123", lab.clock.read());
    lab.accept(AssociationLab.issuedAt("12:01"));
    lab.clock.pass(Duration.ofDays(2));
    lab.associations.sweep(lab.clock.wall);
    lab.journal.events.forEach(
        event ->
            assertThat(event.toFields().toString()).doesNotContain("4711").doesNotContain("\"70"));
    lab.accept(
        with(
            with(AssociationLab.issuedAt("12:02"), "03-01T12:02", "03-03T11:40"),
            "03-02T11",
            "03-04T11"));
    for (String file : lab.disk.names()) {
      assertThat(lab.disk.read(file).orElseThrow().toText(StandardCharsets.ISO_8859_1))
          .doesNotContain("4711")
          .doesNotContain("norepinephrine");
    }
  }

  @Test
  void theSameAgainIsAlreadyHeld() throws Exception {
    lab.accept(ASSOCIATION);
    int changes = lab.disk.changes;
    assertThat(lab.accept(ASSOCIATION).already()).isTrue();
    assertThat(lab.disk.changes).isEqualTo(changes);
  }

  @Test
  void aNewerOneForTheSameChannelReplacesTheOlder() throws Exception {
    lab.accept(ASSOCIATION);
    lab.accept(AssociationLab.issuedAt("11:30"));
    assertThat(lab.found().orElseThrow().id()).endsWith("1130");
    assertThat(lab.associations.count()).isEqualTo(1);
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("reason")).contains("replaced");
    lab.restart();
    assertThat(lab.found().orElseThrow().id()).endsWith("1130");
  }

  @Test
  void itEndsByTheClockAndThatIsRecordedOnce() throws Exception {
    lab.accept(ASSOCIATION);
    lab.clock.wall = lab.found().orElseThrow().expires().minusMillis(1);
    lab.associations.sweep(lab.clock.wall);
    assertThat(lab.found()).isPresent();
    lab.clock.pass(Duration.ofMillis(1));
    assertThat(lab.found()).as("even before anybody swept").isEmpty();
    lab.associations.sweep(lab.clock.wall);
    lab.associations.sweep(lab.clock.wall);
    assertThat(lab.associations.count()).isZero();
    assertThat(lab.disk.names()).containsExactly(Associations.MARKS);
    assertThat(lab.journal.names())
        .containsExactly(EventName.ASSOCIATION_ACCEPTED, EventName.ASSOCIATION_DROPPED);
    lab.restart(); // the power cut brings the file back that nobody waited for
    assertThat(lab.found()).isEmpty();
    assertThat(lab.disk.names()).containsExactly(Associations.MARKS);
  }

  @Test
  void aChangedPumpDropsAllItsChannelsAndNoOthers() throws Exception {
    lab.accept(ASSOCIATION);
    lab.accept(with(ASSOCIATION, "\"channel\": \"1\"", "\"channel\": \"2\""));
    lab.accept(with(ASSOCIATION, "800200123", "800200124"));
    assertThat(lab.associations.drop("800200123", lab.clock.read())).hasSize(2);
    assertThat(lab.found()).isEmpty();
    assertThat(lab.associations.count()).isEqualTo(1);
    lab.restart();
    assertThat(lab.associations.count()).isEqualTo(1);
    assertThat(lab.associations.drop("unknown", lab.clock.read())).isEmpty();
  }

  @Test
  void aStoredOneThatIsDamagedOrNoLongerVerifiesIsDroppedAndSaid() throws Exception {
    lab.accept(ASSOCIATION);
    lab.disk.damage(Associations.fileOf(AssociationLab.CHANNEL));
    lab.restart();
    assertThat(lab.found()).isEmpty();
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("code"))
        .isEqualTo("seal-broken");
    lab.accept(ASSOCIATION); // it was not ended, only lost
    lab.signing.expired.add("CN=Orders");
    lab.restart();
    assertThat(lab.found()).isEmpty();
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("code"))
        .isEqualTo("certificate-expired");
  }

  @Test
  void oneFileCannotStandInForAnother() throws Exception {
    lab.accept(ASSOCIATION);
    Bytes sealed = lab.disk.read(Associations.fileOf(AssociationLab.CHANNEL)).orElseThrow();
    lab.disk.put(Associations.fileOf(new Channel("other", "1")), sealed);
    lab.restart();
    assertThat(lab.associations.count()).isEqualTo(1);
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("code"))
        .isEqualTo("seal-broken");
  }

  @Test
  void aFullDiskRefusesTheNewOneAndKeepsTheOld() throws Exception {
    lab.accept(ASSOCIATION);
    lab.disk.failing = true;
    assertThat(lab.refused(AssociationLab.issuedAt("11:30"))).isEqualTo("association-not-stored");
  }

  @Test
  void aPowerCutAtAnyChangeLeavesTheOlderOrTheNewerAndNoReplay() throws Exception {
    for (int change = 1; change <= 2; change++) {
      for (boolean after : new boolean[] {false, true}) {
        lab.reset();
        lab.accept(ASSOCIATION);
        lab.disk.cutPowerAt(change, after);
        assertThat(
                catchThrowableOfType(
                    CrashingStore.PowerCut.class,
                    () -> lab.accept(AssociationLab.issuedAt("11:30"))))
            .isNotNull();
        lab.restart();
        boolean stored = change > 1 || after;
        assertThat(lab.found().orElseThrow().id()).endsWith(stored ? "1130" : "use-1");
        lab.accept(AssociationLab.issuedAt("11:30"));
        assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
      }
    }
  }

  @Test
  void aPowerCutWhileDroppingNeverBringsADroppedOneBackOnceItsMarkIsDown() throws Exception {
    for (int change = 1; change <= 2; change++) {
      for (boolean after : new boolean[] {false, true}) {
        lab.reset();
        lab.accept(ASSOCIATION);
        lab.disk.cutPowerAt(change, after);
        assertThat(
                catchThrowableOfType(
                    CrashingStore.PowerCut.class,
                    () -> lab.associations.drop("800200123", lab.clock.read())))
            .isNotNull();
        assertThat(lab.found()).as("judged by no more, whatever the lab.disk does").isEmpty();
        lab.restart();
        boolean marked = change > 1 || after;
        assertThat(lab.found().isEmpty()).as("change %d after %s", change, after).isEqualTo(marked);
      }
    }
  }
}
