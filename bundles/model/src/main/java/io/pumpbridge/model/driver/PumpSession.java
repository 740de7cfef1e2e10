// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import java.util.List;

/**
 * The talk with one pump: pure, immutable, and told the time. Whoever runs it feeds inputs in order
 * and carries out the effects in order.
 */
public interface PumpSession {

  Step on(SessionInput input);

  /** One word for logs and events: {@code closed}, {@code identifying}, {@code following}, … */
  String state();

  /** The session afterwards, and what to do. */
  record Step(PumpSession next, List<Effect> effects) {
    public Step {
      effects = List.copyOf(effects);
    }
  }
}
