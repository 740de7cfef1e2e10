// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.SimulatedBedside.Delivery;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Noise;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults.Rates;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every driver promises besides of a line that is late, deaf, noisy, babbling or broken. */
public abstract class BadLineContract extends PumpDriverContract {

  /** What is told was true within this: two agreeing reads of a line that loses some of them. */
  private static final long FRESH_MS = 10_000;

  /** Longer than any reply wait, of 1 s at most, and twice that. */
  private static final long LATEST_MS = 4_000;

  /** What each pump is asked in a round: its values twice, and whatever belongs to them. */
  private static final long QUESTIONS = 4;

  /** So often somebody does something at the pumps. */
  private static final long HAND_MS = 4_700;

  private static final long MINUTE_MS = 60_000;

  /** A question each second, with one more try, and what a base is told besides. */
  private static final int MOST_SENT_IN_A_MINUTE = 200;

  /** Bytes in 100 ms: more than 115200 baud can carry. */
  private static final int FLOOD = 2_048;

  private static final long FLOOD_MS = 20_000;

  /** A rack's unfinished cycle has its own limit, which must pass before it is asked anew. */
  private static final long BACK_AFTER_FLOOD_MS = 60_000;

  /** No session may hold more, whatever comes: eight times the longest frame of any protocol. */
  private static final long MOST_HELD = 65_536;

  private static final Rates BAD = new Rates(60, 60, 60, 60, 150, 60, Duration.ofMillis(700));

  private static final List<Rates> SINGLE =
      List.of(
          new Rates(100, 0, 0, 0, 0, 0, Duration.ZERO),
          new Rates(0, 100, 0, 0, 0, 0, Duration.ZERO),
          new Rates(0, 0, 100, 0, 0, 0, Duration.ZERO),
          new Rates(0, 0, 0, 100, 0, 0, Duration.ZERO),
          new Rates(0, 0, 0, 0, 1_000, 0, Duration.ZERO),
          new Rates(0, 0, 0, 0, 0, 500, Duration.ofMillis(900)));

  private static final Rates HOPELESS = new Rates(1_000, 500, 300, 100, 1_000, 0, Duration.ZERO);

  private static final Rates FLIPPED = new Rates(1_000, 0, 0, 0, 0, 0, Duration.ZERO);

  /** Runs it, with somebody busy at the pumps. */
  private static void runBusily(Scene scene, long seed, long ms) {
    Nurse nurse = new Nurse(seed, scene.bedside);
    for (long left = ms; left > 0; left -= HAND_MS) {
      nurse.act(scene.talk.nowMs());
      scene.talk.run(Math.min(left, HAND_MS));
    }
  }

  @Test
  void aPumpThatFallsSilentIsLostAndFoundAgainByItself() {
    Scene scene = scene().infuse().follow();
    for (long silence : new long[] {30_000, 47_300, 300_000}) {
      scene.bedside.mute();
      scene.talk.run(silence);
      scene.assertLost(LossReason.SILENT);
      scene.talk.forget();
      scene.bedside.heal();
      scene.talk.run(Scene.BACK_AGAIN_MS);
      assertThat(scene.talk.effects(Identified.class)).hasSize(family().pumps());
      scene.assertFollowed("after a silence of " + silence);
      scene.talk.forget();
    }
  }

  @Test
  void anAnswerThatComesTooLateIsNeverTakenForAnother() {
    for (long lateMs = 250; lateMs <= LATEST_MS; lateMs += 250) {
      Scene scene = scene().infuse();
      scene.bedside.late(lateMs);
      scene.talk.open();
      runBusily(scene, lateMs, MINUTE_MS);
      scene.assertNothingFalse(FRESH_MS + QUESTIONS * family().pumps() * lateMs);
      scene.bedside.heal();
      scene.talk.run(LATEST_MS + Scene.BACK_AGAIN_MS);
      scene.assertFollowed("after answers that were late by " + lateMs);
    }
  }

