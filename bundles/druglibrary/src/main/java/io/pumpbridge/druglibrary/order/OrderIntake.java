// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.document.Heading;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.OrderGuard;
import io.pumpbridge.model.dose.RateRounding;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpProgrammer.Found;
import io.pumpbridge.model.driver.PumpProgrammer.NoSuchChannel;
import io.pumpbridge.model.driver.PumpProgrammer.Offline;
import io.pumpbridge.model.driver.PumpProgrammer.OnlyListenedTo;
import io.pumpbridge.model.driver.PumpProgrammer.Settable;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a verified order: pure, told the time and what was found out. */
final class OrderIntake {
  /** A clinician waits for it; one that comes later was meant for another moment. */
  static final Duration MAX_LIFE = Duration.ofMinutes(30);

  private OrderIntake() {}

  /** The next thing to be done for an order. */
  sealed interface Next {}

  /** It has ended. */
  record End(Ending ending) implements Next {}

  /** The pump is to be set so; {@code details} are told however that ends. */
  record Setting(Settable pump, Quantity rate, Optional<Quantity> volume, Fields details)
      implements Next {}

  /** Nothing was written and what stood against it passes; {@code why} if it does not in time. */
  record Again(Ending why) implements Next {}

  /** Whether it may be carried out at this moment; asked again before every attempt. */
  static Optional<Ending> untimely(SignedOrder order, ClockReading at) {
    if (at.quality() != ClockQuality.SYNCHRONISED) {
      return Optional.of(
          Ending.refused(
              "clock-untrusted",
              "No time service vouches for the gateway's clock, so no one can say the order is"
                  + " fresh."));
    }
    Heading heading = order.heading();
    if (heading.issued().isAfter(latestIssue(at))) {
      return Optional.of(
          Ending.refused(
              "order-from-future",
              9004,
              "It says it was issued at " + heading.issued() + "; here it is " + at.wall() + "."));
    }
    if (Duration.between(heading.issued(), heading.expires()).compareTo(MAX_LIFE) > 0) {
      return Optional.of(
          Ending.refused(
              "order-too-long",
              9004,
              "An order may stand for " + MAX_LIFE.toMinutes() + " minutes at most."));
    }
    return order.isExpired(at.wall())
        ? Optional.of(Ending.expired("The order ended at " + heading.expires() + "."))
        : Optional.empty();
  }

  /** What was issued later is from the future; without a clock that is vouched for, nothing is. */
  static Instant latestIssue(ClockReading at) {
    return at.quality() == ClockQuality.SYNCHRONISED
        ? at.wall().plus(SignedKind.MAX_AHEAD)
        : Instant.MAX;
  }

  /**
   * Whether the pump is to be set, and to what.
   *
   * @param library in force for what begins now
   * @param encounter that the channel's association was signed with
   */
  static Next judge(
      SignedOrder signed, Optional<DrugLibrary> library, Optional<String> encounter, Found found) {
    if (encounter.isPresent()
        && signed.heading().encounter().filter(said -> !said.equals(encounter.get())).isPresent()) {
      return new End(
          Ending.refused(
              "wrong-patient-reference",
              9012,
              "The channel is associated with another encounter than the order's."));
    }
    if (found instanceof Settable pump) {
      return judge(signed, library, pump);
    }
    return new End(missing(signed, found));
  }

  private static Ending missing(SignedOrder signed, Found found) {
    String serial = signed.order().pumpSerial();
    if (found instanceof OnlyListenedTo) {
      return Ending.refused(
          "programming-not-possible",
          "Pump " + serial + " is only listened to: its protocol or this site lets nobody set it.");
    }
    if (found instanceof NoSuchChannel) {
      return Ending.refused(
          "wrong-channel",
          9004,
          "Pump " + serial + " reports no channel " + signed.order().channel() + " by itself.");
    }
    if (found instanceof Offline) {
      return Ending.refused(
          "pump-offline", 9007, "Pump " + serial + " does not answer on this gateway.");
    }
    throw new IllegalStateException("a pump that can be set is not missing");
  }

