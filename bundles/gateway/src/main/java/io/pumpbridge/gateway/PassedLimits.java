// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.dose.Judgement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which limits a standing advisory was said of. Pure, told the time.
 *
 * <p>A further limit is news at once, whatever else is passed: a bag that is too strong stays so
 * for as long as it hangs, and must not hide that the dose is too high as well. A limit that is
 * kept again is no alarm but has to be told too, or a server would go on showing it; it is told
 * once it has been kept for {@link #KEPT_MS}. Passed again before that, it is no news: so a dose
 * that goes to and fro across a limit is told once, and what was told last never says less than
 * what is passed.
 */
final class PassedLimits {
  /** As long as a titration may go to and fro; after that a return is another event. */
  static final long KEPT_MS = 60_000;

  /** What a reading changes. */
  enum Change {
    NONE,
    FURTHER_LIMIT,
    FEWER_LIMITS
  }

  /** When each was last read to be passed, by name. */
  private final Map<String, Long> passedMs = new HashMap<>();

  Change on(List<Judgement.Limit> passed, long nowMs) {
    boolean further = passed.stream().anyMatch(limit -> !passedMs.containsKey(limit.name()));
    passed.forEach(limit -> passedMs.put(limit.name(), nowMs));
    boolean fewer = passedMs.values().removeIf(lastMs -> nowMs - lastMs >= KEPT_MS);
    return further ? Change.FURTHER_LIMIT : fewer ? Change.FEWER_LIMITS : Change.NONE;
  }

  /** It is said anew, of these alone. */
  void saidOf(List<Judgement.Limit> passed) {
    passedMs
        .keySet()
        .retainAll(passed.stream().map(Judgement.Limit::name).collect(Collectors.toSet()));
  }
}
