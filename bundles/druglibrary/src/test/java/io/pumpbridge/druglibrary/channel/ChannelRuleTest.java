// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.channel.ChannelRule.Cause;
import io.pumpbridge.druglibrary.channel.ChannelRule.Choice;
import io.pumpbridge.druglibrary.channel.ChannelRule.Reading;
import io.pumpbridge.druglibrary.channel.ChannelRule.Step;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a channel may take the newest library. */
class ChannelRuleTest {
  private static final Choice OLD = new Choice("old", 3, sha256 -> true);
  private static final Choice NEW = new Choice("new", 4, sha256 -> true);
  private static final Choice NOTHING = new Choice("", 0, sha256 -> true);

  private static Reading reading(PumpStatus status, String programme, long atMs) {
    return new Reading(
        status,
        Optional.of(programme).filter(text -> !text.isEmpty()),
        new ClockReading(Fakes.NOW.plusMillis(atMs), ClockQuality.SYNCHRONISED, atMs));
  }

  private static ChannelState infusing(String programme) {
    return ChannelRule.next(Optional.empty(), reading(PumpStatus.INFUSING, programme, 0), OLD)
        .state();
  }

  private static Step next(ChannelState before, PumpStatus status, Choice choice) {
    return ChannelRule.next(Optional.of(before), reading(status, "", 5_000), choice);
  }

  @ParameterizedTest
  @EnumSource(
      value = PumpStatus.class,
      names = {"STOPPED", "STANDBY"})
  void aChannelThatStandsStillTakesItAtTheNextReading(PumpStatus status) {
    Step step = next(infusing(""), status, NEW);
    assertThat(step.switched()).contains(Cause.NOT_INFUSING);
    assertThat(step.state().sha256()).isEqualTo("new");
    assertThat(step.state().version()).isEqualTo(4);
    assertThat(step.state().since()).isEqualTo(Fakes.NOW.plusMillis(5_000));
    assertThat(step.state().running()).isFalse();
  }

  /** An alarm, a vein kept open, silence: nobody knows that the infusion is over. */
  @ParameterizedTest
  @EnumSource(
      value = PumpStatus.class,
      names = {"INFUSING", "KVO", "ALARM", "LOST", "UNKNOWN"})
  void aRunningInfusionKeepsWhatItBeganWith(PumpStatus status) {
    Step step = next(infusing(""), status, NEW);
    assertThat(step.switched()).isEmpty();
    assertThat(step.state().sha256()).isEqualTo("old");
    assertThat(step.state().running()).isTrue();
    assertThat(step.state().since()).isEqualTo(Fakes.NOW);
  }

  @ParameterizedTest
  @EnumSource(
      value = PumpStatus.class,
      names = {"KVO", "ALARM", "LOST", "UNKNOWN"})
  void whatWasNotSeenRunningIsNoInfusion(PumpStatus status) {
    ChannelState idle = next(infusing(""), PumpStatus.STOPPED, OLD).state();
    assertThat(next(idle, status, NEW).state().sha256()).isEqualTo("new");
    assertThat(next(idle, status, NEW).state().running()).isFalse();
  }

  @Test
  void anotherProgrammeIsAnotherInfusionButAFirstOrAMissingOneIsNone() {
    ChannelState unknown = infusing("");
    ChannelState known =
        ChannelRule.next(
                Optional.of(unknown), reading(PumpStatus.INFUSING, "norepinephrine", 1), NEW)
            .state();
    assertThat(known.sha256()).as("the order came after the start").isEqualTo("old");
    ChannelState expired = next(known, PumpStatus.INFUSING, NEW).state();
    assertThat(expired.sha256()).as("the order has ended").isEqualTo("old");
    Step step =
        ChannelRule.next(Optional.of(expired), reading(PumpStatus.INFUSING, "propofol", 2), NEW);
    assertThat(step.switched()).contains(Cause.NEW_PROGRAMME);
    assertThat(step.state().running()).as("it keeps the new one").isTrue();
  }

  @Test
  void anInfusionThatBeganWithoutALibraryTakesTheFirst() {
    ChannelState none =
        ChannelRule.next(Optional.empty(), reading(PumpStatus.INFUSING, "", 0), NOTHING).state();
    assertThat(next(none, PumpStatus.INFUSING, NEW).switched()).contains(Cause.BEGAN_WITHOUT);
  }

  @Test
  void aLibraryThatIsNoLongerKeptJudgesNobody() {
    Choice gone = new Choice("new", 4, sha256 -> false);
    assertThat(next(infusing(""), PumpStatus.INFUSING, gone).switched()).contains(Cause.LET_GO);
  }

  @Test
  void afterAWithdrawalWhatBeginsHasNoneAndWhatRunsKeepsIts() {
    assertThat(next(infusing(""), PumpStatus.INFUSING, NOTHING).state().sha256()).isEqualTo("old");
    ChannelState stopped = next(infusing(""), PumpStatus.STOPPED, NOTHING).state();
    assertThat(stopped.sha256()).isEmpty();
    assertThat(stopped.version()).isZero();
  }

  @Test
  void nothingIsSaidWhereNothingChanges() {
    ChannelState idle = next(infusing(""), PumpStatus.STOPPED, OLD).state();
    assertThat(next(idle, PumpStatus.STOPPED, OLD).switched()).isEmpty();
    assertThat(next(idle, PumpStatus.INFUSING, OLD).switched()).isEmpty();
  }

  @Test
  void thereIsAReasonAtEveryMoment() {
    ChannelState running = infusing("");
    assertThat(running.whyNot("old", "x", 0)).isEmpty();
    assertThat(running.whyNot("new", "x", 0)).contains("infusing");
    assertThat(running.whyNot("new", "x", ChannelState.UNREACHABLE_AFTER_MS)).contains("infusing");
    assertThat(running.whyNot("new", "x", ChannelState.UNREACHABLE_AFTER_MS + 1))
        .contains("unreachable");
    assertThat(running.asLost().whyNot("new", "x", 0)).contains("unreachable");
    assertThat(next(running.asLost(), PumpStatus.INFUSING, NEW).state().whyNot("new", "x", 0))
        .as("it answers again")
        .contains("infusing");
    assertThat(running.whyNot("", "library-withdrawn", 0)).contains("library-withdrawn");
    assertThat(running.released().whyNot("new", "x", 0)).contains("at-next-reading");
    ChannelState unheard =
        new ChannelState(
            "old", 3, Fakes.NOW, true, Optional.empty(), Fakes.NOW, Optional.empty(), false);
    assertThat(unheard.whyNot("new", "x", 0)).contains("not-heard-yet");
  }
}
