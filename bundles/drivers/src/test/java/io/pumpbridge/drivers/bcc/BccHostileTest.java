// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class BccHostileTest {

  private final ScriptedRack rack = new ScriptedRack();
  private final Talk talk = new Talk(BccSession.closed(BccVectors.settings()), rack);

  private void follow() {
    rack.put("50111", pump(1));
    rack.put("50112", pump(2));
    rack.put("50113", pump(3));
    talk.open();
    talk.run(5_000);
    assertThat(talk.effects(Identified.class)).hasSize(3);
    talk.forget();
    rack.heard.clear();
  }

  private static UnaryOperator<Bytes> cut(int length) {
    return wire -> Bytes.of(wire.toArray(), 0, Math.min(length, wire.length()));
  }

  private static UnaryOperator<Bytes> saying(Map<String, String> values, boolean more) {
    return wire ->
        BccVectors.framed(BccVectors.BED, BccVectors.records("50111", values), more, true);
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

  @Test
  void aDamagedBlockIsFetchedAgain() {
    follow();
    rack.accidents.add(UnaryOperator.identity());
    rack.accidents.add(flipped(100));
    talk.run(5_000);
    assertThat(rack.count("NAK")).isEqualTo(1);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void halfABlockIsFetchedAgain() {
    follow();
    rack.accidents.add(cut(60));
    talk.run(5_000);
    assertThat(rack.count("NAK")).isEqualTo(1);
    assertThat(talk.noise()).isEqualTo(60);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aBlockThatNeverComesIsFetchedAgainByNakSoThatNoneIsSkipped() {
    follow();
    rack.accidents.add(UnaryOperator.identity());
    rack.accidents.add(BccHostileTest::nothing);
    talk.run(2_800);
    assertThat(rack.heard).startsWith(BccVectors.BED + "/1/1>MEM:GET", "ACK", "NAK", "ACK", "ACK");
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aRackThatNeverGoesOnLosesTheRestButNotTheFirst() {
    follow();
    rack.deafToAcks = true;
    talk.run(15_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT, LossReason.SILENT);
    assertThat(talk.effects(Report.class)).extracting(Report::place).contains("1/1");
    assertThat(rack.gets()).as("the next cycle begins").isGreaterThan(3);
    rack.deafToAcks = false;
    talk.run(4_000);
    assertThat(talk.effects(Identified.class))
        .extracting(Identified::place)
        .containsExactly("1/2", "1/3");
  }

  @Test
  void aStormOfBlocksIsBoundedAndTheNextCycleBegins() {
    follow();
    rack.endless = true;
    rack.delayMs = 1;
    talk.run(60_000);
    List<String> heard = rack.heard;
    int most = 0;
    int run = 0;
    for (String one : heard) {
      run = one.equals("ACK") ? run + 1 : 0;
      most = Math.max(most, run);
    }
    assertThat(most).isLessThanOrEqualTo(BccSettings.MAX_BLOCKS);
    assertThat(rack.gets()).isGreaterThan(3);
    assertThat(talk.losses()).isEmpty();
  }

  /** Without waiting for any ACK, as fast as the line goes. */
  @Test
  void aFloodOfSoundBlocksIsBounded() {
    follow();
    Bytes block = rack.framed(BccVectors.records("50111", pump(1)), true);
    for (int i = 0; i < 1_000; i++) {
      talk.inject(block);
    }
    assertThat(talk.effects(Report.class)).hasSizeLessThanOrEqualTo(BccSettings.MAX_BLOCKS);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.noise()).isGreaterThan(900 * block.length());
    talk.run(10_000);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aRackThatTalksForEverSaysNothingAndIsLostAsGarbled() {
    rack.put("50111", pump(1));
    boolean[] babbles = {false};
    byte[] babble = new byte[90];
    Arrays.fill(babble, (byte) 'x');
    Talk babbling =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            new Talk.FarEnd() {
              @Override
              public List<Arrival> onBytes(Bytes sent, long nowMs) {
                return babbles[0] ? List.of() : rack.onBytes(sent, nowMs);
              }

              @Override
              public List<Arrival> onTick(long nowMs) {
                return babbles[0] ? List.of(new Arrival(Bytes.of(babble), 0)) : List.of();
              }
            });
    babbling.open();
    babbling.run(4_000);
    babbles[0] = true;
    babbling.run(25_000);
    assertThat(babbling.losses()).containsExactly(LossReason.GARBLED);
    babbles[0] = false;
    babbling.run(10_000);
    assertThat(babbling.effects(Identified.class)).hasSize(2);
  }

  @Test
  void anEchoIsOnlyNoise() {
    rack.put("50111", pump(1));
    Talk echoing =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            (sent, nowMs) -> {
              List<Arrival> arrivals = new ArrayList<>(List.of(new Arrival(sent, 1)));
              arrivals.addAll(rack.onBytes(sent, nowMs));
              return arrivals;
            });
    echoing.open();
    echoing.run(10_000);
    assertThat(echoing.effects(Identified.class)).hasSize(1);
    assertThat(echoing.losses()).isEmpty();
    assertThat(echoing.noise()).isPositive();
    assertThat(rack.count("NAK")).isZero();
  }

  @Test
  void anEchoAloneIsNoRack() {
    Talk echoing =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            (sent, nowMs) -> List.of(new Arrival(sent, 1)));
    echoing.open();
    echoing.run(60_000);
    assertThat(echoing.isAnswered()).isFalse();
    assertThat(echoing.identified()).isEmpty();
  }

  @Test
  void anAnswerAfterTheWaitIsStillAnAnswer() {
    follow();
    rack.delayMs = 1_300;
    talk.run(20_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.effects(Report.class)).isNotEmpty();
  }

  @Test
  void anyCuttingOfTheStreamGivesTheSame() {
    for (int chunk : new int[] {1, 2, 3, 7, 64, 1_000}) {
      ScriptedRack cutting = new ScriptedRack();
      cutting.chunk = chunk;
      cutting.put("50111", pump(1));
      cutting.put("50112", pump(2));
      Talk one = new Talk(BccSession.closed(BccVectors.settings()), cutting);
      one.open();
      one.run(10_000);
      assertThat(one.effects(Identified.class)).as("chunks of %d", chunk).hasSize(2);
      assertThat(one.effects(Report.class)).hasSizeGreaterThan(4);
      assertThat(one.noise()).isZero();
      assertThat(one.losses()).isEmpty();
    }
  }

  @Test
  void aRackWithoutStuffingIsReadByAProfileWithoutEscapes() {
    ScriptedRack plain = new ScriptedRack();
    plain.stuffed = false;
    plain.put("50111", pump(1, "INSOL", "Dede"));
    Talk one = new Talk(BccSession.closed(BccVectors.settings(BccStuffing.OFF)), plain);
    one.open();
    one.run(5_000);
    assertThat(one.effects(Identified.class)).hasSize(1);
    assertThat(one.reports()).isNotEmpty().allMatch(r -> r.drug().orElse("").equals("Dede"));
  }

  /** What an eight bit sum lets through: a sound frame with a value that nobody sent. */
  @Test
  void aSingleWrongReadNeverReachesAReport() {
    for (Map<String, String> wrong :
        List.of(
            pump(1, "INRT", "800.0"),
            pump(1, "INVI", "999.9"),
            pump(1, "INP2", "99"),
            pump(1, "INSOL", "Other drug"),
            pump(1, "INM3", "0"),
            pump(1, "INM10", "1"),
            pump(1, "INA3", "1"),
            pump(1, "ALARM1", "00000400"),
            pump(77, "INRT", "800.0"),
            pump(1, "GNMODEL", "686L030007", "INRT", "800.0"))) {
      ScriptedRack lying = new ScriptedRack();
      lying.put("50111", pump(1));
      Talk one = new Talk(BccSession.closed(BccVectors.settings()), lying);
      one.open();
      one.run(5_000);
      one.forget();
      lying.accidents.add(saying(wrong, false));
      one.run(10_000);
      assertThat(one.reports())
          .as("%s", wrong)
          .isNotEmpty()
          .allSatisfy(
              report -> {
                assertThat(report.rate().map(Quantity::toString).orElse("0.30 mL/h"))
                    .isEqualTo("0.30 mL/h");
                assertThat(report.volumeInfused().map(Quantity::toString).orElse("1.4 mL"))
                    .isEqualTo("1.4 mL");
                assertThat(report.pressure().map(Quantity::toString).orElse("35 %"))
                    .isEqualTo("35 %");
                assertThat(report.drug().orElse("Arterenol 4mg/50")).isEqualTo("Arterenol 4mg/50");
                assertThat(report.alarms()).isEmpty();
                assertThat(report.status().wireName()).isEqualTo("infusing");
              });
      assertThat(one.losses()).as("%s", wrong).isEmpty();
    }
  }

  @Test
  void aSingleWrongReadOfAnEmptyPlaceIsNoPump() {
    talk.open();
    talk.run(3_000);
    Map<String, String> halfWrong = pump(5);
    halfWrong.put("INSERNUM", "6");
    rack.accidents.add(saying(halfWrong, false));
    talk.run(5_000);
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.reports()).isEmpty();
  }

  /** Whose values the first read told nobody knows, so it agrees with none. */
  @Test
  void readsOfDifferentPumpsNeverAgree() {
    Map<String, String> halfWrong = pump(5);
    halfWrong.put("INSERNUM", "6");
    rack.put("50111", halfWrong);
    talk.open();
    talk.run(1_200);
    rack.put("50111", pump(5));
    while (talk.identified().isEmpty()) {
      talk.run(10);
    }
    assertThat(talk.reports()).isEmpty();
    talk.run(1_500);
    assertThat(talk.reports()).isNotEmpty();
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
      case 2 -> BccHostileTest::nothing;
      case 3 ->
          wire ->
              BccVectors.joined(
                  Bytes.of("\u0001\u000200x\u0006", StandardCharsets.ISO_8859_1), wire);
      default -> UnaryOperator.identity();
    };
  }
}
