// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is plugged in.
 *
 * @param baud how fast its line is; empty for the protocol's usual speed
 */
record Played(String protocol, Optional<Integer> baud) {

  /** Part of no site's {@code all}: it is for the bench. */
  private static final String BENCH = "ne1000";

  /** Behind a line of several; the others stand alone. */
  private static final Map<String, Integer> PUMPS = Map.of("bcc", 3, "fresenius", 3);

  /** The faster rack stands beside the other one. */
  private static final String OTHER_SERIAL = "20001";

  /** Every shipped protocol, and a rack whose site has chosen the faster line. */
  static List<Played> all() {
    List<Played> all = new ArrayList<>();
    Simulators.protocols().stream()
        .filter(protocol -> !protocol.equals(BENCH))
        .forEach(protocol -> all.add(new Played(protocol, Optional.empty())));
    all.add(new Played("bcc", Optional.of(115_200)));
    return all;
  }

  String text() {
    return protocol + baud.map(fast -> " at " + fast).orElse("");
  }

  int pumps() {
    return PUMPS.getOrDefault(protocol, 1);
  }

  /** Infusing. */
  PumpSimulator simulator() {
    PumpSimulator simulator = Simulators.create(protocol, baud.map(fast -> OTHER_SERIAL), pumps());
    for (Bedside pump : simulator.pumps()) {
      pump.rate("5", 0);
      pump.start(0);
    }
    return simulator;
  }

  LineSettings line(LineSettings usual) {
    return baud.map(
            fast -> new LineSettings(fast, usual.dataBits(), usual.parity(), usual.stopBits()))
        .orElse(usual);
  }
}
