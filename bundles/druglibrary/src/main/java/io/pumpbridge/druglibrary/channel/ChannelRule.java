// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockReading;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When a channel may take the newest library: at any reading, unless an infusion runs that began
 * with an older one. A new programme, another drug or concentration ordered for the channel, is
 * another infusion. Pure.
 */
final class ChannelRule {
  private ChannelRule() {}

  /**
   * What was heard.
   *
   * @param programme what is ordered for the channel, as a fingerprint
   */
  record Reading(PumpStatus status, Optional<String> programme, ClockReading at) {}

  /**
   * What there is to judge by.
   *
   * @param newest the content's SHA-256; empty if none is in force
   * @param isHeld whether an older library is still at hand
   */
  record Choice(String newest, long version, Predicate<String> isHeld) {}

  /** Why the newest came into force for a channel. */
  enum Cause {
    FIRST_HEARD,
    NOT_INFUSING,
    NEW_PROGRAMME,
    /** The infusion began before there was any library. */
    BEGAN_WITHOUT,
    /** The library that it began with is no longer kept. */
    LET_GO;

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How it stands now, and whether that is another library than before. */
  record Step(ChannelState state, Optional<Cause> switched) {}

  static Step next(Optional<ChannelState> before, Reading reading, Choice choice) {
    Optional<Cause> may =
        before.isEmpty() ? Optional.of(Cause.FIRST_HEARD) : may(before.get(), reading, choice);
    boolean other = before.isEmpty() || !before.get().sha256().equals(choice.newest());
    boolean switches = may.isPresent() && other;
    String sha256 = switches ? choice.newest() : before.map(ChannelState::sha256).orElse("");
    long version = switches ? choice.version() : before.map(ChannelState::version).orElse(0L);
    ChannelState state =
        new ChannelState(
            sha256,
            version,
            switches ? reading.at().wall() : before.orElseThrow().since(),
            runs(before, reading.status()),
            isIdle(reading.status())
                ? reading.programme()
                : reading.programme().or(() -> before.flatMap(ChannelState::programme)),
            reading.at().wall(),
            Optional.of(reading.at().monotonicMs()),
            false);
    return new Step(state, switches ? may : Optional.empty());
  }

  private static Optional<Cause> may(ChannelState before, Reading reading, Choice choice) {
    if (isIdle(reading.status()) || !before.running()) {
      return Optional.of(Cause.NOT_INFUSING);
    }
    if (before.sha256().isEmpty()) {
      return Optional.of(Cause.BEGAN_WITHOUT);
    }
    if (before.programme().isPresent()
        && reading.programme().isPresent()
        && !before.programme().equals(reading.programme())) {
      return Optional.of(Cause.NEW_PROGRAMME);
    }
    return choice.isHeld().test(before.sha256()) ? Optional.empty() : Optional.of(Cause.LET_GO);
  }

  /** An alarm, or a vein kept open, is no stop; silence is none either. */
  private static boolean runs(Optional<ChannelState> before, PumpStatus status) {
    return status == PumpStatus.INFUSING
        || (!isIdle(status) && before.map(ChannelState::running).orElse(false));
  }

  private static boolean isIdle(PumpStatus status) {
    return status == PumpStatus.STOPPED || status == PumpStatus.STANDBY;
  }
}
