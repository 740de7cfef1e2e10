// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What must never be said, whatever the far end does: thousands of pumps that answer well, badly,
 * wrongly or not at all, while programmes, stops and unpluggings come at any moment.
 */
final class DianetSafetyTest {

  private static final int FAR_ENDS = Integer.getInteger("hostile.far_ends", 3_000);
  private static final long SEED = Long.getLong("hostile.seed", 20_261_127L);

  private static final Set<Integer> READS = Set.of(0x01, 0x02, 0x03, 0x04, 0x06);

  /** A pump, mostly itself; how often it is not is drawn once for each. */
  private static final class Whimsical implements Talk.FarEnd {
    private final ScriptedDianetPump pump = ScriptedDianetPump.stopped();
    private final Random random;
    private final int whim;

    /** Whether the last take of the control was refused, or may have been. */
    private boolean refusedControl;

    private Whimsical(Random random) {
      this.random = random;
      this.whim = random.nextInt(25);
    }

    private boolean isWhimsical() {
      return random.nextInt(100) < whim;
    }

    @Override
    public List<Arrival> onTick(long nowMs) {
      return random.nextInt(4) == 0 && isWhimsical() ? List.of(garbage()) : pump.onTick(nowMs);
    }

    private Arrival garbage() {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return new Arrival(Bytes.of(bytes), random.nextInt(50));
    }

    @Override
    public List<Arrival> onBytes(Bytes sent, long nowMs) {
      Bytes request = DianetVectors.content(sent);
      if (isWhimsical()) {
        change();
      }
      List<Arrival> arrivals = new ArrayList<>(pump.onBytes(sent, nowMs));
      refusedControl |=
          request.at(1) == 0x10
              && !arrivals.isEmpty()
              && DianetVectors.reply(arrivals.get(0).bytes()) instanceof DianetReply.Refused;
      if (isWhimsical()) {
        arrivals.clear();
        arrivals.add(
            switch (random.nextInt(4)) {
              case 0 -> garbage();
              case 1 -> new Arrival(sent, 1);
              case 2 ->
                  new Arrival(
                      DianetVectors.nak(request.at(0), request.at(1), random.nextInt(16)), 20);
              default -> new Arrival(Bytes.EMPTY, 1);
            });
        refusedControl |= request.at(1) == 0x10;
      }
      return arrivals;
    }

    private void change() {
      switch (random.nextInt(8)) {
        case 0 -> pump.state ^= 1L << random.nextInt(32);
        case 1 -> pump.alarms ^= 1L << random.nextInt(32);
        case 2 -> pump.become(random.nextBoolean() ? "12c03039" : "12c0303a");
        case 3 -> pump.delayMs = random.nextInt(900);
        case 4 -> pump.present = !pump.present;
        case 5 -> pump.wantsItsAddress = !pump.wantsItsAddress;
        case 6 -> pump.mode = random.nextInt(3);
        default -> pump.targets = "%08x".formatted(random.nextInt()) + pump.targets.substring(8);
      }
    }
  }

  private final Random random = new Random(SEED);
  private int written;
  private int programmed;

  @Test
  void whateverThePumpDoesNothingButReadingAndTheOneWriteIsEverSaid() {
    for (int i = 0; i < FAR_ENDS; i++) {
      talkTo(new Whimsical(random), true, i);
    }
    System.getLogger("test")
        .log(
            System.Logger.Level.INFO,
            "seed={0} far_ends={1} writes={2} programmed={3}",
            Long.toString(SEED),
            Integer.toString(FAR_ENDS),
            Integer.toString(written),
            Integer.toString(programmed));
    assertThat(written).as("the test must see writes").isGreaterThan(FAR_ENDS / 10);
    assertThat(programmed).isPositive();
  }

