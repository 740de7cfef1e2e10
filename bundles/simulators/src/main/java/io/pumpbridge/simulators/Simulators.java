// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators;

import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.AlarisSimulator;
import io.pumpbridge.simulators.as50.As50Pump;
import io.pumpbridge.simulators.bcc.BccRack;
import io.pumpbridge.simulators.dianet.DianetModel;
import io.pumpbridge.simulators.dianet.DianetPump;
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
import java.util.stream.IntStream;

/** Every pump that can be simulated, by protocol; a new one is a line in the table. */
public final class Simulators {

  /**
   * How one protocol's simulator is made.
   *
   * @param serial one that the public facts have an example of, or plain digits
   * @param most how many pumps stand behind one line
   * @param maker gets a serial number for each pump
   */
  private record Kind(String serial, int most, Function<List<String>, PumpSimulator> maker) {

    static Kind alone(String serial, Function<String, PumpSimulator> maker) {
      return new Kind(serial, 1, serials -> maker.apply(serials.get(0)));
    }
  }

  /** In safe mode an NE-1000 stops when it is not spoken to for so long; the longest there is. */
  private static final int NE1000_TIMEOUT_S = 255;

  private static final int BCC_PILLAR = 24;
  private static final int FRESENIUS_SLOTS = 8;

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "alaris", Kind.alone("8002-51740", Simulators::alaris),
              "as50", Kind.alone("10001", As50Pump::new),
              "bcc", new Kind("10001", BCC_PILLAR, BccRack::new),
              "dianet", Kind.alone("12345", Simulators::dianet),
              "fresenius", new Kind("10001", FRESENIUS_SLOTS, FreseniusBase::new),
              "graseby", Kind.alone("10001", Graseby3000Pump::new),
              "miva", Kind.alone("10001", MivaPump::new),
              // The protocol tells no serial number, so it can have none.
              "ne1000", Kind.alone("", serial -> Ne1000Pump.inSafeMode(NE1000_TIMEOUT_S))));

  private Simulators() {}

  /** The protocols there are simulators for, in order. */
  public static List<String> protocols() {
    return List.copyOf(KINDS.keySet());
  }

  /**
   * A new simulator: its pumps are stopped and full, and nothing is set.
   *
   * @param serial the pump's; a rack's or base's further pumps count on from it. Empty for an
   *     example
   * @param pumps how many a rack or base holds; 1 for a pump that stands alone
   * @throws IllegalArgumentException with a sentence or clause
   */
  public static PumpSimulator create(String protocol, Optional<String> serial, int pumps) {
    Kind kind =
        Optional.ofNullable(KINDS.get(protocol))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no simulator for '"
                            + protocol
                            + "'; there are "
                            + String.join(", ", protocols())));
    if (pumps < 1 || pumps > kind.most()) {
      throw new IllegalArgumentException(
          kind.most() == 1
              ? "a pump of '" + protocol + "' stands alone on its line"
              : "'" + protocol + "' holds 1 to " + kind.most() + " pumps, not " + pumps);
    }
    String first = serial.orElse(kind.serial());
    return kind.maker().apply(IntStream.range(0, pumps).mapToObj(i -> later(first, i)).toList());
  }

  /** The serial number so many pumps later: its last digits count, whatever stands before them. */
  private static String later(String serial, int count) {
    if (count == 0) {
      return serial;
    }
    String prefix = serial.replaceFirst("[0-9]{1,9}$", "");
    String digits = serial.substring(prefix.length());
    if (digits.isEmpty()) {
      throw new IllegalArgumentException(
          "a serial number that is to be counted on from ends in a digit, not " + serial);
    }
    String next = Long.toString(Long.parseLong(digits) + count);
    return prefix + "0".repeat(Math.max(0, digits.length() - next.length())) + next;
  }

  private static PumpSimulator alaris(String serial) {
    if (!serial.matches("[0-9A-Za-z-]{1,20}")) {
      throw new IllegalArgumentException(
          "a serial number has 1 to 20 letters, digits and hyphens, not " + serial);
    }
    return new AlarisSimulator(new AlarisPump(serial));
  }

  private static PumpSimulator dianet(String serial) {
    if (!serial.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException(
          "a serial number is 0 to " + DianetModel.LAST_SERIAL + ", not " + serial);
    }
    return new DianetPump(DianetModel.PERFUSOR_FM, Integer.parseInt(serial));
  }
}
