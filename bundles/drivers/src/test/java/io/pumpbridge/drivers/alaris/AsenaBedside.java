// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.Reply;
import io.pumpbridge.simulators.fault.LineFaults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated pump at 5 mL/h, on hold, and a line that may be bad; things happen at chosen
 * requests.
 */
final class AsenaBedside implements Talk.FarEnd {
  final AlarisPump pump = new AlarisPump(ScriptedPump.SERIAL);

  /** What happens just before the request with that number, counted from one, is carried. */
  final Map<Integer, Runnable> before = new HashMap<>();

  /** What the answer to the request with that number says instead of what the pump said. */
  final Map<Integer, String> instead = new HashMap<>();

  private LineFaults there = LineFaults.none();
  private LineFaults back = LineFaults.none();
  private int requests;

  /** Whether the pump was ever seen to run. */
  boolean ran;

  AsenaBedside() {
    pump.setRate(new BigDecimal("5.00"), 0);
  }

  /** The pump's own time begins at zero. */
  static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  void countFromHere() {
    requests = 0;
  }

  void line(long seed, LineFaults.Rates rates) {
    there = new LineFaults(seed, rates);
    back = new LineFaults(seed + 100_000, rates);
  }

  /** From here on nothing arrives there, or nothing back. */
  void lose(boolean request) {
    LineFaults dead = new LineFaults(1, LineFaults.Rates.DEAD);
    if (request) {
      there = dead;
    } else {
      back = dead;
    }
  }

  void heal() {
    there = LineFaults.none();
    back = LineFaults.none();
  }

  @Override
  public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
    requests++;
    before.getOrDefault(requests, () -> {}).run();
    List<Talk.Arrival> arrivals = new ArrayList<>();
    for (Reply reply : pump.receive(there.carry(sent).bytes(), pumpTime(nowMs))) {
      ran |= pump.isRunning();
      String other = instead.get(requests);
      Bytes bytes = other == null ? reply.toBytes() : AlarisVectors.framed(other);
      LineFaults.Arrival arrival = back.carry(bytes);
      arrivals.add(new Talk.Arrival(arrival.bytes(), 20 + arrival.after().toMillis()));
    }
    return arrivals;
  }

  /** What the pump says of one of its settings, if it is asked past the line. */
  String says(String question, long nowMs) {
    List<Reply> replies = pump.receive(AlarisVectors.framed(question), pumpTime(nowMs));
    return replies.get(0).text();
  }
}
