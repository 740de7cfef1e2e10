// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Limits;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands against setting a pump; the checks are pure and the first that objects counts. */
record Objection(Reason reason, String sentence) {

  /** Nothing was written. */
  Effect.Programmed refuses(Programme programme) {
    return new Effect.Programmed(programme, new Refused(reason, sentence));
  }

  /** Something was, or may have been. */
  Effect.Programmed fails(Programme programme) {
    return new Effect.Programmed(programme, new Failed(reason, sentence));
  }

  private static Optional<Objection> when(boolean holds, Reason reason, String sentence) {
    return holds ? Optional.of(new Objection(reason, sentence)) : Optional.empty();
  }

  private static Optional<Objection> first(List<Optional<Objection>> objections) {
    return objections.stream().flatMap(Optional::stream).findFirst();
  }

  /** Before anything is asked: can this pump, and this protocol, say it exactly? */
  static Optional<Objection> toProgramme(Programme programme, Identity said) {
    Quantity rate = programme.rate();
    Optional<Quantity> volume = programme.volumeToBeInfused();
    return first(
        List.of(
            when(
                !programme.place().equals(Effect.ONLY),
                Reason.NOT_FOLLOWED,
                "This port has one pump and no places."),
            when(
                said.protocolVersion() != DianetSettings.PROTOCOL_VERSION
                    || !DianetVocabulary.isKnownType(said),
                Reason.NOT_SUPPORTED,
                "How this model or version is set is not published."),
            when(
                !rate.unit().equals(Unit.ML_PER_HOUR)
                    || volume.filter(v -> !v.unit().equals(Unit.ML)).isPresent(),
                Reason.NOT_SUPPORTED,
                "The pump is set in mL/h and mL only."),
            toSteps(
                rate.value(),
                Wanted.RATE_DECIMALS,
                "The pump sets its rate in steps of 0.01 mL/h."),
            volume.flatMap(
                v ->
                    toSteps(
                        v.value(),
                        Wanted.VOLUME_DECIMALS,
                        "The pump sets its volume in steps of 0.1 mL."))));
  }

  private static Optional<Objection> toSteps(BigDecimal value, int decimals, String sentence) {
    return first(
        List.of(
            when(!Wanted.isInSteps(value, decimals), Reason.NOT_IN_STEPS, sentence),
            when(
                !Wanted.isWritable(value, decimals),
                Reason.OUT_OF_RANGE,
                "A value must be more than nothing and less than the pump can write down.")));
  }

  /**
   * Against what the pump says of itself. The rate must be allowed with and without control from
   * outside: else the pump would raise "rate invalid" when the control is given back.
   */
  static Optional<Objection> toLimits(
      Programme programme, Limits limits, DeviceProfile.Limits profile) {
    Wanted wanted = Wanted.of(programme);
    return first(
        List.of(
            when(
                !limits.now().isGiven(),
                Reason.NOT_SUPPORTED,
                "The pump does not tell its limits of the rate."),
            when(
                !isAllowed(limits, wanted.rate()) || !isAllowed(profile, programme.rate()),
                Reason.OUT_OF_RANGE,
                "The pump does not allow this rate."),
            when(
                !Wanted.isInSteps(programme.rate().value(), limits.decimals()),
                Reason.NOT_IN_STEPS,
                "The pump's display does not show all decimals of this rate."),
            when(
                wanted.volume().orElse(0) > limits.volumeMaximum()
                    || (wanted.volume().isPresent() && limits.volumeMaximum() == 0xffffffffL),
                Reason.OUT_OF_RANGE,
                "The pump does not allow this volume.")));
  }

  private static boolean isAllowed(Limits limits, long rate) {
    return Stream.of(limits.now(), limits.byHand(), limits.controlled())
        .filter(Limits.Rates::isGiven)
        .allMatch(rates -> rates.allows(rate));
  }

  private static boolean isAllowed(DeviceProfile.Limits profile, Quantity rate) {
    return profile
            .rateMinimum()
            .filter(least -> rate.inBaseUnits().compareTo(least.inBaseUnits()) < 0)
            .isEmpty()
        && profile
            .rateMaximum()
            .filter(most -> rate.inBaseUnits().compareTo(most.inBaseUnits()) > 0)
            .isEmpty();
  }

  /** Right before the control is taken. */
  static Optional<Objection> toTakingControl(Status status) {
    return first(
        List.of(
            toState(status, Reason.NOT_STOPPED),
            when(
                status.state().isControlled(),
                Reason.CONTROL_REFUSED,
                "The pump is controlled from elsewhere.")));
  }

  /** Right before the write: what was so a moment ago and is not any more has changed under way. */
  static Optional<Objection> toWriting(Status status) {
    return first(
        List.of(
            toState(status, Reason.CHANGED_UNDER_WAY),
            when(
                !status.state().isControlledWithKeys(),
                Reason.CONTROL_REFUSED,
                "The pump gave its control away but does not say so.")));
  }

  private static Optional<Objection> toState(Status status, Reason reason) {
    DianetState state = status.state();
    return first(
        List.of(
            when(!state.isStill(), reason, "The pump is not stopped, or does not say so."),
            when(status.alarms() != 0, reason, "An alarm stands at the pump."),
            when(state.isBeingOperated(), reason, "Somebody is operating the pump."),
            when(state.isLocked(), Reason.CONTROL_REFUSED, "The pump is locked."),
            when(
                state.isSpecial(),
                Reason.NOT_SUPPORTED,
                "The pump works in a special mode; what a rate means there is not published.")));
  }
}
