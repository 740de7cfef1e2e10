// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What must be known of a protocol to hold its driver to the contract.
 *
 * @param protocol which simulator
 * @param tells what the protocol can tell at all
 * @param traits what is particular to its pumps
 * @param pumps how many stand behind one line in these tests
 * @param alarm the simulator's word for an alarm code of the driver's
 */
public record Family(
    String protocol, Set<Tells> tells, Set<Trait> traits, int pumps, UnaryOperator<String> alarm) {

  /** What a protocol can tell. */
  public enum Tells {
    SERIAL_NUMBER,
    STATUS,
    RATE,
    VOLUME,
    ALARMS
  }

  /** What not every pump does. */
  public enum Trait {
    /** Its rate is the one that is set, whether or not anything flows. */
    TELLS_THE_RATE_THAT_IS_SET,
    /** An alarm stands in one answer only. */
    TELLS_AN_ALARM_ONCE,
    /** It watches its host, and stops when that falls silent: for the bench only. */
    STOPS_WITHOUT_ITS_HOST
  }

  public Family {
    tells = Set.copyOf(tells);
    traits = Set.copyOf(traits);
  }

  /** One pump that tells everything. */
  public static Family of(String protocol) {
    return new Family(
        protocol, EnumSet.allOf(Tells.class), Set.of(), 1, UnaryOperator.<String>identity());
  }

  /** All but these. */
  public Family without(Tells... untold) {
    EnumSet<Tells> left = EnumSet.allOf(Tells.class);
    left.removeAll(Set.of(untold));
    return new Family(protocol, left, traits, pumps, alarm);
  }

  public Family with(Trait... particular) {
    return new Family(protocol, tells, Set.of(particular), pumps, alarm);
  }

  /** A rack, or a base with modules. */
  public Family ofPumps(int count) {
    return new Family(protocol, tells, traits, count, alarm);
  }

  /** The driver names alarms otherwise than the simulator. */
  public Family whoseAlarms(UnaryOperator<String> word) {
    return new Family(protocol, tells, traits, pumps, word);
  }

  boolean tell(Tells what) {
    return tells.contains(what);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
