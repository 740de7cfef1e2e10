// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code pump-bridge.json} on its way into a backup and out of it: pure. */
final class SiteSettings {
  /** Nobody should write a secret there; if somebody did, it stays where it is. */
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passphrase|secret|token|credential|(^|[._-])(pin|code)).*");

  private final Map<String, Map<String, Object>> sections = new LinkedHashMap<>();

  private SiteSettings() {}

  static SiteSettings parse(byte[] json) throws IOException {
    SiteSettings settings = new SiteSettings();
    for (Map.Entry<String, Object> section : sections(json).entrySet()) {
      Map<String, Object> properties = new LinkedHashMap<>();
      if (section.getValue() instanceof Map<?, ?> given) {
        given.forEach((name, value) -> properties.put(String.valueOf(name), value));
      } else {
        throw new IOException("the section " + section.getKey() + " is no object");
      }
      settings.sections.put(section.getKey(), properties);
    }
    return settings;
  }

  private static Map<String, Object> sections(byte[] json) throws IOException {
    try {
      Map<String, Object> sections = Backup.strictJson().mapFrom(json);
      return Optional.ofNullable(sections).orElseThrow(() -> new IOException("it holds nothing"));
    } catch (JsonProcessingException e) {
      throw new IOException("it is no JSON object: " + e.getOriginalMessage(), e);
    }
  }

  /** Takes out what looks like a secret, and says what that was. */
  List<String> withoutSecrets() {
    List<String> names =
        sections.entrySet().stream()
            .flatMap(
                section ->
                    section.getValue().keySet().stream()
                        .filter(name -> SECRET.matcher(name).matches())
                        .map(name -> section.getKey() + "." + name))
            .toList();
    sections.values().forEach(one -> one.keySet().removeIf(n -> SECRET.matcher(n).matches()));
    return names;
  }

  /**
   * The same site, another gateway.
   *
   * @param own settings of trust of that gateway, if it has any: whom it trusts, and how much it
   *     demands to know of them, is its own matter
   */
  void belongTo(String gateway, String hospital, Optional<Map<String, Object>> own) {
    Map<String, Object> trust =
        new LinkedHashMap<>(own.orElse(sections.getOrDefault("trust", Map.of())));
    if (own.isEmpty()) {
      trust.remove("anchors");
    }
    trust.put("gateway.id", gateway);
    trust.put("hospital", hospital);
    sections.put("trust", trust);
  }

  Optional<String> find(String section, String name) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(name))
        .map(String::valueOf)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  Map<String, Object> section(String name) {
    return Map.copyOf(sections.getOrDefault(name, Map.of()));
  }

  byte[] toBytes() {
    try {
      return (JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(sections) + "\n")
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }
}
