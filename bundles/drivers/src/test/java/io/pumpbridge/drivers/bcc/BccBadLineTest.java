// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that come damaged, cut, late or not at all. */
final class BccBadLineTest {

  private final RackScene scene = new RackScene();

  @Test
  void aDamagedBlockIsFetchedAgain() {
    scene.followThree();
    scene.rack.accidents.add(UnaryOperator.identity());
    scene.rack.accidents.add(flipped(100));
    scene.talk.run(5_000);
    assertThat(scene.rack.count("NAK")).isEqualTo(1);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.noise()).isPositive();
  }

  @Test
  void halfABlockIsFetchedAgain() {
    scene.followThree();
    scene.rack.accidents.add(cut(60));
    scene.talk.run(5_000);
    assertThat(scene.rack.count("NAK")).isEqualTo(1);
    assertThat(scene.talk.noise()).isEqualTo(60);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void aBlockThatNeverComesIsFetchedAgainByNakSoThatNoneIsSkipped() {
    scene.followThree();
    scene.rack.accidents.add(UnaryOperator.identity());
    scene.rack.accidents.add(BccBadLineTest::nothing);
    scene.talk.run(2_800);
    assertThat(scene.rack.heard).startsWith(RackScene.GET, "ACK", "NAK", "ACK", "ACK");
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void aRackThatNeverGoesOnLosesTheRestButNotTheFirst() {
    scene.followThree();
    scene.rack.deafToAcks = true;
    scene.talk.run(15_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT, LossReason.SILENT);
    assertThat(scene.talk.effects(Report.class)).extracting(Report::place).contains("1/1");
    assertThat(scene.rack.gets()).as("the next cycle begins").isGreaterThan(3);
    scene.rack.deafToAcks = false;
    scene.talk.run(4_000);
    assertThat(scene.talk.effects(Identified.class))
        .extracting(Identified::place)
        .containsExactly("1/2", "1/3");
  }

  @Test
  void anAnswerAfterTheWaitIsStillAnAnswer() {
    scene.followThree();
    scene.rack.delayMs = 1_300;
    scene.talk.run(20_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.effects(Report.class)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 1_000})
  void anyCuttingOfTheStreamGivesTheSame(int chunk) {
    scene.rack.chunk = chunk;
    scene.openWith("50111", "50112");
    scene.talk.run(10_000);
    assertThat(scene.talk.effects(Identified.class)).hasSize(2);
    assertThat(scene.talk.effects(Report.class)).hasSizeGreaterThan(4);
    assertThat(scene.talk.noise()).isZero();
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void aBadLineOnlyCostsTime() {
    long seed = 20_261_127L;
    Random random = new Random(seed);
    ScriptedRack bad = new ScriptedRack();
    bad.put("50111", pump(1));
    bad.put("50112", pump(2, "INRT", "5.0"));
    Talk one = new Talk(BccSession.closed(BccVectors.settings()), bad);
    one.open();
    for (int i = 0; i < 2_000; i++) {
      if (bad.accidents.isEmpty()) {
        bad.accidents.add(accident(random));
      }
      one.run(200);
    }
    assertThat(one.effects(Report.class)).as("seed %d", seed).hasSizeGreaterThan(100);
    assertThat(one.effects(Report.class))
        .allSatisfy(
            report ->
                assertThat(report.observation().rate().map(Quantity::toString))
                    .as("seed %d", seed)
                    .hasValue(report.place().equals("1/1") ? "0.30 mL/h" : "5.0 mL/h"));
  }

  private static UnaryOperator<Bytes> accident(Random random) {
    int at = random.nextInt(600);
    return switch (random.nextInt(5)) {
      case 0 -> flipped(at);
      case 1 -> cut(at);
      case 2 -> BccBadLineTest::nothing;
      case 3 ->
          wire ->
              BccVectors.joined(
                  Bytes.of("\u0001\u000200x\u0006", StandardCharsets.ISO_8859_1), wire);
      default -> UnaryOperator.identity();
    };
  }

  private static UnaryOperator<Bytes> cut(int length) {
    return wire -> Bytes.of(wire.toArray(), 0, Math.min(length, wire.length()));
  }

  private static UnaryOperator<Bytes> flipped(int at) {
    return wire -> {
      byte[] bytes = wire.toArray();
      bytes[at % bytes.length] ^= 0x01;
      return Bytes.of(bytes);
    };
  }

  private static Bytes nothing(Bytes wire) {
    return Bytes.EMPTY;
  }
}
