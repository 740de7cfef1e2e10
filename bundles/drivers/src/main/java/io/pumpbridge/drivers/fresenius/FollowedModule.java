// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.agreement.Agreement;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Declined;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A module that has been identified.
 *
 * @param type what kind of device it is, as it writes it
 * @param otherType a different answer, until it is heard twice in a row
 * @param checkMs when its type is asked for again
 */
record FollowedModule(
    String place,
    PumpIdentity pump,
    String type,
    Optional<String> otherType,
    long checkMs,
    Reading reading)
    implements PumpModule {

  /** Application errors: the identifier (of a variable) is not used, or not a correct one. */
  private static final List<String> UNKNOWN_VARIABLE = List.of("0A", "0B");

  /** How often in a row the drug may stay unanswered until it is no longer asked for. */
  private static final int DRUG_QUESTIONS = 2;

  /**
   * Where the reading is.
   *
   * @param ids which variables are asked for
   * @param drugVain how many questions for the drug in a row were in vain
   * @param heard the values whose drug is being asked for
   * @param vain how many polls in a row were in vain
   * @param hurried whether an event has already been followed in this round
   * @param repeated whether the second read has already been asked for in this round
   */
  record Reading(
      String ids,
      int drugVain,
      Optional<Map<Character, String>> heard,
      Agreement agreement,
      int vain,
      boolean hurried,
      boolean repeated) {

    private static Reading fresh() {
      return new Reading(
          FreseniusVocabulary.ALL_IDS, 0, Optional.empty(), Agreement.none(), 0, false, false);
    }

    private Reading inNewRound() {
      return new Reading(ids, drugVain, Optional.empty(), agreement, vain, false, false);
    }

    private Reading heard(Map<Character, String> values) {
      return new Reading(ids, drugVain, Optional.of(values), agreement, 0, hurried, repeated);
    }

    private Reading withDrugVain(int count) {
      return new Reading(ids, count, heard, agreement, vain, hurried, repeated);
    }

    private Reading agreed(Agreement next, boolean nowRepeated) {
      return new Reading(ids, drugVain, Optional.empty(), next, vain, hurried, nowRepeated);
    }

    private Reading unanswered() {
      return new Reading(ids, drugVain, Optional.empty(), agreement, vain + 1, hurried, repeated);
    }

    private Reading onlyFlow() {
      return new Reading(
          FreseniusVocabulary.FLOW_IDS, drugVain, heard, agreement, vain, hurried, repeated);
    }

    private Reading all() {
      return new Reading(
          FreseniusVocabulary.ALL_IDS, drugVain, heard, agreement, vain, hurried, repeated);
    }

    private Reading afterEvent() {
      return new Reading(ids, drugVain, heard, agreement, vain, true, repeated);
    }
  }

  static Move begin(String place, String type, Circumstances now) {
    PumpIdentity pump = now.settings().vocabulary().identity(type);
    FollowedModule module =
        new FollowedModule(
            place,
            pump,
            type,
            Optional.empty(),
            now.nowMs() + FreseniusSettings.CHECK_INTERVAL_MS,
            Reading.fresh());
    return new Move(
        module,
        List.of(new Effect.Identified(place, pump)),
        List.of(module.watch(), module.poll()));
  }

  private Request watch() {
    return Request.watch(place, FreseniusVocabulary.EVENT_IDS);
  }

  private Request poll() {
    return Request.values(place, reading.ids());
  }

  private FollowedModule with(Reading next) {
    return new FollowedModule(place, pump, type, otherType, checkMs, next);
  }

  private FollowedModule withOtherType(Optional<String> other) {
    return new FollowedModule(place, pump, type, other, checkMs, reading);
  }

  /**
   * Values each round. Every few seconds the type too, in case somebody changed the module, the
   * events once more, in case it was reset, and all variables, in case it did not know them only
   * then, or the refusal was damage.
   */
  @Override
  public Move onRound(long nowMs) {
    FollowedModule module = with(reading.inNewRound());
    if (nowMs - checkMs < 0) {
      return Move.to(module, module.poll());
    }
    long next = nowMs + FreseniusSettings.CHECK_INTERVAL_MS;
    FollowedModule checked =
        new FollowedModule(place, pump, type, otherType, next, module.reading().all());
    return Move.to(checked, Request.type(place), watch(), checked.poll());
  }

  /** An event is no value, only a reason to look at once; once a round, or it would be a flood. */
  @Override
  public Move onEvent() {
    return reading.hurried() ? Move.to(this) : Move.to(with(reading.afterEvent()), poll());
  }

  @Override
  public Move onOutcome(Outcome outcome, Circumstances now) {
    if (outcome instanceof Declined declined && declined.code().equals(NOT_OPEN)) {
      // Its dialogue was open: so it was taken out and put back, or it started anew.
      return lost(LossReason.REMOVED, Waiting.from(place, now.nowMs()));
    }
    return switch (outcome.request().question()) {
      case VALUES -> onValues(outcome, now);
      case DRUG -> onDrug(outcome, now);
      case TYPE ->
          outcome instanceof Answered answered ? onType(answered.onlyValue(), now) : stay();
      case WATCH, UNWATCH, OPEN, CLOSE, MODULES -> stay();
    };
  }

  private Move stay() {
    return Move.to(this);
  }

  private Move lost(LossReason reason, PumpModule next) {
    return new Move(next, onGone(reason), List.of());
  }

  private Move onValues(Outcome outcome, Circumstances now) {
    if (outcome instanceof Answered answered) {
      FollowedModule module = with(reading.heard(FreseniusMessages.items(answered.reply().data())));
      return reading.drugVain() < DRUG_QUESTIONS
          ? Move.to(module, Request.drug(place))
          : module.read(Optional.empty(), now);
    }
    boolean unknownVariable =
        outcome instanceof Declined declined && UNKNOWN_VARIABLE.contains(declined.code());
    if (unknownVariable && reading.ids().equals(FreseniusVocabulary.ALL_IDS)) {
      FollowedModule module = with(reading.onlyFlow());
      return Move.to(module, module.poll());
    }
    Reading unanswered = reading.unanswered();
    return unanswered.vain() < FreseniusSettings.POLLS_UNTIL_LOST
        ? Move.to(with(unanswered))
        : lost(now.lossReason(), Waiting.afterLoss(place, now.nowMs()));
  }

  private Move onDrug(Outcome outcome, Circumstances now) {
    if (reading.heard().isEmpty()) {
      return stay();
    }
    if (outcome instanceof Answered answered) {
      return with(reading.withDrugVain(0))
          .read(FreseniusVocabulary.label(answered.reply().data()), now);
    }
    int vain = outcome instanceof Declined ? DRUG_QUESTIONS : reading.drugVain() + 1;
    return with(reading.withDrugVain(vain)).read(Optional.empty(), now);
  }

  /** One read is complete. If it differs from the last one, the next follows at once. */
  private Move read(Optional<String> drug, Circumstances now) {
    Observation read =
        now.settings()
            .vocabulary()
            .observation(reading.heard().orElseThrow(), drug, reading.agreement().standing());
    Agreement.Agreed agreed = reading.agreement().on(read, now.nowMs());
    boolean again = !reading.repeated() && !isSettled(read, agreed.observation());
    FollowedModule module = with(reading.agreed(agreed.next(), reading.repeated() || again));
    List<Effect> effects = new ArrayList<>();
    agreed.observation().ifPresent(seen -> effects.add(new Effect.Report(place, seen)));
    return new Move(module, effects, again ? List.of(module.poll()) : List.of());
  }

  private static boolean isSettled(Observation read, Optional<Observation> agreed) {
    return agreed
        .filter(seen -> seen.rate().isPresent() == read.rate().isPresent())
        .filter(seen -> codes(seen).equals(codes(read)))
        .isPresent();
  }

  private static Set<String> codes(Observation observation) {
    return observation.alarms().stream().map(PumpAlarm::code).collect(Collectors.toSet());
  }

  private Move onType(String answer, Circumstances now) {
    if (answer.equals(type)) {
      return Move.to(withOtherType(Optional.empty()));
    }
    if (otherType.filter(answer::equals).isEmpty()) {
      return Move.to(withOtherType(Optional.of(answer)), Request.type(place));
    }
    return begin(place, answer, now).after(onGone(LossReason.DIFFERENT_PUMP));
  }

  @Override
  public List<Effect> onGone(LossReason reason) {
    return List.of(new Effect.Lost(place, reason));
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** The events were asked for, so they are given back first. */
  @Override
  public List<Request> farewell() {
    return List.of(Request.unwatch(place), Request.close(place));
  }
}
