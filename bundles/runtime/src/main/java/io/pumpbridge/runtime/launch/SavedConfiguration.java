// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backup of a gateway's configuration.
 *
 * @param base64 CMS SignedData in DER, as it goes over the desk's socket
 * @param leftOut what is not in it although the agent uses it, for people
 */
public record SavedConfiguration(String base64, List<String> leftOut) {
  public SavedConfiguration {
    leftOut = List.copyOf(leftOut);
  }

  public static SavedConfiguration of(byte[] signed, List<String> leftOut) {
    return new SavedConfiguration(Base64.getEncoder().encodeToString(signed), leftOut);
  }

  public byte[] signed() {
    return Base64.getDecoder().decode(base64);
  }

  Map<String, Object> answer() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("signed", base64);
    answer.put("left_out", leftOut);
    return answer;
  }

  /** Empty if it is none but a refusal. */
  static Optional<SavedConfiguration> from(Map<String, Object> answer) {
    List<String> leftOut =
        answer.get("left_out") instanceof List<?> list // an older agent does not say it
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return answer.get("signed") instanceof String signed
        ? Optional.of(new SavedConfiguration(signed, leftOut))
        : Optional.empty();
  }
}
