// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Cut;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Item;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Passed;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpSession.Step;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Takes one input through the line and the session's state, and gathers what is to be done. */
final class Conduct {

  /** One to become another state, one for that state to ask. */
  private static final int TURNS_WHEN_FREE = 2;

  private final long nowMs;
  private final List<Effect> effects = new ArrayList<>();
  private FreseniusSession session;

  Conduct(FreseniusSession session, long nowMs) {
    this.session = session;
    this.nowMs = nowMs;
  }

  Step bytes(Bytes bytes) {
    Cut cut = session.line().reader().feed(bytes);
    session = session.withLine(session.line().after(cut));
    for (Item item : cut.items()) {
      pass(session.line().on(item, nowMs));
      goOn();
    }
    return new Step(session, effects);
  }

  Step tick() {
    pass(session.line().onTick(nowMs));
    goOn();
    return new Step(session, effects);
  }

  /** Goes on after what has been decided already. */
  Step after(List<Effect> before) {
    effects.addAll(before);
    goOn();
    return new Step(session, effects);
  }

  private void pass(Passed passed) {
    session = session.withLine(passed.line());
    effects.addAll(passed.effects());
    passed.outcome().ifPresent(outcome -> take(session.onOutcome(outcome, nowMs)));
    passed.event().ifPresent(event -> take(session.onEvent(event)));
  }

  /** Echoes and requests take turns, so that neither waits for ever. */
  private void goOn() {
    if (!session.line().prefersRequest()) {
      echo();
    }
    for (int turn = 0; turn < TURNS_WHEN_FREE && session.line().isFree(); turn++) {
      take(session.onFree(nowMs));
    }
    echo();
  }

  private void echo() {
    Passed passed = session.line().echoIfFree(nowMs);
    session = session.withLine(passed.line());
    effects.addAll(passed.effects());
  }

  private void take(Step step) {
    session = (FreseniusSession) step.next();
    effects.addAll(step.effects());
  }
}
