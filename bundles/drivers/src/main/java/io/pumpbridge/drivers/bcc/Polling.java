// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Frame;
import io.pumpbridge.drivers.bcc.BccFrameReader.Item;
import io.pumpbridge.drivers.bcc.BccMessages.Block;
import io.pumpbridge.drivers.bcc.BccMessages.RackRequest;
import io.pumpbridge.drivers.bcc.Cycle.Awaiting;
import io.pumpbridge.drivers.bcc.Cycle.Trouble;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Polls a known rack, whether pumps are in it or not. Blocks that come without having been asked
 * for ("cyclic mode", page 46) are read like all others.
 *
 * @param bed what the rack calls itself; a frame with another one is not for us
 * @param followedBefore whether a pump was followed on this port since it was opened
 * @param vain how many cycles in a row brought nothing
 */
record Polling(
    BccSettings settings,
    BccLine line,
    String bed,
    Slots slots,
    Cycle cycle,
    boolean followedBefore,
    int vain)
    implements BccSession {

  static Polling greeted(
      BccSettings settings, BccLine line, String bed, boolean followedBefore, long nowMs) {
    Cycle cycle = Cycle.greeted(settings, nowMs);
    return new Polling(settings, line, bed, Slots.none(), cycle, followedBefore, 0);
  }

  @Override
  public String state() {
    return "following";
  }

  @Override
  public boolean isAnswered() {
    return true;
  }

  @Override
  public Polling withLine(BccLine line) {
    return new Polling(settings, line, bed, slots, cycle, followedBefore, vain);
  }

  @Override
  public Polling after(int byteCount) {
    return with(cycle.after(byteCount));
  }

  private Polling with(Cycle cycle) {
    return new Polling(settings, line, bed, slots, cycle, followedBefore, vain);
  }

  private Polling with(Slots slots) {
    boolean followed = followedBefore || slots.followsAny();
    return new Polling(settings, line, bed, slots, cycle, followed, vain);
  }

  @Override
  public Step onTick(long nowMs) {
    return cycle.phase().onTick(this, nowMs);
  }

  Step ask(long nowMs) {
    List<Effect> effects = new ArrayList<>(line.unfinished());
    effects.add(new Effect.Send(get()));
    return new Step(withLine(line.fresh()).with(Cycle.asked(nowMs)), effects);
  }

  private Bytes get() {
    return BccMessages.request(RackRequest.GET, bed, settings.stuffing());
  }

  /**
   * NAK fetches the last block once more, whether that one was damaged or our ACK was lost; a
   * second ACK could skip one. Only if nothing at all has come, the request itself was lost.
   */
  Step askAgain(int retries, long nowMs) {
    boolean nothingCame = cycle.blocks() == 0 && !line.isDamaged();
    List<Effect> effects = new ArrayList<>(line.unfinished());
    effects.add(new Effect.Send(nothingCame ? get() : BccMessages.NAK));
    return new Step(withLine(line.fresh()).with(cycle.in(new Awaiting(nowMs, retries))), effects);
  }

  /** The last block is acknowledged too (page 14). */
  Step acknowledge(boolean more, long nowMs) {
    if (!more) {
      Step ended = endCycle(true, nowMs);
      List<Effect> effects = new ArrayList<>(List.of(new Effect.Send(BccMessages.ACK)));
      effects.addAll(ended.effects());
      return new Step(ended.next(), effects);
    }
    if (cycle.isFull() || nowMs - cycle.beganMs() >= BccSettings.CYCLE_MS) {
      return endCycle(false, nowMs); // without ACK it comes to an end
    }
    return new Step(
        with(cycle.in(new Awaiting(nowMs, 0))), List.of(new Effect.Send(BccMessages.ACK)));
  }

  Step thank(long dueMs) {
    return new Step(
        with(cycle.in(new Cycle.Resting(dueMs))), List.of(new Effect.Send(BccMessages.ACK)));
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame
        && BccMessages.from(frame) instanceof Block block
        && block.bed().equals(bed)
        && !cycle.isFull()) {
      return onBlock(block, nowMs);
    }
    return new Step(this, List.of(BccSession.noise(item)));
  }

  private Step onBlock(Block block, long nowMs) {
    BccVocabulary vocabulary = settings.vocabulary();
    Slots next = slots;
    List<Effect> effects = new ArrayList<>();
    boolean ofPumps = false;
    for (Map.Entry<Optional<BccPlace>, Reading> entry :
        Reading.byPlace(block.quadruples()).entrySet()) {
      if (entry.getKey().isPresent()) {
        Slots.Told told = next.read(entry.getKey().get(), entry.getValue(), vocabulary, nowMs);
        next = told.next();
        effects.addAll(told.effects());
        ofPumps = true;
      }
    }
    Cycle after = cycle.after(block, ofPumps, nowMs);
    return new Step(withLine(line.answered()).with(next).with(after), effects);
  }

  /**
   * Counts who was not read, and rests.
   *
   * @param complete whether the rack said that it has told everything
   */
  Step endCycle(boolean complete, long nowMs) {
    boolean everything = complete && cycle.trouble() == Trouble.NONE;
    Slots.Told told = slots.afterCycle(everything ? LossReason.REMOVED : line.lossReason());
    int nothing = cycle.isVain() ? vain + 1 : 0;
    if (nothing < BccSettings.CYCLES_UNTIL_LOST) {
      Cycle rest = cycle.rested(settings.pollIntervalMs(), nowMs);
      return new Step(
          new Polling(settings, line, bed, told.next(), rest, followedBefore, nothing),
          told.effects());
    }
    List<Effect> effects = new ArrayList<>(told.effects());
    effects.addAll(told.next().lost(line.lossReason()));
    Step greeting = Greeting.begin(settings, line, Search.again(followedBefore), nowMs);
    effects.addAll(greeting.effects());
    return new Step(greeting.next(), effects);
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return slots.lost(reason);
  }
}
