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

  private final Map<String, Bytes> answers = new HashMap<>();
  private final Set<String> deaf = new HashSet<>();
  private boolean gone;
  long delayMs = 5;

  /** How many of the next requests are not answered. */
  int ignore;

  static ScriptedPump running() {
    ScriptedPump pump = new ScriptedPump();
    pump.say("INST_SERIALNO", "INST_SERIALNO^" + SERIAL);
    pump.say("COMMS_PROTOCOL", "COMMS_PROTOCOL^Asena Rev 2.1.5");
    pump.say("INF", AlarisVectors.RUNNING);
    pump.say("ALARM", "ALARM^AL_NOALM^ ^ ");
    return pump;
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
