// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.judgement;
import static io.pumpbridge.gateway.Examples.names;
import static io.pumpbridge.model.event.EventName.ADVISORY_CLEARED;
import static io.pumpbridge.model.event.EventName.ADVISORY_RAISED;
import static io.pumpbridge.model.event.EventName.JUDGEMENT_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.gateway.AdvisoryWatch.Level;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.Event;
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
    List<Event> again = watch.on(SOFT, Optional.of(Examples.association("A-2")));
    assertThat(names(again)).containsExactly(ADVISORY_RAISED);
    assertThat(again.get(0).details().toString())
        .contains("\"association\":\"A-2\"")
        .contains("\"previous\":\"soft-high\"");
    assertThat(watch.on(SOFT, Optional.of(Examples.association("A-2")))).isEmpty();
    on(WITHIN);
    assertThat(watch.on(WITHIN, Optional.of(Examples.association("A-2"))))
        .as("nothing stands that could be said")
        .isEmpty();
  }

  @Test
  void anEndedStoryTakesItsAdvisoryBackWithTheReason() {
    on(HARD);
    List<Event> events = watch.end("another pump answers");
    assertThat(names(events)).containsExactly(ADVISORY_CLEARED);
    assertThat(events.get(0).details().toString()).contains("another pump answers");
    assertThat(watch.end("again")).isEmpty();
  }

  private List<Event> on(Judgement judgement) {
    return watch.on(judgement, Optional.of(Examples.association()));
  }
}
