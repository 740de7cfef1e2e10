// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest answers, in memory: of what only asks, or where the disk took none. One thread. */
final class RecentAnswers {
  /** For who repeats a request because its answer was lost; of the largest answers some 1 MB. */
  static final int MAX = 32;

  private final Map<String, Fields> answers = new LinkedHashMap<>(); // oldest first

  Optional<Fields> find(String key) {
    return Optional.ofNullable(answers.get(key));
  }

  void remember(String key, Fields answer) {
    answers.remove(key);
    answers.put(key, answer);
    if (answers.size() > MAX) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
