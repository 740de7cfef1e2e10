// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.agreement.Agreement;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one place of the rack.
 *
 * <p>A pump is believed to be there once two readings in a row name the same one, or the first of
 * them names its serial number twice. Another one is believed only by two; until then nothing is
 * told, since nobody knows whose values those are.
 *
 * @param pump who is followed here
 * @param last who the last reading was of
 * @param agreement of the readings since they name the same pump
 * @param seen whether it was read in the cycle under way
 * @param troubled whether the rack said in this cycle that it cannot reach the pump
 * @param missed how many cycles in a row went by without a reading
 */
record Slot(
    Optional<Who> pump,
    Optional<Who> last,
    Agreement agreement,
    boolean seen,
    boolean troubled,
    int missed) {

  /** The slot afterwards, and what to tell. */
  record Told(Slot next, List<Effect> effects) {
    Told {
      effects = List.copyOf(effects);
    }
  }

  static Slot empty() {
    return new Slot(Optional.empty(), Optional.empty(), unread(), false, false, 0);
  }

  private static Agreement unread() {
    return Agreement.within(BccSettings.READS_APART_MS);
  }

  Told read(BccPlace place, Reading reading, BccVocabulary vocabulary, long nowMs) {
    Who who = Who.from(reading);
    if (isUnprovableNewcomer(reading, who)) {
      Told afresh = empty().read(place, reading, vocabulary, nowMs);
      List<Effect> effects = new ArrayList<>(lost(place, LossReason.DIFFERENT_PUMP));
      effects.addAll(afresh.effects());
      return new Told(afresh.next(), effects);
    }
    boolean again = last.filter(who::isSame).isPresent();
    Agreement before = again ? agreement : unread();
    Agreement.Agreed agreed = before.on(vocabulary.observation(reading, before.standing()), nowMs);
    boolean same = pump.filter(who::isSame).isPresent();
    boolean believed = same || again || (pump.isEmpty() && who.isProven());
    List<Effect> effects = new ArrayList<>();
    if (believed && !same) {
      effects.addAll(lost(place, LossReason.DIFFERENT_PUMP));
      effects.add(new Effect.Identified(place.toString(), vocabulary.identity(who)));
    }
    if (believed && agreed.observation().isPresent()) {
      effects.add(new Effect.Report(place.toString(), agreed.observation().get()));
    }
    Optional<Who> followed = believed && !same ? Optional.of(who) : pump;
    return new Told(new Slot(followed, Optional.of(who), agreed.next(), true, false, 0), effects);
  }

  /**
   * GNNEW instead of GNMODEL means that a pump was put in since the last request (page 17). One
   * without a serial number cannot be told from its predecessor otherwise.
   */
  private boolean isUnprovableNewcomer(Reading reading, Who who) {
    return pump.isPresent() && reading.has("GNNEW") && who.serialNumber().isEmpty();
  }

  Slot inTrouble() {
    return new Slot(pump, last, agreement, seen, true, missed);
  }

  /**
   * The cycle is over.
   *
   * @return the slot for the next cycle; without one the pump has gone
   */
  Optional<Slot> afterCycle() {
    if (seen) {
      return Optional.of(new Slot(pump, last, agreement, false, false, 0));
    }
    return missed + 1 < BccSettings.CYCLES_UNTIL_LOST
        ? Optional.of(new Slot(pump, last, agreement, false, false, missed + 1))
        : Optional.empty();
  }

  List<Effect> lost(BccPlace place, LossReason reason) {
    return pump.isPresent() ? List.of(new Effect.Lost(place.toString(), reason)) : List.of();
  }
}
