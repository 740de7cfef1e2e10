// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import java.util.ArrayList;
import java.util.List;

/**
 * The talk with the pump or pumps behind one port: pure, immutable, and told the time. Whoever runs
 * it feeds inputs in order and carries out the effects in order.
 */
public interface PumpSession {

  Step on(SessionInput input);

  /** One word for logs and events: {@code closed}, {@code identifying}, {@code following}, … */
  String state();

  /**
   * Whether somebody out there speaks this protocol: a valid frame that answers what was asked has
   * come since the line was opened and the talk has not been lost since. A prober then waits longer
   * for {@link Effect.Identified}.
   */
  boolean isAnswered();

  /**
   * Whether the session holds nothing of the pump's: no control, no open dialogue. After {@link
   * SessionInput.Stop} the line may be closed as soon as this is true.
   */
  boolean isReleased();

  /** The session afterwards, and what to do. */
  record Step(PumpSession next, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }

    /** The same step, with something said or done before it. */
    public Step after(List<? extends Effect> first) {
      List<Effect> all = new ArrayList<>(first);
      all.addAll(effects);
      return new Step(next, all);
    }
  }
}
