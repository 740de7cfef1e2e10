// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.board.Board.Tamper;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrivenBoardTest {
  private final FakeLines lines = new FakeLines();
  private final DrivenBoard board = new DrivenBoard(() -> lines);

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void aBoardThatWorksIsWell() {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    assertThat(board.problem()).isEmpty();
    assertThat(board.check().level()).isEqualTo(Level.OK);
  }

  @Test
  void itIsRedUntilTheGatewaySaysOtherwise() {
    Eventually.holds(() -> lines.lamps.equals(List.of(Lamps.RED)));
    board.show(Light.GREEN, Sound.NONE);
    Eventually.holds(() -> lines.lamps.equals(List.of(Lamps.RED, Lamps.GREEN)));
  }

  @Test
  void anUrgentAdvisoryBlinksAndSounds() {
    board.show(Light.RED_BLINKING, Sound.ADVISORY_URGENT);
    Eventually.holds(() -> lines.sounding);
    Eventually.holds(() -> lines.lamps.contains(Lamps.DARK));
    Eventually.holds(() -> !lines.sounding);
  }

  @Test
  void anOpenedLidIsToldToWhoeverListens() throws Exception {
    List<Tamper> heard = new CopyOnWriteArrayList<>();
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    AutoCloseable listening = board.onTamper(() -> heard.add(board.tamper()));
    lines.lidClosed = false;
    Eventually.holds(() -> heard.equals(List.of(Tamper.OPEN)));
    listening.close();
    assertThat(board.check().code()).isEqualTo("tamper-open");
    lines.lidClosed = true;
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    assertThat(heard).containsExactly(Tamper.OPEN);
  }

  @Test
  void aListenerThatFailsHarmsNoOther() {
    AtomicInteger told = new AtomicInteger();
    AutoCloseable bad =
        board.onTamper(
            () -> {
              throw new IllegalStateException("bad listener");
            });
    AutoCloseable good = board.onTamper(told::incrementAndGet);
    assertThat(List.of(bad, good)).hasSize(2);
    lines.lidClosed = false;
    Eventually.holds(() -> told.get() > 0 && board.tamper() == Tamper.OPEN);
  }

  @Test
  void moreListenersThanAnyoneNeedsAreALeak() {
    for (int i = 0; i < DrivenBoard.MAX_LISTENERS; i++) {
      assertThat(board.onTamper(() -> {})).isNotNull();
    }
    assertThatThrownBy(() -> board.onTamper(() -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSwitchThatCannotBeReadFailsClosedAndComesBack() {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    lines.switchBroken = true;
    Eventually.holds(() -> board.tamper() == Tamper.UNAVAILABLE);
    Eventually.holds(() -> board.problem().equals(java.util.Optional.of("switch is broken")));
    assertThat(board.check().level()).isEqualTo(Level.WARNING);
    lines.switchBroken = false;
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED && board.problem().isEmpty());
  }

  @Test
  void aLampThatFailedIsLitOnceItWorks() {
    lines.lampsBroken = true;
    board.show(Light.AMBER, Sound.NONE);
    Eventually.holds(() -> board.problem().isPresent());
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    lines.lampsBroken = false;
    Eventually.holds(() -> lines.lamps.contains(Lamps.AMBER) && board.problem().isEmpty());
  }

  @Test
  void aBugInALineDoesNotEndTheThread() {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    lines.buggy = true;
    Eventually.holds(() -> board.tamper() == Tamper.UNAVAILABLE);
    lines.buggy = false;
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
  }

  @Test
  void anErrorDoesNotEndTheThreadEither() {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    lines.withoutMemory = true;
    Eventually.holds(() -> board.tamper() == Tamper.UNAVAILABLE);
    assertThat(board.check().level()).isEqualTo(Level.WARNING);
    lines.withoutMemory = false;
    board.show(Light.AMBER, Sound.NONE);
    Eventually.holds(() -> lines.lamps.contains(Lamps.AMBER) && board.problem().isEmpty());
  }

  @Test
  void anErrorOfAListenerDoesNotEndTheThreadEither() throws Exception {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    AutoCloseable bad =
        board.onTamper(
            () -> {
              throw new OutOfMemoryError("no memory");
            });
    lines.lidClosed = false;
    Eventually.holds(() -> board.tamper() == Tamper.OPEN);
    lines.lidClosed = true;
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    bad.close();
  }

  @Test
  void aBrokenLampSilencesNoAdvisory() {
    lines.lampsBroken = true;
    board.show(Light.AMBER_BLINKING, Sound.ADVISORY);
    Eventually.holds(() -> lines.sounding);
    Eventually.holds(() -> !lines.sounding);
    assertThat(board.problem()).contains("lamps are broken");
  }

  @Test
  void aBoardWhoseOpeningFailsOtherwiseSaysSoToo() {
    Lines.Opener bad =
        () -> {
          throw new NoClassDefFoundError("com/pi4j/Missing");
        };
    try (DrivenBoard failing = new DrivenBoard(bad)) {
      Eventually.holds(() -> failing.problem().orElse("").contains("com/pi4j/Missing"));
    }
  }

  @Test
  void aBoardThatCannotBeOpenedSaysWhyAndTheAgentRuns() {
    try (DrivenBoard none = new DrivenBoard(new Settings("").opener())) {
      Eventually.holds(() -> none.problem().orElse("").equals("No board is configured."));
      none.show(Light.RED_BLINKING, Sound.ADVISORY_URGENT);
      assertThat(none.tamper()).isEqualTo(Tamper.UNAVAILABLE);
      assertThat(none.check().level()).isEqualTo(Level.WARNING);
      assertThat(none.check().sentence()).isEqualTo("No board is configured.");
    }
  }

  @Test
  void nobodyWaitsForHardwareThatIsSlowToOpen() {
    CountDownLatch slow = new CountDownLatch(1);
    FakeLines late = new FakeLines();
    Lines.Opener opener =
        () -> {
          try {
            slow.await();
          } catch (InterruptedException e) {
            throw new LineException("interrupted", e);
          }
          return late;
        };
    try (DrivenBoard waiting = new DrivenBoard(opener)) {
      waiting.show(Light.GREEN, Sound.NONE);
      assertThat(waiting.tamper()).isEqualTo(Tamper.UNAVAILABLE);
      assertThat(waiting.problem()).contains("The board is not opened yet.");
      slow.countDown();
      Eventually.holds(() -> waiting.tamper() == Tamper.CLOSED);
    }
    assertThat(late.closed).isTrue();
  }

  @Test
  void afterClosingNothingIsVouchedForAndNoThreadIsLeft() {
    Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
    board.close();
    assertThat(lines.closed).isTrue();
    assertThat(board.tamper()).isEqualTo(Tamper.UNAVAILABLE);
    assertThat(board.problem()).isPresent();
  }
}