  private static Next judge(SignedOrder signed, Optional<DrugLibrary> library, Settable pump) {
    if (library.isEmpty()) {
      return new End(judged(OrderGuard.judge(library, signed.order())));
    }
    ProgrammeSteps steps = pump.steps();
    RateRounding.Outcome rounded = RateRounding.round(library.get(), signed.order(), steps.rate());
    Judgement judgement = rounded.judgement();
    boolean may =
        judgement.verdict() == Verdict.WITHIN
            || judgement.code() == ReasonCode.SOFT_LIMIT_OVERRIDDEN;
    if (rounded.rate().isEmpty() || !may) {
      return new End(judged(judgement));
    }
    Optional<Quantity> volume = signed.order().vtbi();
    if (volume.filter(wanted -> !isInSteps(wanted, steps.volume())).isPresent()) {
      return new End(
          Ending.refused(
                  "volume-not-in-steps",
                  9005,
                  "The volume is set in steps of " + steps.volume() + ", and is never rounded.")
              .with(details(judgement)));
    }
    Fields.Builder details =
        Fields.builder().putAll(details(judgement)).put("rate", rounded.rate().get());
    volume.ifPresent(wanted -> details.put("vtbi", wanted));
    signed.order().override().ifPresent(by -> details.put("overridden_by", by.by()));
    if (judgement.verdict().isSoft()) { // the ending tells of the pump; this, what was overridden
      details.put("judgement", Ending.readable(judgement.reason()));
    }
    return new Setting(pump, rounded.rate().get(), volume, details.build());
  }

  private static boolean isInSteps(Quantity wanted, Quantity step) {
    Rational steps = wanted.inBaseUnits().dividedBy(step.inBaseUnits());
    return steps.denominator().equals(BigInteger.ONE);
  }

  private static Ending judged(Judgement judgement) {
    String code = judgement.code().wireName();
    Ending ending =
        judgement.code().piv().isPresent()
            ? Ending.refused(code, judgement.code().piv().getAsInt(), judgement.reason())
            : Ending.refused(code, judgement.reason());
    return ending.with(details(judgement));
  }

  /** Where the judgement is the ending, its code and reason are the ending's. */
  private static Fields details(Judgement judgement) {
    Fields.Builder details = Fields.builder().put("verdict", judgement.verdict().wireName());
    judgement.dose().ifPresent(dose -> details.put("dose", dose));
    judgement.rate().ifPresent(rate -> details.put("rate", rate));
    details.put("library_version", judgement.libraryVersion());
    return details.build();
  }

  /** What the command machine says. */
  static Next after(ProgrammeOutcome outcome) {
    if (outcome instanceof ProgrammeOutcome.Refused refused) {
      return refused(refused);
    }
    if (outcome instanceof ProgrammeOutcome.Failed failed) {
      return new End(
          Ending.failed(
              wireName(failed.reason()),
              failed.sentence() + " Somebody must look at the pump before it is started."));
    }
    return new End(
        Ending.programmed("The pump was read to hold it; a clinician starts it at the pump."));
  }

  private static Next refused(ProgrammeOutcome.Refused refused) {
    String sentence = refused.sentence();
    return switch (refused.reason()) {
      case NOT_ENABLED, NOT_SUPPORTED ->
          new End(Ending.refused("programming-not-possible", sentence));
      case NOT_FOLLOWED, LOST -> new End(Ending.refused("pump-offline", 9007, sentence));
      case BUSY -> new Again(Ending.refused("pump-busy", 9015, sentence));
      case NO_ANSWER -> new Again(Ending.refused("pump-silent", 9015, sentence));
      case NOT_STOPPED -> new End(Ending.refused("pump-not-stopped", 9033, sentence));
      case OUT_OF_RANGE -> new End(Ending.refused("out-of-range", 9005, sentence));
      case NOT_IN_STEPS -> new End(Ending.refused("not-in-steps", 9005, sentence));
      case CONTROL_REFUSED, REFUSED_BY_PUMP, READ_BACK_DIFFERS, CHANGED_UNDER_WAY ->
          new End(Ending.refused(wireName(refused.reason()), sentence));
    };
  }

  private static String wireName(ProgrammeOutcome.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
