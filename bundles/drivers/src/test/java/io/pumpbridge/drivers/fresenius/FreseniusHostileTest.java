// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ACK;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.DC4;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ENQ;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the other end does: nothing but what is harmless is sent, nothing false is told. */
final class FreseniusHostileTest {

  private static final long SEED = Long.getLong("hostile.seed", 20_261_127L);

  private static void assertHarmless(Talk talk, String when) {
    for (Bytes sent : talk.sent()) {
      if (sent.equals(ACK) || sent.equals(DC4) || sent.toHex().matches("153[12]")) {
        continue;
      }
      String text = sent.toText(StandardCharsets.US_ASCII);
      String inside = text.substring(1, text.length() - 3);
      assertThat(sent).as(when).isEqualTo(framed(inside));
      assertThat(inside).as(when).matches(ScriptedBase.ALLOWED);
    }
  }

  /** Sometimes a base, sometimes anything. */
  private static final class Moody implements Talk.FarEnd {
    private final ScriptedBase base;
    private final Random random;

    private Moody(ScriptedBase base, Random random) {
      this.base = base;
      this.random = random;
    }

    @Override
    public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
      List<Talk.Arrival> arrivals = new ArrayList<>();
      for (Talk.Arrival good : base.onBytes(sent, nowMs)) {
        long later = random.nextInt(20) == 0 ? random.nextInt(2_500) : 0;
        Bytes bytes = random.nextInt(8) == 0 ? bad(good.bytes()) : good.bytes();
        arrivals.add(new Talk.Arrival(bytes, good.afterMs() + later));
      }
      return arrivals;
    }

    @Override
    public List<Talk.Arrival> onTick(long nowMs) {
      return random.nextInt(6) == 0
          ? List.of(new Talk.Arrival(bad(ENQ), random.nextInt(90)))
          : List.of();
    }

    private Bytes bad(Bytes good) {
      return switch (random.nextInt(9)) {
        case 0 -> Bytes.EMPTY;
        case 1 -> ENQ;
        case 2 -> Bytes.fromHex("153" + random.nextInt(10));
        case 3 -> framed(address() + "I;" + code());
        case 4 -> framed(address() + (random.nextBoolean() ? "E" : "M") + ";d00" + code());
        case 5 -> framed(address() + "C;b" + code());
        case 6 -> framed(address() + "C;a00" + code() + ";m0001;d00" + code());
        case 7 -> flipped(good);
        default -> anything();
      };
    }

