// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators;

import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.AlarisSimulator;
import io.pumpbridge.simulators.bcc.BccRack;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Every pump that can be simulated; a new protocol is a line here. */
public final class Simulators {

  private record Kind(String exampleSerial, Function<String, PumpSimulator> maker) {}

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "alaris",
              new Kind("8002-51740", serial -> new AlarisSimulator(new AlarisPump(serial))),
              "bcc",
              new Kind("10001", serial -> new BccRack(List.of(serial)))));

  private Simulators() {}

  /** Names of protocols, sorted. */
  public static List<String> protocols() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * Makes pumps of one kind by their serial number.
   *
   * @return empty if there is no simulator of that protocol
   */
  public static Optional<Function<String, PumpSimulator>> find(String protocol) {
    return Optional.ofNullable(KINDS.get(protocol)).map(Kind::maker);
  }

  /** A serial number such as pumps of that kind have. */
  public static String exampleSerial(String protocol) {
    return Optional.ofNullable(KINDS.get(protocol)).map(Kind::exampleSerial).orElse("1");
  }
}
