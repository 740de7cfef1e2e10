// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static io.pumpbridge.model.board.Board.Tamper.CLOSED;
import static io.pumpbridge.model.board.Board.Tamper.OPEN;
import static io.pumpbridge.model.board.Board.Tamper.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Tamper;
import org.junit.jupiter.api.Test;

class TamperDebounceTest {
  private final TamperDebounce starting = TamperDebounce.starting(50);

  @Test
  void nothingIsVouchedForBeforeALevelHasLasted() {
    TamperDebounce seen = starting.on(CLOSED, 1_000);
    assertThat(seen.believed()).isEqualTo(UNAVAILABLE);
    assertThat(seen.on(CLOSED, 1_049).believed()).isEqualTo(UNAVAILABLE);
    assertThat(seen.on(CLOSED, 1_050).believed()).isEqualTo(CLOSED);
  }

  @Test
  void aBouncingContactIsNotBelieved() {
    TamperDebounce state = closedAt(0);
    for (long t = 60; t < 1_000; t += 20) {
      state = state.on(t % 40 == 0 ? OPEN : CLOSED, t);
      assertThat(state.believed()).isEqualTo(CLOSED);
    }
  }

  @Test
  void anOpenedLidIsBelievedOnceItHasLasted() {
    TamperDebounce state = closedAt(0).on(OPEN, 100);
    assertThat(state.believed()).isEqualTo(CLOSED);
    assertThat(state.on(OPEN, 149).believed()).isEqualTo(CLOSED);
    assertThat(state.on(OPEN, 150).believed()).isEqualTo(OPEN);
  }

  @Test
  void aSwitchThatCannotBeReadIsUnavailableAtOnce() {
    assertThat(closedAt(0).on(UNAVAILABLE, 51).believed()).isEqualTo(UNAVAILABLE);
  }

  @Test
  void afterAFailureTheOldBeliefDoesNotComeBackByItself() {
    TamperDebounce state = closedAt(0).on(UNAVAILABLE, 100).on(CLOSED, 120);
    assertThat(state.believed()).isEqualTo(UNAVAILABLE);
    assertThat(state.on(CLOSED, 170).believed()).isEqualTo(CLOSED);
  }

  @Test
  void closedIsNeverBelievedUnlessItWasReadForTheWholeTime() {
    Tamper[] readings = {CLOSED, OPEN, UNAVAILABLE};
    // All sequences of six readings, 25 ms apart: closed needs the last three to be closed.
    for (int code = 0; code < 729; code++) {
      TamperDebounce state = starting;
      int closedInARow = 0;
      int rest = code;
      for (int i = 0; i < 6; i++, rest /= 3) {
        Tamper reading = readings[rest % 3];
        boolean wasClosed = state.believed() == CLOSED;
        state = state.on(reading, 1_000 + i * 25L);
        closedInARow = reading == CLOSED ? closedInARow + 1 : 0;
        if (state.believed() == CLOSED && !wasClosed) {
          assertThat(closedInARow).as("sequence %d", code).isGreaterThanOrEqualTo(3);
        }
      }
    }
  }

  private TamperDebounce closedAt(long t) {
    return starting.on(CLOSED, t).on(CLOSED, t + 50);
  }
}
