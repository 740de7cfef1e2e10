// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pump of the half page in {@code device-profiles/README.md}, written from it: it answers
 * within 300 ms, and what is not asked like that is met with silence.
 */
final class ExamplePump implements Talk.FarEnd {
  long answerMs = 100;

  /** What it was asked, in order. */
  final List<String> asked = new ArrayList<>();

  private final Map<String, String> answers = new TreeMap<>();

  ExamplePump() {
    identity("30417");
    state("S,125.0,ml/h,0.0,-");
    answers.put("AL", "AL,E0");
  }

  void identity(String serial) {
    answers.put("ID", "ID,VP-1," + serial + ",1.20");
  }

  void state(String fields) {
    answers.put("ST", "ST," + fields);
  }

  void alarm(String code) {
    answers.put("AL", "AL," + code);
  }

  void silent(String question) {
    answers.remove(question);
  }

  void silent() {
    answers.clear();
  }

  static Bytes frame(String text) {
    int xor = text.chars().reduce(0, (one, other) -> one ^ other);
    return Bytes.of(
        "$" + text + "*" + String.format("%02X", xor) + "\r", StandardCharsets.US_ASCII);
  }

  @Override
  public List<Arrival> onBytes(Bytes sent, long nowMs) {
    String wire = sent.toText(StandardCharsets.US_ASCII);
    for (String question : List.of("ID", "ST", "AL")) {
      if (sent.equals(frame(question))) {
        asked.add(question);
        String answer = answers.get(question);
        return answer == null ? List.of() : List.of(new Arrival(frame(answer), answerMs));
      }
    }
    throw new AssertionError("nothing else may ever be sent: " + wire);
  }
}
