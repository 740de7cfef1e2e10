// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the bridge has to say of one channel's dose: nothing, a soft or a hard advisory. Limits that
 * have been taken back since the infusion began are a soft one, whatever the dose. Pure, told the
 * time.
 *
 * <p>It advises; it never acts on the pump. A verdict that cannot be given ends no advisory that
 * stands: only a dose within its limits, or nothing being infused, does; or {@link #end}. What
 * stands is said again when the channel gets another association: it is another patient's, or
 * another drug's, and nobody has said it of that. So is it when a further limit is passed, and,
 * named as such, when fewer are ({@link PassedLimits}): what was told last says what stands.
 */
final class AdvisoryWatch {

  /** How loud. */
  enum Level {
    NONE(Light.GREEN, Sound.NONE),
    SOFT(Light.AMBER_BLINKING, Sound.ADVISORY),
    HARD(Light.RED_BLINKING, Sound.ADVISORY_URGENT);

    private final Light light;
    private final Sound sound;

    Level(Light light, Sound sound) {
      this.light = light;
      this.sound = sound;
    }

    Light light() {
      return light;
    }

    Sound sound() {
      return sound;
    }

    static Level of(Verdict verdict, boolean withdrawn) {
      return verdict.isHard() ? HARD : verdict.isSoft() || withdrawn ? SOFT : NONE;
    }
  }

  private final PumpIdentity pump;
  private final String channel;

  private Verdict standing = Verdict.WITHIN;

  /** The limits it is judged by have been taken back since it began. */
  private boolean withdrawn;

  /** Whose treatment it is said of: the id of its association. */
  private Optional<String> saidOf = Optional.empty();

  private final PassedLimits limits = new PassedLimits();

  private Optional<ReasonCode> unavailable = Optional.empty();

  /** What was said last of what stands. */
  private List<Event> raised = List.of();

  AdvisoryWatch(PumpIdentity pump, String channel) {
    this.pump = pump;
    this.channel = channel;
  }

  Level level() {
    return Level.of(standing, withdrawn);
  }

  List<Event> on(Judgement judgement, Optional<Association> association, long nowMs) {
    if (judgement.verdict() == Verdict.CANNOT_JUDGE
        && judgement.code() != ReasonCode.NOT_INFUSING) {
      return sayUnavailable(judgement);
    }
    unavailable = Optional.empty();
    Verdict before = standing;
    boolean wasWithdrawn = withdrawn;
    standing = judgement.verdict() == Verdict.CANNOT_JUDGE ? Verdict.WITHIN : judgement.verdict();
    withdrawn = judgement.code().isWithdrawal();
    Optional<String> wasSaidOf = saidOf;
    saidOf = association.map(Association::id);
    PassedLimits.Change change = limits.on(judgement.passed(), nowMs);
    boolean sameStory = level() == Level.NONE || saidOf.equals(wasSaidOf);
    if (standing != before || withdrawn != wasWithdrawn || !sameStory) {
      limits.saidOf(judgement.passed());
      change = PassedLimits.Change.NONE; // the verdict, or whose it is, says it
    } else if (change == PassedLimits.Change.NONE) {
      return List.of();
    }
    List<Event> said = List.of(said(judgement, association, before, change));
    raised = level() == Level.NONE ? List.of() : said;
    return said;
  }

  /** What stands, for whoever may not have heard of it. */
  List<Event> again() {
    return raised;
  }

  private Event said(
      Judgement judgement,
      Optional<Association> association,
      Verdict before,
      PassedLimits.Change change) {
    Fields.Builder details =
        Fields.builder()
            .putAll(judgement.toFields())
            .put("previous", before.wireName())
            .put("light", wireName(level().light()))
            .put("sound", wireName(level().sound()));
    if (!judgement.passed().isEmpty()) {
      details.put("limits", judgement.passed().stream().map(Judgement.Limit::toFields).toList());
    }
    if (change != PassedLimits.Change.NONE) {
      details.put("change", wireName(change));
    }
    association.ifPresent(
        known ->
            details
                .put("association", known.id())
                .put("drug", known.medication().drug())
                .put("care_area", known.careArea()));
    EventName name = level() == Level.NONE ? EventName.ADVISORY_CLEARED : EventName.ADVISORY_RAISED;
    return Event.of(name, pump, channel, details.build());
  }

  private List<Event> sayUnavailable(Judgement judgement) {
    Optional<ReasonCode> code = Optional.of(judgement.code());
    if (code.equals(unavailable)) {
      return List.of();
    }
    unavailable = code;
    return List.of(Event.of(EventName.JUDGEMENT_UNAVAILABLE, pump, channel, judgement.toFields()));
  }

  /** The pump is no longer here; what stood is taken back, and why is said. */
  List<Event> end(String reason) {
    if (level() == Level.NONE) {
      return List.of();
    }
    Fields details =
        Fields.builder().put("previous", standing.wireName()).put("reason", reason).build();
    standing = Verdict.WITHIN;
    withdrawn = false;
    raised = List.of();
    limits.saidOf(List.of());
    return List.of(Event.of(EventName.ADVISORY_CLEARED, pump, channel, details));
  }

  private static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
