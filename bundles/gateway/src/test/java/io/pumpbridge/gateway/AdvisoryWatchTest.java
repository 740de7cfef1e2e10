// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.judgement;
import static io.pumpbridge.gateway.Examples.names;
import static io.pumpbridge.model.event.EventName.ADVISORY_CLEARED;
import static io.pumpbridge.model.event.EventName.ADVISORY_RAISED;
import static io.pumpbridge.model.event.EventName.JUDGEMENT_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.gateway.AdvisoryWatch.Level;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Judgement.Limit;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdvisoryWatchTest {
  private static final Judgement WITHIN = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
  private static final Judgement SOFT = judgement(Verdict.SOFT_HIGH, ReasonCode.SOFT_LIMIT_PASSED);
  private static final Judgement HARD = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
  private static final Judgement NO_WEIGHT =
      judgement(Verdict.CANNOT_JUDGE, ReasonCode.WEIGHT_MISSING);
  private static final Judgement STOPPED = judgement(Verdict.CANNOT_JUDGE, ReasonCode.NOT_INFUSING);

  private final AdvisoryWatch watch = new AdvisoryWatch(Examples.PUMP, "1");

  @Test
  void softAndHardLimitsAreEachSaidOnceWithLightAndSound() {
    assertThat(on(WITHIN)).isEmpty();
    List<Event> soft = on(SOFT);
    assertThat(names(soft)).containsExactly(ADVISORY_RAISED);
    assertThat(soft.get(0).details().toString())
        .contains("\"light\":\"amber-blinking\"")
        .contains("\"sound\":\"advisory\"")
        .contains("\"drug\":\"norepinephrine\"");
    assertThat(on(SOFT)).isEmpty();
    List<Event> hard = on(HARD);
    assertThat(names(hard)).containsExactly(ADVISORY_RAISED);
    assertThat(hard.get(0).details().toString())
        .contains("\"light\":\"red-blinking\"")
        .contains("\"previous\":\"soft-high\"")
        .contains("\"piv\":\"9024\"");
    assertThat(watch.level()).isEqualTo(Level.HARD);
  }

  @Test
  void aDoseWithinItsLimitsClearsTheAdvisory() {
    on(HARD);
    assertThat(names(on(WITHIN))).containsExactly(ADVISORY_CLEARED);
    assertThat(watch.level()).isEqualTo(Level.NONE);
  }

  @Test
  void aStoppedInfusionClearsTheAdvisory() {
    on(SOFT);
    assertThat(names(on(STOPPED))).containsExactly(ADVISORY_CLEARED);
  }

  @Test
  void whatCannotBeJudgedIsSaidOnceAndEndsNoAdvisory() {
    on(HARD);
    assertThat(names(on(NO_WEIGHT))).containsExactly(JUDGEMENT_UNAVAILABLE);
    assertThat(on(NO_WEIGHT)).isEmpty();
    assertThat(watch.level()).isEqualTo(Level.HARD);
  }

  @Test
  void aReasonThatComesBackIsSaidAgain() {
    on(NO_WEIGHT);
    on(WITHIN);
    assertThat(names(on(NO_WEIGHT))).containsExactly(JUDGEMENT_UNAVAILABLE);
  }

  @Test
  void limitsThatWereTakenBackAreAnAdvisoryWhateverTheDose() {
    Judgement withdrawn = judgement(Verdict.WITHIN, ReasonCode.LIMIT_WITHDRAWN);
    on(WITHIN);
    List<Event> raised = on(withdrawn);
    assertThat(names(raised)).containsExactly(ADVISORY_RAISED);
    assertThat(raised.get(0).details().toString())
        .contains("\"code\":\"limit-withdrawn\"")
        .contains("\"light\":\"amber-blinking\"");
    assertThat(on(withdrawn)).isEmpty();
    assertThat(watch.level()).isEqualTo(Level.SOFT);
    assertThat(names(on(WITHIN))).containsExactly(ADVISORY_CLEARED);
    on(SOFT);
    assertThat(names(on(judgement(Verdict.SOFT_HIGH, ReasonCode.LIBRARY_WITHDRAWN))))
        .as("also beside a limit that was passed")
        .containsExactly(ADVISORY_RAISED);
  }

  /** It is another patient's, and nobody has said it of him yet. */
  @Test
  void whatStandsIsSaidAgainOfAnotherAssociation() {
    on(SOFT);
    List<Event> again = of("A-2", SOFT);
    assertThat(names(again)).containsExactly(ADVISORY_RAISED);
    assertThat(again.get(0).details().toString())
        .contains("\"association\":\"A-2\"")
        .contains("\"previous\":\"soft-high\"");
    assertThat(of("A-2", SOFT)).isEmpty();
    on(WITHIN);
    assertThat(of("A-2", WITHIN)).as("nothing stands that could be said").isEmpty();
  }

  @Test
  void anEndedStoryTakesItsAdvisoryBackWithTheReason() {
    on(HARD);
    List<Event> events = watch.end("another pump answers");
    assertThat(names(events)).containsExactly(ADVISORY_CLEARED);
    assertThat(events.get(0).details().toString()).contains("another pump answers");
    assertThat(watch.end("again")).isEmpty();
  }

  private static final Limit STRENGTH =
      new Limit("soft-max", Figure.CONCENTRATION, Quantity.of("0.05", "mg/mL"));
  private static final Limit DOSE =
      new Limit("soft-max", Figure.DOSE, Quantity.of("0.5", "ug/kg/min"));

  private static Judgement soft(Limit... passed) {
    return judgement(Verdict.SOFT_HIGH, ReasonCode.SOFT_LIMIT_PASSED, passed);
  }

  /** A bag that is too strong stays so for as long as it hangs. */
  @Test
  void aFurtherLimitIsSaidWhileAnAdvisoryStands() {
    assertThat(names(on(soft(STRENGTH)))).containsExactly(ADVISORY_RAISED);
    assertThat(on(soft(STRENGTH))).isEmpty();
    List<Event> further = on(soft(STRENGTH, DOSE));
    assertThat(names(further)).containsExactly(ADVISORY_RAISED);
    assertThat(further.get(0).details().toString())
        .contains("\"change\":\"further-limit\"", "\"previous\":\"soft-high\"")
        .contains("\"of\":\"concentration\"", "\"of\":\"dose\"");
    assertThat(on(soft(STRENGTH, DOSE))).isEmpty();
    assertThat(names(on(soft(STRENGTH, DOSE)))).isEmpty();
  }

  @Test
  void fewerLimitsAreSaidOnceTheyHaveLasted() {
    on(soft(STRENGTH, DOSE));
    assertThat(on(soft(STRENGTH))).isEmpty();
    nowMs += PassedLimits.KEPT_MS - 1;
    assertThat(on(soft(STRENGTH))).isEmpty();
    nowMs++;
    List<Event> fewer = on(soft(STRENGTH));
    assertThat(names(fewer)).containsExactly(ADVISORY_RAISED);
    assertThat(fewer.get(0).details().toString())
        .contains("\"change\":\"fewer-limits\"", "\"of\":\"concentration\"")
        .doesNotContain("\"of\":\"dose\"");
    assertThat(on(soft(STRENGTH))).isEmpty();
    assertThat(names(on(soft(STRENGTH, DOSE))))
        .as("after that it is another event")
        .containsExactly(ADVISORY_RAISED);
  }

  @Test
  void aDoseThatGoesToAndFroAcrossALimitIsSaidOnce() {
    on(soft(STRENGTH));
    int said = 0;
    for (int i = 0; i < 100; i++) {
      nowMs += 5_000;
      said += on(i % 2 == 0 ? soft(STRENGTH, DOSE) : soft(STRENGTH)).size();
    }
    assertThat(said).isEqualTo(1);
  }

  @Test
  void anAdvisoryThatWasClearedBeginsAnew() {
    on(soft(STRENGTH, DOSE));
    on(WITHIN);
    assertThat(names(on(soft(STRENGTH)))).containsExactly(ADVISORY_RAISED);
    assertThat(names(on(soft(STRENGTH, DOSE)))).containsExactly(ADVISORY_RAISED);
    watch.end("another pump answers");
    assertThat(names(on(soft(STRENGTH)))).containsExactly(ADVISORY_RAISED);
    assertThat(names(on(soft(STRENGTH, DOSE)))).containsExactly(ADVISORY_RAISED);
  }

  private long nowMs;

  private List<Event> on(Judgement judgement) {
    return of("A-1", judgement);
  }

  private List<Event> of(String association, Judgement judgement) {
    return watch.on(judgement, Optional.of(Examples.association(association)), nowMs);
  }
}
