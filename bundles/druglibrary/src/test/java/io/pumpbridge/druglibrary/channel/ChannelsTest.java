// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of each channel, and what stays of it. */
class ChannelsTest {
  private final CrashingStore store = new CrashingStore();
  private final Fakes.Journal journal = new Fakes.Journal();
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private Channels channels;
  private LibraryShelf shelf;

  ChannelsTest() {
    start();
  }

  private void start() {
    channels = Fakes.channels(store, journal, clock);
    shelf =
        new LibraryShelf(
            store, new Fakes.Signing(), Fakes.IDENTITY, new Recorder(journal, journal), channels);
    shelf.load();
  }

  private static PumpIdentity pump(String serial) {
    return new PumpIdentity("alaris", "alaris-asena", "GH", serial, "");
  }

  private void hear(String serial, PumpStatus status) {
    channels.on(pump(serial), "1", status, Optional.empty(), clock.read());
  }

  private Fields status() {
    return new LibraryStatus(shelf, channels, clock).tell();
  }

  private String whyNot(int pump) throws Exception {
    return status().list("pumps").get(pump).findText("why_not").orElse("");
  }

  private List<Event> said(EventName name) {
    return journal.events.stream().filter(event -> event.name() == name).toList();
  }

  @Test
  void eachPumpIsAnEventOfItsOwnWithSerialAndChannel() throws Exception {
    shelf.accept(signedLibrary(3));
    hear("pump-1", PumpStatus.INFUSING);
    hear("pump-2", PumpStatus.STOPPED);
    shelf.accept(signedLibrary(4));
    hear("pump-1", PumpStatus.INFUSING);
    hear("pump-2", PumpStatus.STOPPED);
    Event second = said(EventName.LIBRARY_IN_FORCE).get(4);
    assertThat(second.pump().orElseThrow().serialNumber()).isEqualTo("pump-2");
    assertThat(second.channel()).contains("1");
    assertThat(second.details().whole("version")).isEqualTo(4);
    assertThat(second.details().whole("previous_version")).isEqualTo(3);
    assertThat(journal.last(EventName.LIBRARY_ARMED).list("waiting").get(0).text("serial"))
        .isEqualTo("pump-1");
    assertThat(journal.last(EventName.LIBRARY_ARMED).list("waiting").get(0).text("why_not"))
        .isEqualTo("infusing");
    assertThat(said(EventName.LIBRARY_SUPERSEDED)).as("it still judges one").isEmpty();
    hear("pump-1", PumpStatus.STOPPED);
    assertThat(journal.last(EventName.LIBRARY_SUPERSEDED).whole("version")).isEqualTo(3);
    hear("pump-1", PumpStatus.INFUSING);
    assertThat(said(EventName.LIBRARY_IN_FORCE)).as("each once").hasSize(6);
    assertThat(said(EventName.LIBRARY_SUPERSEDED)).hasSize(1);
  }

  @Test
  void thereIsAReasonForEachPumpUntilItIsOnTheNewest() throws Exception {
    assertThat(status().text("why_not")).isEqualTo("library-none");
    shelf.accept(signedLibrary(3));
    assertThat(status().text("why_not")).isEqualTo("no-pump");
    hear("pump-1", PumpStatus.INFUSING);
    assertThat(whyNot(0)).isEmpty();
    assertThat(status().has("why_not")).isFalse();
    shelf.accept(signedLibrary(4));
    assertThat(whyNot(0)).isEqualTo("infusing");
    assertThat(status().list("pumps").get(0).whole("version")).isEqualTo(3);
    channels.lost("pump-1");
    assertThat(whyNot(0)).isEqualTo("unreachable");
    channels.keep();
    start();
    assertThat(whyNot(0)).isEqualTo("not-heard-yet");
    hear("pump-1", PumpStatus.STOPPED);
    assertThat(whyNot(0)).isEmpty();
    assertThat(status().fields("in_force").whole("version")).isEqualTo(4);
    assertThat(status().fields("in_force").list("signers")).hasSize(2);
  }

