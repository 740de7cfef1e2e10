// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccMessages.Block;
import io.pumpbridge.model.driver.PumpSession.Step;

/**
 * One MEM:GET with all its blocks, and the rest after it.
 *
 * @param beganMs when it was asked
 * @param blocks how many came since
 * @param bytes how many came since, whatever they were
 * @param trouble what the rack has said of itself
 */
record Cycle(Phase phase, long beganMs, int blocks, int bytes, Trouble trouble) {

  /** What an error of the whole rack means (page 15). */
  enum Trouble {
    NONE,
    /** It does not know its pumps: one that is missing was not taken out. */
    PUMPS_UNKNOWN,
    /** It did not understand: the line, or it has another bed id by now. */
    REFUSED;

    static Trouble from(String error) {
      return switch (error) {
        case RackError.NO_MORE -> NONE;
        case RackError.REQUEST -> REFUSED;
        default -> PUMPS_UNKNOWN;
      };
    }
  }

  /** Where it is. */
  sealed interface Phase permits Resting, Awaiting, Acknowledging, Thanking {
    Step onTick(Polling polling, long nowMs);
  }

  /** Until the next one. */
  record Resting(long dueMs) implements Phase {
    @Override
    public Step onTick(Polling polling, long nowMs) {
      return nowMs - dueMs < 0 ? polling.stay() : polling.ask(nowMs);
    }
  }

  /**
   * A block is to come.
   *
   * @param sinceMs when it was asked for last
   * @param retries how often it was asked for again
   */
  record Awaiting(long sinceMs, int retries) implements Phase {
    @Override
    public Step onTick(Polling polling, long nowMs) {
      BccLine line = polling.line();
      long quietMs = Math.min(nowMs - sinceMs, nowMs - line.heardMs());
      long patienceMs = line.isDamaged() ? BccSettings.QUIET_MS : polling.settings().replyWaitMs();
      boolean tooMuch =
          nowMs - sinceMs >= BccSettings.BLOCK_MS
              || polling.cycle().bytes() > BccSettings.MAX_BYTES;
      if (tooMuch || (quietMs >= patienceMs && retries >= BccSettings.RETRIES)) {
        return polling.endCycle(false, nowMs);
      }
      return quietMs >= patienceMs ? polling.askAgain(retries + 1, nowMs) : polling.stay();
    }
  }

  /**
   * A block came and waits for its ACK.
   *
   * @param more whether the ACK fetches another one
   */
  record Acknowledging(long sinceMs, boolean more) implements Phase {
    @Override
    public Step onTick(Polling polling, long nowMs) {
      return nowMs - sinceMs < BccSettings.ACKNOWLEDGE_WAIT_MS
          ? polling.stay()
          : polling.acknowledge(more, nowMs);
    }
  }

  /** A block came in the rest and waits for its ACK, without which no further one might come. */
  record Thanking(long sinceMs, long dueMs) implements Phase {
    @Override
    public Step onTick(Polling polling, long nowMs) {
      return nowMs - sinceMs < BccSettings.ACKNOWLEDGE_WAIT_MS
          ? polling.stay()
          : polling.thank(Math.max(dueMs, nowMs + BccSettings.REST_MS));
    }
  }

  /** The rack has greeted back; the first MEM:GET comes as soon as it may. */
  static Cycle greeted(BccSettings settings, long nowMs) {
    Phase phase = new Acknowledging(nowMs, false);
    return new Cycle(phase, nowMs - settings.pollIntervalMs(), 1, 0, Trouble.NONE);
  }

  static Cycle asked(long nowMs) {
    return new Cycle(new Awaiting(nowMs, 0), nowMs, 0, 0, Trouble.NONE);
  }

  Cycle in(Phase next) {
    return new Cycle(next, beganMs, blocks, bytes, trouble);
  }

  Cycle after(int byteCount) {
    return new Cycle(phase, beganMs, blocks, bytes + byteCount, trouble);
  }

  /**
   * A block came.
   *
   * @param ofPumps whether it holds anything but what the rack says of itself
   */
  Cycle after(Block block, boolean ofPumps, long nowMs) {
    return new Cycle(
        phaseAfter(block, ofPumps, nowMs), beganMs, blocks + 1, bytes, troubleAfter(block));
  }

  /** A rack that says unasked that it has no more is not thanked: it could say so for ever. */
  private Phase phaseAfter(Block block, boolean ofPumps, long nowMs) {
    if (phase instanceof Resting resting) {
      return ofPumps ? new Thanking(nowMs, resting.dueMs()) : phase;
    }
    return phase instanceof Thanking ? phase : new Acknowledging(nowMs, block.more());
  }

  private Trouble troubleAfter(Block block) {
    return block.quadruples().stream()
        .filter(one -> one.place().isEmpty() && one.key().equals(Reading.ERROR))
        .map(one -> Trouble.from(one.value()))
        .reduce(trouble, (before, now) -> now.compareTo(before) > 0 ? now : before);
  }

  /** Nothing more is taken from whoever says that much. */
  boolean isFull() {
    return blocks >= BccSettings.MAX_BLOCKS;
  }

  /** Whether nobody has understood what was asked. */
  boolean isVain() {
    return blocks == 0 || trouble == Trouble.REFUSED;
  }

  /** Keeps the rhythm, but gives the rack its rest. */
  Cycle rested(long pollIntervalMs, long nowMs) {
    long due = Math.max(beganMs + pollIntervalMs, nowMs + BccSettings.REST_MS);
    return new Cycle(new Resting(due), beganMs, 0, 0, Trouble.NONE);
  }
}
