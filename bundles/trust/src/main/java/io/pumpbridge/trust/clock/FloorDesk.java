// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.trust.ClockDesk;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.timeservice.Statement;
import io.pumpbridge.trust.timeservice.Watched;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows and sets the clock's floor, and tells the audit trail of what was set. */
public final class FloorDesk implements ClockDesk {
  private final FlooredClock clock;
  private final AuditTrail trail;

  public FloorDesk(FlooredClock clock, AuditTrail trail) {
    this.clock = clock;
    this.trail = trail;
  }

  /** Tells of resets that were made while no agent ran; each waits until it is durable. */
  public void tellWaiting() {
    clock.waiting().forEach(this::tell);
  }

  private void tell(ClockReset reset) {
    var unused = trail.keep(reset.toEvent()).thenRun(() -> clock.told(reset));
  }

  @Override
  public Map<String, Object> show() {
    ClockState state = clock.state();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("time", state.shown().wall().toString());
    answer.put("quality", state.shown().quality().wireName());
    answer.put("machine", Instant.ofEpochMilli(state.machine().system().toEpochMilli()).toString());
    answer.putAll(services(state.machine().said()));
    answer.put("floor", state.floor().toString());
    answer.put("built", state.built().toString());
    answer.put("waiting_resets", state.waitingResets());
    return answer;
  }

  /** Who vouches for the machine's clock, and what each of them said. */
  private static Map<String, Object> services(List<Statement> said) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Optional<Statement> vouching = Watched.vouching(said);
    answer.put("time_service", vouching.map(one -> one.source().wireName()).orElse("none"));
    vouching
        .flatMap(Statement::maxError)
        .ifPresent(most -> answer.put("max_error_ms", most.plusNanos(999_999).toMillis()));
    Map<String, Object> asked = new LinkedHashMap<>();
    said.forEach(one -> asked.put(one.source().wireName(), one.answer().wireName()));
    answer.put("time_services", asked);
    return answer;
  }

  @Override
  public Map<String, Object> reset(String to, String why) throws TrustException {
    ClockReset reset = reset(instant(to), why);
    Map<String, Object> answer = show();
    answer.put("before", reset.before().toString());
    return answer;
  }

  private ClockReset reset(Optional<Instant> to, String why) throws TrustException {
    try {
      ClockReset reset = clock.reset(to, why);
      tell(reset);
      return reset;
    } catch (IllegalArgumentException unreadable) {
      throw Refusal.CLOCK_RESET_INVALID.because(
          "The floor was not reset: " + unreadable.getMessage() + ".");
    }
  }

  private static Optional<Instant> instant(String to) throws TrustException {
    try {
      return to.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(to));
    } catch (DateTimeException unreadable) {
      throw Refusal.CLOCK_RESET_INVALID.because(
          "\"" + printable(to) + "\" is no time; write it like 2026-06-01T12:00:00Z, in UTC.");
    }
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), 40)).replaceAll("[^ -~]", "?");
  }
}