  /** A full rack at 9600 baud is read once in one to two minutes. */
  @Test
  void aPumpInASlowRackIsReachableBetweenTwoReadings() throws Exception {
    shelf.accept(signedLibrary(3));
    hear("pump-1", PumpStatus.INFUSING);
    hear("pump-2", PumpStatus.INFUSING);
    shelf.accept(signedLibrary(4));
    clock.pass(Duration.ofSeconds(140));
    assertThat(whyNot(0)).isEqualTo("infusing");
    channels.lost("pump-2");
    assertThat(whyNot(0)).isEqualTo("infusing");
    assertThat(whyNot(1)).isEqualTo("unreachable");
    clock.pass(Duration.ofSeconds(161));
    assertThat(whyNot(0)).as("nobody said anything of it").isEqualTo("unreachable");
  }

  @Test
  void whatWasRefusedIsTheReasonUntilAnotherOneComes() throws Exception {
    try {
      shelf.accept(Bytes.EMPTY);
    } catch (RefusedException e) {
      assertThat(status().text("why_not")).isEqualTo("refused:malformed");
    }
    shelf.accept(signedLibrary(3));
    assertThat(status().text("why_not")).isEqualTo("no-pump");
  }

  @Test
  void sinceWhenOutlivesARestart() throws Exception {
    shelf.accept(signedLibrary(3));
    hear("pump-1", PumpStatus.INFUSING);
    String before = status().fields("in_force").text("since");
    channels.keep();
    clock.pass(Duration.ofHours(1));
    start();
    assertThat(status().fields("in_force").text("since")).isEqualTo(before);
    assertThat(status().list("pumps").get(0).text("since")).isEqualTo(before);
    hear("pump-1", PumpStatus.INFUSING);
    assertThat(said(EventName.LIBRARY_IN_FORCE)).as("by pump").hasSize(3);
  }

  @Test
  void aPumpThatLeftIsNoRunningInfusionAnyMore() throws Exception {
    shelf.accept(signedLibrary(3));
    hear("pump-1", PumpStatus.INFUSING);
    shelf.accept(signedLibrary(4));
    channels.release("pump-1");
    assertThat(journal.last(EventName.LIBRARY_SUPERSEDED).whole("version")).isEqualTo(3);
    hear("pump-1", PumpStatus.INFUSING);
    assertThat(whyNot(0)).isEmpty();
  }

  @Test
  void aDamagedFileSaysNothingAndEveryBitOfItIsGuarded() throws Exception {
    shelf.accept(signedLibrary(3));
    hear("pump-1", PumpStatus.INFUSING);
    channels.keep();
    byte[] good = store.read(ChannelsFile.FILE).orElseThrow().toArray();
    ChannelsFile file = new ChannelsFile(store);
    assertThat(file.read().channels()).hasSize(1);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] changed = good.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      store.put(ChannelsFile.FILE, Bytes.of(changed));
      assertThat(file.read()).as("bit %d", bit).isEqualTo(ChannelsFile.Content.NONE);
    }
  }

  @Test
  void pumpsCannotMakeItGrowWithoutEnd() throws Exception {
    shelf.accept(signedLibrary(3));
    for (int i = 0; i < 2 * Channels.MAX_CHANNELS; i++) {
      hear("pump-" + i, PumpStatus.INFUSING);
    }
    hear("x".repeat(2_000), PumpStatus.INFUSING);
    hear("", PumpStatus.INFUSING);
    assertThat(channels.states()).hasSize(Channels.MAX_CHANNELS);
    channels.keep();
    assertThat(new ChannelsFile(store).read().channels()).hasSize(Channels.MAX_CHANNELS);
    clock.pass(Duration.ofDays(8));
    hear("pump-new", PumpStatus.INFUSING);
    assertThat(channels.states()).as("who is silent for a week is elsewhere").hasSize(1);
  }

  @Test
  void whatChangesIsWrittenDownWithoutBeingAskedTo() throws Exception {
    shelf.accept(signedLibrary(3));
    CountDownLatch kept = new CountDownLatch(1);
    store.onReplaced =
        name -> {
          if (name.equals(ChannelsFile.FILE)) {
            kept.countDown();
          }
        };
    try (ChannelsKeeper keeper = ChannelsKeeper.start(channels)) {
      hear("pump-1", PumpStatus.INFUSING);
      assertThat(keeper).isNotNull();
      assertThat(kept.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(new ChannelsFile(store).read().channels()).hasSize(1);
      hear("pump-1", PumpStatus.STOPPED);
    }
    assertThat(new ChannelsFile(store).read().channels().get(new Channel("pump-1", "1")).running())
        .as("the last, at the end")
        .isFalse();
  }
}
