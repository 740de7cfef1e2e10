// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pump in time. */
final class AlarisBehaviourTest {
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;

  private final AlarisPump pump = new AlarisPump("8002-51740");

  private static BigDecimal ml(String text) {
    return new BigDecimal(text);
  }

  private List<Reply> say(String body, long nowMs) {
    return pump.receive(
        Bytes.of("!" + body + "|" + AlarisCrc.of(body) + "\r", StandardCharsets.ISO_8859_1), nowMs);
  }

  private List<String> inf(long nowMs) {
    return Arrays.asList(say("INF", nowMs).get(0).text().split("\\^", -1));
  }

  private void run(String rate) {
    pump.setRate(ml(rate), 0);
    assertThat(pump.start(0)).isTrue();
  }

  @Test
  void theVolumeFollowsTheRateExactlyHoweverTimeIsCut() {
    run("3.33");
    for (long t = 1; t <= HOUR; t += 7) {
      pump.advance(t);
    }
    pump.advance(HOUR);
    assertThat(pump.volumeInfusedMl()).isEqualTo(ml("3.330"));
    AlarisPump atOnce = new AlarisPump("x");
    atOnce.setRate(ml("3.33"), 0);
    atOnce.start(0);
    atOnce.advance(HOUR);
    assertThat(atOnce.volumeInfusedMl()).isEqualTo(ml("3.330"));
  }

  @Test
  void aRateThatIsTurnedUpCountsFromThen() {
    run("5.00");
    pump.setRate(ml("20.00"), HOUR);
    pump.advance(2 * HOUR);
    assertThat(pump.volumeInfusedMl()).isEqualTo(ml("25.000"));
    assertThat(inf(2 * HOUR)).containsSequence("SET", "20.00", "ml/h");
  }

  @Test
  void aStoppedPumpHoldsAndMovesNothing() {
    run("5.00");
    pump.stop(HOUR);
    List<String> fields = inf(2 * HOUR);
    assertThat(fields).containsSequence("-", "HLD", "0.00", "ml/h", "", "5.000", "ml");
  }

  @Test
  void nearTheEndItAlarmsAndGoesOnAndAtTheEndItStops() {
    pump.setVtbi(Optional.of(ml("1.000")), 0);
    run("6.00"); // ten minutes
    pump.advance(5 * MINUTE - 1);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_NOALM);
    pump.advance(5 * MINUTE);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_NEOIN);
    assertThat(inf(5 * MINUTE)).containsSequence("A", "SET", "6.00").contains("00:05:00");
    assertThat(say("ALARM", 5 * MINUTE).get(0).text()).isEqualTo("ALARM^AL_NEOIN^ ^ ");
    pump.advance(10 * MINUTE - 1);
    assertThat(pump.isRunning()).isTrue();
    pump.advance(10 * MINUTE);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_VTBIS);
    pump.advance(HOUR);
    assertThat(pump.volumeInfusedMl()).isEqualTo(ml("1.000"));
    assertThat(say("INF_VTBI", HOUR).get(0).text()).isEqualTo("INF_VTBI^ACTIV^0.000^ml^STOP");
  }

  @Test
  void anEmptySyringeEndsTheInfusionInOneLongStepToo() {
    pump.loadSyringe(ml("2"), 0);
    run("1200.00");
    pump.advance(24 * HOUR);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_EOIST);
    assertThat(pump.volumeInfusedMl()).isEqualTo(ml("2.000"));
    pump.clearAlarm(24 * HOUR);
    assertThat(pump.start(24 * HOUR)).as("nothing left").isFalse();
    pump.loadSyringe(ml("50"), 24 * HOUR);
    assertThat(pump.start(24 * HOUR)).isTrue();
  }

  @Test
  void anOcclusionBuildsPressureAndThenHolds() {
    run("6.00"); // 0.02 mL take 12 s
    pump.occlude(10_000);
    assertThat(inf(10_000)).contains("17.91");
    assertThat(new BigDecimal(inf(16_000).get(9))).isBetween(ml("270"), ml("275"));
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_NOALM);
    assertThat(inf(22_000)).containsSequence("A", "HLD", "0.00").contains("530.15");
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
    pump.freeLine(23_000);
    assertThat(pump.alarm()).as("until somebody clears it").isEqualTo(AlarisAlarm.AL_OCCLU);
    assertThat(pump.start(23_000)).isFalse();
    pump.clearAlarm(24_000);
    assertThat(pump.start(24_000)).isTrue();
    assertThat(inf(24_000)).containsSequence("-", "SET", "6.00").contains("17.91");
  }

  @Test
  void aLineThatIsStillKinkedAlarmsAgainAtOnce() {
    run("6.00");
    pump.occlude(0);
    pump.advance(MINUTE);
    pump.clearAlarm(MINUTE);
    pump.start(MINUTE);
    pump.advance(MINUTE + 1);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
  }

  @Test
  void startedOverTheLineItStopsAfterFifteenSilentSeconds() {
    say("REMOTE_CTRL^ENABLED^3CC1", 0);
    say("INF_RATE^10^ml/h", 0);
    say("INF_START", 1_000);
    say("INF", 10_000);
    pump.advance(25_000);
    assertThat(pump.isRunning()).isTrue();
    pump.advance(25_001);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_COMTO);
    assertThat(pump.isRunning()).isFalse();
    assertThat(pump.isRemoteControlled()).isFalse();
    assertThat(pump.volumeInfusedMl()).as("24 s at 10 mL/h").isEqualTo(ml("0.066"));
  }

  @Test
  void noiseDoesNotKeepTheLeaseAlive() {
    say("REMOTE_CTRL^ENABLED^3CC1", 0);
    say("INF_RATE^10^ml/h", 0);
    say("INF_START", 0);
    pump.receive(Bytes.of("!INF|0000\r", StandardCharsets.ISO_8859_1), 14_000);
    pump.advance(15_001);
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_COMTO);
  }

  @Test
  void startedByHandItDoesNotCareForSilence() {
    run("10.00");
    say("REMOTE_CTRL^ENABLED^3CC1", 0);
    pump.advance(MINUTE);
    assertThat(pump.isRunning()).isTrue();
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_NOALM);
  }

  @Test
  void anOrderlyReleaseLeavesItRunning() {
    say("REMOTE_CTRL^ENABLED^3CC1", 0);
    say("INF_RATE^10^ml/h", 0);
    say("INF_START", 0);
    say("REMOTE_CTRL^DISABLED", 1_000);
    pump.advance(HOUR);
    assertThat(pump.isRunning()).isTrue();
    assertThat(say("INF_STOP", HOUR)).as("no longer unlocked").isEmpty();
  }

  @Test
  void theLogCountsWhatHappened() {
    long before = Long.parseLong(inf(0).get(13));
    run("6.00");
    pump.stop(1_000);
    assertThat(Long.parseLong(inf(1_000).get(13))).isEqualTo(before + 3); // rate, start, stop
    assertThat(Long.parseLong(inf(HOUR).get(13))).isEqualTo(before + 3);
  }

  @Test
  void longTimesReadAsMoreThanADay() {
    run("0.10");
    assertThat(inf(0)).contains("24+");
  }

  @Test
  void theDriveStopsWhenItIsDisengaged() {
    run("6.00");
    pump.disengageDrive(1_000);
    assertThat(inf(1_000)).containsSequence("A", "HLD");
    assertThat(pump.alarm()).isEqualTo(AlarisAlarm.AL_DRDIS);
  }

  @Test
  void thePanelRefusesARateThePumpCannotDo() {
    assertThatThrownBy(() -> pump.setRate(ml("1200.01"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
