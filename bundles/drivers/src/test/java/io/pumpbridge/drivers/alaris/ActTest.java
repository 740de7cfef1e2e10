// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pumpbridge.drivers.alaris.Act.Verdict;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.measure.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ActTest {

  private final Control control = Control.of(AlarisProfiles.settings(true)).orElseThrow();
  private final Act fits =
      new Act.FitsSyringe(control.readSyringeLimit(), new BigDecimal("100.00"));
  private final Act take = new Act.Take(control.take(ScriptedPump.SERIAL));
  private final Act writeRate = new Act.Write(control.writeRate(new BigDecimal("3.50")));
  private final Act readRate =
      new Act.ReadBack(control.readRate(), control.writeRate(new BigDecimal("3.50")));
  private final Act readVolume =
      new Act.ReadBack(control.readVolume(), control.writeVolume(new BigDecimal("11.000")));

  private static Verdict judge(Act act, String body) {
    return act.judge(body, List.of(AlarisMessages.fields(body)));
  }

  private static Optional<Reason> reason(Act act, String body) {
    return judge(act, body) instanceof Verdict.Bad bad
        ? Optional.of(bad.reason())
        : Optional.empty();
  }

  @Test
  void aPlanReadsBeforeEachWriteAndReadsBackAfterIt() {
    Programme programme =
        new Programme(
            "1", Effect.ONLY, Quantity.of("3.5", "mL/h"), Optional.of(Quantity.of("11", "mL")));
    assertThat(
            Act.plan(programme, control, ScriptedPump.SERIAL).stream()
                .map(act -> act.request().body()))
        .containsExactly(
            "INF_RATE_MAX_SYRINGE",
            "INF",
            "REMOTE_CTRL^ENABLED^3CC1",
            "INF",
            "INF_RATE^3.50^ml/h",
            "INF",
            "INF_RATE",
            "INF",
            "INF_VTBI^ACTIV^11.000^ml^STOP",
            "INF",
            "INF_VTBI");
  }

  @Test
  void theSyringesLimitIsReadAsPublished() {
    assertThat(judge(fits, "INF_RATE_MAX_SYRINGE^1200.00^ml/h")).isEqualTo(Act.GOOD);
    assertThat(judge(fits, "INF_RATE_MAX_SYRINGE^100^ml/h")).isEqualTo(Act.GOOD);
    assertThat(reason(fits, "INF_RATE_MAX_SYRINGE^99.99^ml/h")).contains(Reason.OUT_OF_RANGE);
    assertThat(reason(fits, "INF_RATE_MAX_SYRINGE^--^ml/h")).contains(Reason.OUT_OF_RANGE);
    assertThat(reason(fits, "INF_RATE_MAX_SYRINGE^1200.00^ml/min")).contains(Reason.OUT_OF_RANGE);
  }

  @Test
  void onlyAPermitGivesTheControl() {
    assertThat(judge(take, "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms")).isEqualTo(Act.GOOD);
    for (String body :
        List.of(
            "REMOTE_CTRL^ENABLED^****^DENY^0^ms",
            "REMOTE_CTRL^DISABLED^****^PERMIT^0^ms",
            "REMOTE_CTRL^ENABLED^****^PERMIT",
            "REMOTE_CTRL^PERMIT",
            "REMOTE_CTRL")) {
      assertThat(reason(take, body)).as(body).contains(Reason.CONTROL_REFUSED);
    }
  }

  @Test
  void aWriteIsRepeatedWordByWord() {
    assertThat(judge(writeRate, "INF_RATE^3.50^ml/h")).isEqualTo(Act.GOOD);
    for (String body :
        List.of("INF_RATE^3.5^ml/h", "INF_RATE^0.00^ml/h", "INF_RATE^3.50^ml/min", "INF_RATE")) {
      assertThat(reason(writeRate, body)).as(body).contains(Reason.REFUSED_BY_PUMP);
    }
  }

  @Test
  void aReadBackIsTheSameNumberAndOtherwiseTheSameWords() {
    assertThat(judge(readRate, "INF_RATE^3.50^ml/h")).isEqualTo(Act.GOOD);
    assertThat(judge(readRate, "INF_RATE^ 3.5 ^ml/h")).isEqualTo(Act.GOOD);
    for (String body :
        List.of(
            "INF_RATE^3.51^ml/h",
            "INF_RATE^35.0^ml/h",
            "INF_RATE^-3.50^ml/h",
            "INF_RATE^^ml/h",
            "INF_RATE^3.50^ug/h",
            "INF_RATE^3.50",
            "INF_RATE^3.50^ml/h^")) {
      assertThat(reason(readRate, body)).as(body).contains(Reason.READ_BACK_DIFFERS);
    }
    assertThat(judge(readVolume, "INF_VTBI^ACTIV^11.000^ml^STOP")).isEqualTo(Act.GOOD);
    for (String body :
        List.of(
            "INF_VTBI^DEACT",
            "INF_VTBI^ACTIV^11.001^ml^STOP",
            "INF_VTBI^ACTIV^11.000^ml^CONT",
            "INF_VTBI^ACTIV^11.000^ml",
            "INF_VTBI^ACTIV^11.000^l^STOP",
            "INF_VTBI^11.000^ml")) {
      assertThat(reason(readVolume, body)).as(body).contains(Reason.READ_BACK_DIFFERS);
    }
  }

  /** A line that repeats what we say, and answers that belong to something else. */
  @Test
  void ourOwnQuestionsAndForeignRepliesAnswerNothing() {
    for (Act act : List.of(fits, take, readRate, readVolume, new Act.StandsStill())) {
      assertThat(judge(act, act.request().body())).isEqualTo(Act.NOT_MINE);
    }
    for (Act act : List.of(fits, take, writeRate, readRate, readVolume)) {
      for (String body : List.of(ScriptedPump.STANDING, "ALARM^AL_NOALM^ ^ ", "", "^", "X^Y")) {
        assertThat(judge(act, body)).as("%s: %s", act, body).isEqualTo(Act.NOT_MINE);
      }
    }
  }

  @Test
  void everyTruncationAndEveryReplacedCharacterIsJudgedAndNeverTakenForGoodUnlessEqual() {
    for (Act act : List.of(take, writeRate, readRate, readVolume)) {
      String good =
          act == take
              ? "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms"
              : act == readVolume ? "INF_VTBI^ACTIV^11.000^ml^STOP" : "INF_RATE^3.50^ml/h";
      for (int i = 0; i < good.length(); i++) {
        String cut = good.substring(0, i);
        assertThatCode(() -> judge(act, cut)).doesNotThrowAnyException();
        if (act != take) { // the last two fields of a permit are not read
          assertThat(judge(act, cut)).as(cut).isNotEqualTo(Act.GOOD);
        }
        for (char c = '!'; c < 127; c++) {
          String changed = good.substring(0, i) + c + good.substring(i + 1);
          boolean digit = good.charAt(i) != c && Character.isDigit(c);
          if (act != take && digit) {
            assertThat(judge(act, changed)).as(changed).isNotEqualTo(Act.GOOD);
          } else {
            assertThatCode(() -> judge(act, changed)).doesNotThrowAnyException();
          }
        }
      }
    }
  }
}