  @Test
  void withoutProgrammingNothingButReadingIsEverSaid() {
    for (int i = 0; i < FAR_ENDS / 3; i++) {
      Talk talk = talkTo(new Whimsical(random), false, i);
      assertThat(talk.sent())
          .extracting(sent -> DianetVectors.content(sent).at(1))
          .isSubsetOf(READS);
    }
    assertThat(written).isZero();
  }

  private Talk talkTo(Whimsical farEnd, boolean programming, int number) {
    Talk talk =
        new Talk(new DianetDriver(DianetProfiles.shipped(), 250, programming).newSession(), farEnd);
    Set<Long> ordered = new HashSet<>();
    int programmes = 0;
    talk.open();
    for (int step = 0; step < 20; step++) {
      talk.run(random.nextInt(600));
      switch (random.nextInt(20)) {
        case 0 -> talk.unplug();
        case 1 -> talk.open();
        case 2 -> talk.stop();
        case 3, 4, 5, 6, 7, 8 -> {
          long hundredths = 1L + random.nextInt(60_000);
          ordered.add(hundredths);
          programmes++;
          talk.program(
              new Programme(
                  Integer.toString(programmes),
                  Effect.ONLY,
                  new Quantity(BigDecimal.valueOf(hundredths, 2), Unit.ML_PER_HOUR),
                  Optional.empty()));
        }
        default -> talk.run(random.nextInt(1_500));
      }
    }
    talk.stop();
    talk.run(8_000);
    assertThat(talk.isReleased()).as("far end %d", number).isTrue();
    assertThat(talk.outcomes()).as("far end %d", number).hasSize(programmes);
    programmed += (int) talk.outcomes().stream().filter(Programmed.class::isInstance).count();
    assertSafe(talk, ordered, number);
    assertGivenBack(talk, farEnd, number);
    return talk;
  }

  /** Judged by the bytes alone, as a pump would. */
  private void assertSafe(Talk talk, Set<Long> ordered, int number) {
    Bytes before = Bytes.EMPTY;
    for (Bytes sent : talk.sent()) {
      Bytes content = DianetVectors.content(sent);
      int segment = content.at(1);
      if (segment == 0x10) {
        assertThat(content.length()).isEqualTo(12);
        assertThat(content.at(6)).as("far end %d: a mode but 2", number).isIn(0, 1);
        assertThat(content.at(7)).isBetween((int) 'A', (int) 'Z');
        assertThat(content.toHex()).as("the clock stays").endsWith("ffffffff");
      } else if (segment == 0x12) {
        written++;
        assertThat(ordered).contains(Long.parseLong(content.toHex().substring(4, 12), 16));
        assertThat(content.toHex()).as("all else stays").endsWith("ff".repeat(35)).hasSize(82);
        assertThat(before.at(1)).as("the status right before").isEqualTo(0x02);
        assertThat(before.at(0)).as("of the same pump").isEqualTo(content.at(0));
      } else {
        assertThat(segment).as("far end %d: no action", number).isIn(READS);
        assertThat(content.length()).isEqualTo(2);
      }
      before = content;
    }
  }

  /** Who took the control gave it back, unless it was refused or whom it was taken from is gone. */
  private static void assertGivenBack(Talk talk, Whimsical farEnd, int number) {
    boolean held = false;
    for (Talk.Entry entry : talk.entries()) {
      if (entry.effect() instanceof Effect.Send send) {
        Bytes content = DianetVectors.content(send.bytes());
        if (content.at(1) == 0x10) {
          boolean takes = content.at(6) == 1;
          assertThat(takes && held && !farEnd.refusedControl)
              .as("far end %d: taken twice", number)
              .isFalse();
          held = takes;
        }
      } else if (entry.effect() instanceof Effect.Lost lost
          && (lost.reason() == LossReason.UNPLUGGED
              || lost.reason() == LossReason.DIFFERENT_PUMP)) {
        held = false;
      }
    }
    assertThat(held && !farEnd.refusedControl).as("far end %d: still held", number).isFalse();
  }
}
