// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest answers to what only asks (GET), in memory. They change nothing, so that asking once
 * more does no harm: remembered in the journal, they would cost a commit each and push out the
 * answers to what was done. For one thread.
 */
final class GetAnswers {
  /** For who repeats a question because its answer was lost; of the largest answers some 1 MB. */
  static final int MAX = 32;

  private final Map<String, Fields> answers = new LinkedHashMap<>(); // oldest first

  Optional<Fields> find(String key) {
    return Optional.ofNullable(answers.get(key));
  }

  void remember(String key, Fields answer) {
    answers.put(key, answer);
    if (answers.size() > MAX) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
