// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UncertainTest {
  private final TickingClock clock = new TickingClock();

  private Outcome outcome(long number) {
    return new Outcome(
        new Pending(
            WrittenEvent.of(TestBench.alarm(number)),
            clock.read(),
            number,
            new CompletableFuture<>()),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatALaterAttemptHasNotGotToStaysAsUncertainAsItWas() {
    Outcome first = outcome(1);
    Outcome second = outcome(2);
    Outcome firstAgain =
        new Outcome(
            first.entry(),
            Optional.empty(),
            Optional.of(new JournalException(Reason.STORAGE, "refused")));
    Uncertain uncertain =
        Uncertain.NOTHING.after(List.of(first, second)).after(List.of(firstAgain));
    assertThat(uncertain.outcomes()).containsExactly(firstAgain, second);
  }

  @Test
  void whatIsNotTriedAgainIsForgotten() {
    Outcome told = outcome(1);
    Uncertain uncertain = Uncertain.NOTHING.after(List.of(told));
    told.entry().future().cancel(false);
    assertThat(uncertain.after(List.of()).outcomes()).isEmpty();
  }
}