    private String address() {
      return random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(10));
    }

    private String code() {
      List<String> codes = List.of("00", "01", "0A", "0B", "0D", "0E", "1E", "12", "FF", "3F");
      return codes.get(random.nextInt(codes.size()));
    }

    private Bytes flipped(Bytes good) {
      byte[] bytes = good.toArray();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return Bytes.of(bytes);
    }

    private Bytes anything() {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      return Bytes.of(bytes);
    }
  }

  @Test
  void noFarEndMakesItSendAnythingButWhatIsHarmless() {
    for (int round = 0; round < 400; round++) {
      Random random = new Random(SEED + round);
      ScriptedBase base =
          random.nextInt(3) == 0 ? ScriptedBase.alone() : ScriptedBase.withModules("1", "2", "5");
      Talk talk = new Talk(FreseniusScene.DRIVER.newSession(), new Moody(base, random));
      String when = "seed " + (SEED + round);
      talk.open();
      talk.run(30_000);
      assertHarmless(talk, when);
      assertThat(talk.sent().size()).as(when).isLessThan(30_000);
      talk.stop();
      talk.run(15_000);
      assertHarmless(talk, when);
      assertThat(talk.isReleased()).as(when).isTrue();
    }
  }

  @Test
  void afterAHostileTimeAllIsWellAgain() {
    Random random = new Random(SEED);
    ScriptedBase base = ScriptedBase.withModules("1");
    Talk talk = new Talk(FreseniusScene.DRIVER.newSession(), base);
    Moody moody = new Moody(base, random);
    talk.farEnd = moody;
    talk.open();
    talk.run(60_000);
    talk.farEnd = base;
    talk.run(20_000);
    talk.forget();
    talk.run(10_000);
    assertThat(talk.losses()).as("well again").isEmpty();
    assertThat(talk.reports().size()).isGreaterThanOrEqualTo(9);
  }

  /** Every digit of every value, damaged so that the checksum holds, once among good reads. */
  @Test
  void aSingleDamagedReadNeverReachesAReport() {
    String good = "1C;a0000;e0000;m0001;d0037;r00001388";
    String digits = "0123456789ABCDEF";
    for (int position = 4; position < good.length(); position++) {
      for (int i = 0; i < digits.length(); i++) {
        String bad = good.substring(0, position) + digits.charAt(i) + good.substring(position + 1);
        if (digits.indexOf(good.charAt(position)) < 0 || isCredible(bad)) {
          continue;
        }
        ScriptedBase base = ScriptedBase.withModules("1");
        Talk talk = new Talk(FreseniusScene.DRIVER.newSession(), base);
        talk.open();
        talk.runUntil("following");
        talk.run(1_500);
        base.lie("1LE;aemdr", bad);
        talk.run(3_000);
        assertThat(talk.reports().size()).isGreaterThan(3);
        assertThat(talk.reports()).as(bad).allSatisfy(FreseniusHostileTest::assertGood);
      }
    }
  }

  /** The infusion itself may move the volume by some thousandths of a millilitre. */
  private static boolean isCredible(String reply) {
    int volume = Integer.parseInt(reply.substring(reply.length() - 4), 16);
    return reply.contains(";r0000") && volume >= 5_000 && volume < 5_006;
  }

  private static void assertGood(Observation seen) {
    assertThat(seen.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(seen.alarms()).isEmpty();
    seen.rate().ifPresent(rate -> assertThat(rate).isEqualTo(Quantity.of("5.5", "mL/h")));
    seen.volumeInfused()
        .ifPresent(volume -> assertThat(volume).isEqualTo(Quantity.of("5.000", "mL")));
  }

  @Test
  void aLineThatEchoesIsNoPumpAndNoMill() {
    Talk talk =
        new Talk(
            FreseniusScene.DRIVER.newSession(),
            (sent, nowMs) -> List.of(new Talk.Arrival(sent, 5)));
    talk.open();
    talk.run(60_000);
    assertThat(talk.isAnswered()).isFalse();
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.sent().size())
        .as("a few questions, each echoed and acknowledged")
        .isLessThan(100);
    assertHarmless(talk, "echo");
  }

  @Test
  void anEchoOfAnEventIsNotEchoedForEver() {
    ScriptedBase base = ScriptedBase.withModules("1");
    Talk talk = new Talk(FreseniusScene.DRIVER.newSession(), base);
    talk.open();
    talk.runUntil("following");
    talk.run(1_500);
    talk.forget();
    talk.inject(framed("1E;d0037"));
    talk.run(50);
    talk.inject(framed("1E")); // the line throws our echo back
    talk.run(2_000);
    assertThat(talk.timesSent(framed("1E"))).hasSize(1);
  }

  @Test
  void whatComesAfterTheTimeoutIsNotTakenForAnotherAnswer() {
    ScriptedBase base = ScriptedBase.withModules("1");
    Talk talk = new Talk(FreseniusScene.DRIVER.newSession(), base);
    talk.open();
    talk.runUntil("following");
    talk.run(1_500);
    base.delayMs = 1_050; // acknowledged when the frame has been sent again
    talk.forget();
    talk.run(30_000);
    assertThat(talk.reports()).allSatisfy(FreseniusHostileTest::assertGood);
    assertThat(talk.effects(Effect.Identified.class).stream().map(e -> e.pump().model()))
        .allMatch("Orchestra, type DPS"::equals);
  }
}
