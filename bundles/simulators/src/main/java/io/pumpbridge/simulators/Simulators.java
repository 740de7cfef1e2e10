// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators;

import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.AlarisSimulator;
import io.pumpbridge.simulators.as50.As50Pump;
import io.pumpbridge.simulators.bcc.BccRack;
import io.pumpbridge.simulators.fresenius.FreseniusBase;
import io.pumpbridge.simulators.graseby.Graseby3000Pump;
import io.pumpbridge.simulators.miva.MivaPump;
import io.pumpbridge.simulators.ne1000.Ne1000Pump;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Every pump that can be simulated; a new protocol is a line here. */
public final class Simulators {

  private record Kind(String exampleSerial, Function<String, PumpSimulator> maker) {}

  /** A lab pump in safe mode alarms when it is not spoken to for so long; the longest there is. */
  private static final int NE1000_TIMEOUT_S = 255;

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "alaris",
              new Kind("8002-51740", serial -> new AlarisSimulator(new AlarisPump(serial))),
              "as50",
              new Kind("10001", As50Pump::new),
              "bcc",
              new Kind("10001", serial -> new BccRack(List.of(serial))),
              "fresenius",
              new Kind("10001", serial -> new FreseniusBase(List.of(serial))),
              "graseby",
              new Kind("10001", Graseby3000Pump::new),
              "miva",
              new Kind("10001", MivaPump::new),
              "ne1000",
              new Kind("", serial -> Ne1000Pump.inSafeMode(NE1000_TIMEOUT_S))));

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
