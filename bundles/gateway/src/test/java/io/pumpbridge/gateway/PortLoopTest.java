// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One port's loop in virtual time: time goes by only while somebody waits for bytes. */
class PortLoopTest {
  /** As many families, and as long probes, as the shipped drivers have at most. */
  private static final List<PumpDriver> FAMILIES =
      List.of(
          new WordDriver("bcc", 60, 600),
          new WordDriver("fresenius", 10, 2_200),
          new WordDriver("alaris", 30, 550),
          new WordDriver("graseby", 40, 550),
          new WordDriver("dianet", 20, 600),
          new WordDriver("miva", 70, 550),
          new WordDriver("as50", 50, 550));

  private final WordLine line = new WordLine();
  private Optional<String> known = Optional.empty();

  /** Plugs a pump in while the port is there all the time, and says how long it took to find it. */
  private long foundAfterMs(String protocol, long pluggedMs) {
    line.reset();
    line.plug(protocol, pluggedMs);
    PortLoop[] loop = new PortLoop[1];
    Ear ear = new Ear(() -> loop[0].stop());
    loop[0] =
        new PortLoop(
            WordLine.PORT,
            new PortLoop.Surroundings(line, () -> FAMILIES, () -> line.nowMs, () -> known),
            ear);
    line.onTooLate = () -> loop[0].stop();
    loop[0].run();
    assertThat(ear.identified).as("%s plugged in at %d", protocol, pluggedMs).isPresent();
    return line.nowMs - pluggedMs;
  }

  @Test
  void anUnknownPumpIsFoundWithinFifteenSecondsWheneverItIsPluggedIn() {
    for (PumpDriver family : FAMILIES) {
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(15_000);
      }
    }
  }

  @Test
  void aKnownPumpIsFoundWithinThreeSecondsOfItsAdapterBeingPluggedIn() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol());
      // One moment will do: before the port is there nothing happens, whenever that is.
      line.appearsMs = 1_000;
      assertThat(foundAfterMs(family.protocol(), 1_000))
          .as("%s", family.protocol())
          .isLessThanOrEqualTo(3_000);
    }
  }

  /**
   * The pump's end of a cable whose adapter stays: a second more for the one that listens first.
   */
  @Test
  void aKnownPumpIsFoundSoonAlsoOnAPortThatStays() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol());
      long limit = family.protocol().equals("fresenius") ? 4_000 : 3_000;
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(limit);
      }
    }
  }

  @Test
  void anotherPumpThanTheKnownOneIsFoundWithinFifteenSeconds() {
    for (PumpDriver family : FAMILIES) {
      known = Optional.of(family.protocol().equals("alaris") ? "fresenius" : "alaris");
      for (long plugged = 0; plugged < 20_000; plugged += 97) {
        assertThat(foundAfterMs(family.protocol(), plugged))
            .as("%s at %d", family.protocol(), plugged)
            .isLessThanOrEqualTo(15_000);
      }
    }
  }

  @Test
  void whatMayHarmLeastIsTriedFirstAndEachFamilyUnderItsOwnSettings() {
    foundAfterMs("miva", 0);
    assertThat(line.heard)
        .containsExactly(
            "fresenius@10010",
            "dianet@10020",
            "alaris@10030",
            "graseby@10040",
            "as50@10050",
            "bcc@10060",
            "miva@10070");
  }

  @Test
  void betweenTwoFamiliesTheLineIsQuietForHalfASecond() {
    foundAfterMs("miva", 12_000);
    for (int i = 1; i < line.heardAtMs.size(); i++) {
      assertThat(line.heardAtMs.get(i) - line.heardAtMs.get(i - 1)).isGreaterThanOrEqualTo(500);
    }
  }

  /** A pump that talks without end in another tongue is no reason to stay, nor to hurry. */
  @Test
  void aLineThatIsNeverQuietIsTriedWithTheOthersAllTheSame() {
    line.babble = true;
    assertThat(foundAfterMs("bcc", 0)).isLessThan(20_000);
  }

  private static final class Ear implements PortListener {
    private final Runnable onFound;
    private Optional<PumpIdentity> identified = Optional.empty();

    private Ear(Runnable onFound) {
      this.onFound = onFound;
    }

    @Override
    public void heard(Effect effect, long nowMs) {
      if (effect instanceof Effect.Identified found) {
        identified = Optional.of(found.pump());
        onFound.run();
      }
    }

    @Override
    public void gone(Effect.LossReason reason, long nowMs) {}

    @Override
    public boolean isFollowing() {
      return identified.isPresent();
    }
  }
}
