// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import java.util.Random;

/** Somebody who does something at every pump whenever asked to, drawn from a seed. */
final class Nurse {
  private static final List<String> RATES = List.of("5", "12", "30", "60", "99");

  private final Random random;
  private final SimulatedBedside bedside;

  Nurse(long seed, SimulatedBedside bedside) {
    this.random = new Random(seed);
    this.bedside = bedside;
  }

  void act(long nowMs) {
    for (Bedside panel : bedside.pumps()) {
      act(panel, nowMs);
    }
    bedside.look(nowMs);
  }

  private void act(Bedside panel, long nowMs) {
    switch (random.nextInt(5)) {
      case 0, 1 -> bedside.rate(panel, RATES.get(random.nextInt(RATES.size())), nowMs);
      case 2 -> start(panel, SimulatedBedside.pumpTime(nowMs));
      case 3 -> panel.occlude(SimulatedBedside.pumpTime(nowMs));
      default -> panel.stop(SimulatedBedside.pumpTime(nowMs));
    }
  }

  /** Whatever was wrong is put right first. */
  private static void start(Bedside panel, long pumpMs) {
    panel.free(pumpMs);
    panel.clear(pumpMs);
    panel.start(pumpMs);
  }
}
