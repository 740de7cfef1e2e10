// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A script on its way: told the time, it says what is due. Not safe for threads. */
public final class Performance {
  private final List<Script.Step> steps;
  private int next;

  public Performance(Script script) {
    steps = script.steps();
  }

  /** What has become due until now, in order; each step once. */
  public List<Script.Step> due(long nowMs) {
    List<Script.Step> due = new ArrayList<>();
    while (next < steps.size() && steps.get(next).at().toMillis() <= nowMs) {
      due.add(steps.get(next));
      next++;
    }
    return due;
  }

  /** When the next step is due; empty after the last. */
  public OptionalLong nextMs() {
    return next < steps.size()
        ? OptionalLong.of(steps.get(next).at().toMillis())
        : OptionalLong.empty();
  }
}
