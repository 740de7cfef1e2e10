// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetRequest.Read;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;

/**
 * Asks once who is there. It is not asked again before the pause is over: the rest of a probe's
 * time is silence, so that the next family's question meets a quiet pump.
 */
record Identifying(DianetSettings settings, DianetLine line, Search search, Exchange exchange)
    implements DianetSession {

  static Step begin(DianetSettings settings, DianetLine line, Search search, long nowMs) {
    Exchange exchange = Exchange.begin(Read.identity(), nowMs);
    return new Step(new Identifying(settings, line, search, exchange), List.of(exchange.send()));
  }

  @Override
  public String state() {
    return "identifying";
  }

  @Override
  public DianetSession withLine(DianetLine line) {
    return new Identifying(settings, line, search, exchange);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    return item instanceof Frame frame
            && DianetReply.from(frame.content()) instanceof Identity said
            && exchange.request().isAnsweredBy(said)
        ? Following.begin(settings, line.answered(), said, search, nowMs)
        : noise(item);
  }

  @Override
  public Step onTick(long nowMs) {
    return exchange.isUnanswered(DianetSettings.PROBE_WAIT_MS, nowMs)
        ? new Step(new Lost(settings, line, search, nowMs), List.of())
        : stay();
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
