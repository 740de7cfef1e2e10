// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A far end that answers by a table; what is not in the table is silence. */
final class ScriptedPump implements Talk.FarEnd {

  static final String SERIAL = "8002-51740";

  /** The INF reply of a pump on hold. */
  static final String STANDING =
      "INF^8002-51740^-^HLD^0.00^ml/h^^0.969^ml^17.91^mmHg^24+^EVENT^127904";

  private final Map<String, Bytes> answers = new HashMap<>();
  private final Set<String> deaf = new HashSet<>();
  private boolean gone;
  long delayMs = 5;

  /** How many of the next requests are not answered. */
  int ignore;

  /** What happens just before the request with that number, counted from one, is answered. */
  private final Map<Integer, Runnable> before = new HashMap<>();

  private int requests;

  static ScriptedPump running() {
    ScriptedPump pump = new ScriptedPump();
    pump.say("INST_SERIALNO", "INST_SERIALNO^" + SERIAL);
    pump.say("COMMS_PROTOCOL", "COMMS_PROTOCOL^Asena Rev 2.1.5");
    pump.say("INF", AlarisVectors.RUNNING);
    pump.say("ALARM", "ALARM^AL_NOALM^ ^ ");
    return pump;
  }

  /** A pump that stands still, may be set, and holds 3.50 mL/h and 11.000 mL once it was. */
  static ScriptedPump standing() {
    ScriptedPump pump = running();
    pump.say("INF", STANDING);
    pump.say("INF_RATE_MAX_SYRINGE", "INF_RATE_MAX_SYRINGE^1200.00^ml/h");
    pump.say("REMOTE_CTRL^ENABLED^3CC1", "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms");
    pump.say("INF_RATE^3.50^ml/h", "INF_RATE^3.50^ml/h");
    pump.say("INF_RATE", "INF_RATE^3.50^ml/h");
    pump.say("INF_VTBI^ACTIV^11.000^ml^STOP", "INF_VTBI^ACTIV^11.000^ml^STOP");
    pump.say("INF_VTBI", "INF_VTBI^ACTIV^11.000^ml^STOP");
    pump.say("REMOTE_CTRL^DISABLED", "REMOTE_CTRL^DISABLED^****^PERMIT^0^ms");
    return pump;
  }

  /** Something happens just before a request is answered; counts from the next one. */
  void before(int request, Runnable action) {
    before.put(request, action);
  }

  void countFromHere() {
    requests = 0;
    before.clear();
  }

  /** Somebody swaps the pump without pulling the cable for long. */
  void become(String serial) {
    say("INST_SERIALNO", "INST_SERIALNO^" + serial);
    say("INF", AlarisVectors.RUNNING.replace(SERIAL, serial));
  }

  void say(String command, String body) {
    answers.put(command, AlarisVectors.framed(body));
  }

  void sayRaw(String command, Bytes bytes) {
    answers.put(command, bytes);
  }

  void deafTo(String command) {
    deaf.add(command);
  }

  void hears(String command) {
    deaf.remove(command);
  }

  void leave() {
    gone = true;
  }

  void comeBack() {
    gone = false;
  }

  @Override
  public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
    List<Talk.Arrival> arrivals = new ArrayList<>();
    String text = sent.toText(StandardCharsets.US_ASCII);
    String command = text.substring(1, text.indexOf('|'));
    requests++;
    before.getOrDefault(requests, () -> {}).run();
    Bytes answer = answers.get(command);
    if (gone || answer == null || deaf.contains(command)) {
      return arrivals;
    }
    if (ignore > 0) {
      ignore--;
      return arrivals;
    }
    arrivals.add(new Talk.Arrival(answer, delayMs));
    return arrivals;
  }
}
