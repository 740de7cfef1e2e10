// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a port answers, in its order and with names that are text. */
final class Answers {
  private Answers() {}

  static Map<String, Object> map(Object told) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (told instanceof Map<?, ?> map) {
      map.forEach((name, value) -> answer.put(String.valueOf(name), value));
    }
    return answer;
  }
}
