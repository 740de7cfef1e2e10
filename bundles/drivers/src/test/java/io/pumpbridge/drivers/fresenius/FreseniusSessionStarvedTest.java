// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ACK;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Item;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Passed;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Patience;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Unanswered;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events come all the time, with sound checksums, and whoever tells them answers no question. */
final class FreseniusSessionStarvedTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  /** From now on each question is acknowledged and none is answered. */
  private void mute(boolean acknowledgesEchoes) {
    base.mute = true;
    if (!acknowledgesEchoes) {
      base.deaf.addAll(List.of("1E", "3E"));
    }
  }

  /** Tells events until the session is in that state, and says how long that took. */
  private long runUntil(String state, long everyMs) {
    long beganMs = talk.nowMs();
    while (!talk.state().equals(state) && talk.nowMs() - beganMs < 60_000) {
      talk.inject(framed("1E;d0037"));
      talk.inject(framed("3E;d0037"));
      talk.run(everyMs);
    }
    assertThat(talk.state()).isEqualTo(state);
    return talk.nowMs() - beganMs;
  }

  @ParameterizedTest
  @CsvSource({"false, 1000", "false, 700", "false, 5", "true, 1000", "true, 5"})
  void aBaseThatAnswersNoMoreIsLostInSpiteOfItsEvents(boolean acknowledges, long everyMs) {
    scene.follow();
    mute(acknowledges);
    long lostMs = runUntil("lost", everyMs);
    assertThat(lostMs).isLessThan(10_000);
    assertThat(scene.lost()).containsExactlyInAnyOrder("1 SILENT", "3 SILENT");
    assertThat(talk.isAnswered()).isFalse();
    assertThat(base.heard).containsSubsequence("0LE;b", "0LE;b", "0LE;b", "0LE;b");
  }

  @ParameterizedTest
  @CsvSource({"false, 1000", "false, 5", "true, 5"})
  void itIsLookedForAllTheSameAndFoundWhenItAnswers(boolean acknowledges, long everyMs) {
    scene.follow();
    mute(acknowledges);
    runUntil("lost", everyMs);
    base.open.clear();
    base.heard.clear();
    runUntil("identifying", everyMs);
    runUntil("lost", everyMs);
    assertThat(base.heard).containsSubsequence("0DC", "DC");
    base.mute = false;
    runUntil("following", everyMs);
  }

  @ParameterizedTest
  @CsvSource({"false, 1000", "false, 5", "true, 5"})
  void itIsGivenUpWhenItIsNoLongerNeeded(boolean acknowledges, long everyMs) {
    scene.follow();
    mute(acknowledges);
    runFor(3_000, everyMs);
    talk.stop();
    assertThat(runUntil("released", everyMs)).isLessThan(5_000);
  }

  private void runFor(long ms, long everyMs) {
    for (long endMs = talk.nowMs() + ms; talk.nowMs() < endMs; talk.run(everyMs)) {
      talk.inject(framed("1E;d0037"));
    }
  }

  /** The echo that is not acknowledged and the request that is not answered end in one tick. */
  @Test
  void aRequestsTimeRunsOutWhileAnEchoIsOut() {
    Request request = Request.modules();
    FreseniusLine line = FreseniusLine.quiet().ask(request, Patience.ONCE, 0).line();
    line = heard(line, ACK, 10);
    line = heard(line, framed("1E;d0037"), 20).echoIfFree(20).line();
    line = heard(line, framed("3E;d0037"), 30).echoIfFree(30).line();
    assertThat(line.echo()).map(sent -> sent.frame().bytes()).contains(framed("1E"));
    assertThat(line.onTick(999).outcome()).isEmpty();
    Passed passed = line.onTick(1_020);
    assertThat(passed.outcome()).contains(new Unanswered(request));
    assertThat(passed.line().echo()).isEmpty();
    assertThat(line.onTick(1_000).outcome()).as("an echo holds up none").isPresent();
  }

  /**
   * At most one frame of ours is unacknowledged, so one waits for the other; never for the next.
   */
  @Test
  void anOverdueRequestGoesAgainBeforeTheNextEcho() {
    Request request = Request.modules();
    FreseniusLine line = FreseniusLine.quiet().ask(request, Patience.USUAL, 0).line();
    line = heard(line, ACK, 10);
    line = heard(line, framed("1E;d0037"), 500).echoIfFree(500).line();
    line = heard(line, framed("3E;d0037"), 600).echoIfFree(600).line();
    assertThat(line.onTick(1_000).effects()).as("an echo is out").isEmpty();
    line = heard(line, ACK, 1_010);
    assertThat(line.echoIfFree(1_010).effects()).as("the request is overdue").isEmpty();
    Passed again = line.onTick(1_100);
    assertThat(again.effects()).containsExactly(new Effect.Send(request.bytes()));
    line = heard(again.line(), ACK, 1_110);
    assertThat(line.echoIfFree(1_110).effects()).containsExactly(new Effect.Send(framed("3E")));
  }

  private static FreseniusLine heard(FreseniusLine line, Bytes bytes, long nowMs) {
    FreseniusFrameReader.Cut cut = line.reader().feed(bytes);
    FreseniusLine next = line.after(cut);
    for (Item item : cut.items()) {
      next = next.on(item, nowMs).line();
    }
    return next;
  }
}
