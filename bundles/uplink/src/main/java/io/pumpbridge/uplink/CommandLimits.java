// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Command.Verb;

/**
 * How much may be asked of the handlers: a server that is taken over, or has a bug, asks without
 * end. Pure: told the time.
 *
 * <p>What is handed to a handler costs the disk: its answer is remembered across restarts, and it
 * is told in the journal. So there are so many commands an hour; one that changes nothing (refused,
 * or done before) counts for several, because whoever knows no key that the gateway believes can
 * send nothing else. Beside it, so many requests a second at all, for the processor's sake:
 * questions, and repeats of what was answered, cost no disk.
 */
final class CommandLimits {
  /**
   * Four pumps that each get an order and an association every eight minutes, day and night. A
   * bedside has a few an hour.
   */
  static final int USUAL_PER_HOUR = 60;

  /** A few orders, a library and its lists must get through however little a hospital allows. */
  static final int LOWEST_PER_HOUR = 30;

  /** One a second; what that may cost the flash is the hospital's decision. */
  static final int HIGHEST_PER_HOUR = 3_600;

  /** After an outage everything comes together. */
  private static final int HOURS_AT_ONCE = 4;

  /**
   * A server that sends all it has after a reconnect (16 revocation lists, library, statement, site
   * package, four associations: 23, all held already) has room for that, and for seven orders an
   * hour that are refused. A day of a flood is 210.
   */
  static final int UNCHANGED_COST = 8;

  /** More than can wait for the worker (16), three times over. */
  static final int REQUESTS_AT_ONCE = 60;

  /** Two a second: all three questions of several pages that each ask every ten seconds. */
  static final int REQUESTS_PER_HOUR = 7_200;

  private final Allowance questions;
  private final Allowance commands;
  private final Allowance deeds;

  /**
   * @param perHour commands that change something, 30 to 3600
   */
  CommandLimits(int perHour, long nowMs) {
    this.questions = new Allowance(REQUESTS_AT_ONCE, REQUESTS_PER_HOUR, nowMs);
    this.commands = new Allowance(REQUESTS_AT_ONCE, REQUESTS_PER_HOUR, nowMs);
    this.deeds = new Allowance(HOURS_AT_ONCE * perHour, perHour, nowMs);
  }

  /** Whether anybody is to look at one more; who only asks takes no place from who commands. */
  boolean mayCome(Verb verb, long nowMs) {
    return (verb == Verb.GET ? questions : commands).tryTake(nowMs);
  }

  /** Whether a handler may be asked to do one more thing. */
  boolean mayBeDone(long nowMs) {
    return deeds.isLeft(nowMs);
  }

  /** A handler was asked to. */
  void wasHandled(boolean changed, long nowMs) {
    deeds.take(changed ? 1 : UNCHANGED_COST, nowMs);
  }
}
