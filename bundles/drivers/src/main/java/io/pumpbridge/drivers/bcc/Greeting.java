// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Frame;
import io.pumpbridge.drivers.bcc.BccFrameReader.Item;
import io.pumpbridge.drivers.bcc.BccMessages.Block;
import io.pumpbridge.drivers.bcc.BccMessages.RackRequest;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.List;

/** Asks whether a rack is there; it answers with the bed id that every request must name. */
record Greeting(BccSettings settings, BccLine line, Search search, long sinceMs)
    implements BccSession {

  static Step begin(BccSettings settings, BccLine line, Search search, long nowMs) {
    List<Effect> effects = new ArrayList<>(line.unfinished());
    effects.add(
        new Effect.Send(
            BccMessages.request(RackRequest.ALIVE, BccMessages.UNKNOWN_BED, settings.stuffing())));
    return new Step(new Greeting(settings, line.fresh(), search, nowMs), effects);
  }

  @Override
  public String state() {
    return "identifying";
  }

  @Override
  public BccSession withLine(BccLine line) {
    return new Greeting(settings, line, search, sinceMs);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame
        && BccMessages.from(frame) instanceof Block block
        && block.isGreeting()) {
      return new Step(
          Polling.greeted(settings, line.answered(), block.bed(), search.followedBefore(), nowMs),
          List.of());
    }
    return new Step(this, List.of(BccSession.noise(item)));
  }

  @Override
  public Step onTick(long nowMs) {
    return nowMs - sinceMs < settings.replyWaitMs()
        ? stay()
        : new Step(new Lost(settings, line, search, nowMs), List.of());
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of();
  }

  @Override
  public boolean isAnswered() {
    return false;
  }
}