  @Test
  void aLineThatOnlyEchoesIsNoPump() {
    Talk talk =
        new Talk(driver().newSession(), (sent, nowMs) -> List.of(new Talk.Arrival(sent, 5)));
    talk.open();
    talk.run(MINUTE_MS);
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.sent())
        .as("it is not answered for ever")
        .hasSizeLessThan(MOST_SENT_IN_A_MINUTE);
  }

  @Test
  void anEchoBesidesTheAnswersHarmsNothing() {
    Scene scene = scene().infuse();
    long began = scene.talk.nowMs();
    scene.bedside.echo();
    scene.talk.open();
    scene.talk.run(MINUTE_MS);
    assertToldNow(scene);
    scene.assertFollowed("in spite of the echo");
    assertThat(scene.talk.identified()).hasSize(family().pumps());
    assertThat(scene.talk.losses()).isEmpty();
    scene.assertNothingFalse(FRESH_MS);
    scene.assertUntouchedSince(began);
  }

  /** Frames without an end, beginnings without the rest, and answers that nobody asked for. */
  @Test
  void whoeverTalksForEverIsBoundedAndThePumpIsFoundAgain() {
    Scene sound = scene().follow();
    Bytes frame = sound.bedside.longest();
    long before = Held.in(sound.talk.session());
    sound.talk.inject(Bytes.of(frame.toArray(), 0, 2));
    assertThat(Held.in(sound.talk.session())).as("what is held is seen").isGreaterThan(before);
    for (int kept : new int[] {1, 2, frame.length() / 2, frame.length() - 1, frame.length()}) {
      assertBounded(Bytes.EMPTY, repeated(frame, 0, kept), "first bytes: " + kept);
    }
    for (int kept : new int[] {2, frame.length() / 2}) {
      Bytes begun = Bytes.of(frame.toArray(), 0, kept);
      assertBounded(begun, repeated(frame, kept, 1), "no end after: " + kept);
      assertBounded(begun, repeated(frame, 0, 1), "beginnings after: " + kept);
    }
  }

  private static Bytes repeated(Bytes frame, int from, int length) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < FLOOD) {
      all.write(frame.toArray(), from, length);
    }
    return Bytes.of(all.toByteArray());
  }

  private void assertBounded(Bytes begun, Bytes flood, String what) {
    Scene scene = scene().follow();
    if (begun.length() > 0) {
      scene.bedside.mute(); // or its answers would end what must not end
    }
    scene.talk.inject(begun);
    long most = 0;
    for (long ms = 0; ms < FLOOD_MS; ms += 100) {
      int before = scene.talk.entries().size();
      scene.talk.inject(flood);
      List<Talk.Entry> step = scene.talk.entries().subList(before, scene.talk.entries().size());
      assertThat(step).as(what).hasSizeLessThanOrEqualTo(flood.length());
      assertThat(sentIn(step)).as(what).isLessThanOrEqualTo(flood.length());
      most = Math.max(most, Held.in(scene.talk.session()));
      scene.talk.run(100);
    }
    assertThat(most).as(what).isLessThan(MOST_HELD);
    scene.assertNothingFalse(FRESH_MS);
    scene.bedside.heal();
    scene.talk.forget();
    scene.talk.run(BACK_AFTER_FLOOD_MS);
    scene.assertFollowed(what);
  }

  private static int sentIn(List<Talk.Entry> step) {
    return step.stream()
        .map(Talk.Entry::effect)
        .mapToInt(effect -> effect instanceof Effect.Send send ? send.bytes().length() : 0)
        .sum();
  }

  @Test
  void onABadLineNothingFalseIsSaidAndThePumpIsFollowedAgain() {
    int heard = 0;
    for (int seed = 0; seed < 25; seed++) {
      heard += heardOnALineThatIs(BAD, seed);
    }
    assertThat(heard).as("the line was not dead").isGreaterThan(20);
  }

  @Test
  void noFaultAloneHidesThePumpOrMakesItTellAnythingFalse() {
    for (Rates rates : SINGLE) {
      int heard = 0;
      for (int seed = 0; seed < 5; seed++) {
        heard += heardOnALineThatIs(rates, seed);
      }
      assertThat(heard).as("%s", rates).isGreaterThan(20);
    }
  }

  private int heardOnALineThatIs(Rates bad, int seed) {
    Scene scene = scene().infuse();
    scene.bedside.spoil(seed, bad);
    scene.talk.open();
    runBusily(scene, seed, MINUTE_MS);
    scene.assertNothingFalse(FRESH_MS);
    int heard = scene.talk.reports().size();
    scene.bedside.heal();
    scene.talk.forget();
    scene.talk.run(Scene.BACK_AGAIN_MS);
    scene.assertFollowed(bad + ", seed " + seed);
    return heard;
  }

  @Test
  void aLineThatIsNothingButNoiseIsGarbledAndHealsByItself() {
    Scene scene = scene().infuse().follow();
    scene.bedside.spoilAnswers(7, HOPELESS);
    scene.talk.run(2 * MINUTE_MS);
    assertThat(scene.talk.losses()).contains(LossReason.GARBLED);
    scene.assertNothingFalse(FRESH_MS);
    scene.bedside.heal();
    scene.talk.forget();
    scene.talk.run(Scene.BACK_AGAIN_MS);
    scene.assertFollowed("after nothing but noise");
  }

  @Test
  void noiseOnTheLineStartsStopsAndSetsNothing() {
    for (int seed = 0; seed < 10; seed++) {
      for (Scene scene : List.of(scene().infuse(), scene())) {
        long began = scene.talk.nowMs();
        scene.bedside.spoil(seed, BAD);
        scene.talk.open();
        scene.talk.run(2 * MINUTE_MS);
        assertThat(scene.talk.noise()).as("seed %d", seed).isPositive();
        scene.assertUntouchedSince(began);
      }
    }
  }

  @Test
  void anAnswerWhoseChecksumDoesNotHoldIdentifiesNobody() {
    for (int seed = 0; seed < 10; seed++) {
      Scene scene = scene();
      scene.bedside.spoilAnswers(seed, FLIPPED);
      scene.talk.open();
      scene.talk.run(MINUTE_MS);
      assertThat(scene.talk.identified()).as("seed %d", seed).isEmpty();
      assertThat(scene.talk.reports()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aDeadLineIsNoPump() {
    Scene scene = scene();
    scene.bedside.mute();
    scene.talk.open();
    scene.talk.run(MINUTE_MS);
    assertThat(scene.talk.identified()).isEmpty();
    assertThat(scene.talk.isAnswered()).isFalse();
    assertThat(scene.talk.sent()).hasSizeLessThan(MOST_SENT_IN_A_MINUTE);
  }

  @Test
  void howTheLineCutsTheAnswersDoesNotMatter() {
    assertThat(told(Delivery.IN_PIECES)).isEqualTo(told(Delivery.WHOLE));
    assertThat(told(Delivery.SLOWLY)).isNotEmpty();
  }

  /** What is told and sent, and when. */
  private List<Talk.Entry> told(Delivery how) {
    Scene scene = scene().infuse();
    scene.bedside.deliver(how);
    scene.talk.open();
    runBusily(scene, 1, 2 * MINUTE_MS);
    scene.assertFollowed("delivered " + how);
    assertThat(scene.talk.effects(Report.class)).hasSizeGreaterThan(20);
    assertThat(scene.talk.losses()).isEmpty();
    scene.assertNothingFalse(FRESH_MS);
    return scene.talk.entries().stream()
        .filter(entry -> !(entry.effect() instanceof Noise))
        .toList();
  }
}
