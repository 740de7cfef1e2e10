// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attack, as its folder describes it.
 *
 * @param what it is, for people
 * @param codes one of which it must be refused with; one only, unless it is many files
 * @param place in the document, of what is wrong there; empty if it is not about the document
 * @param document by the name of its file
 * @param replace text in the document by text; {@code «x×3»} stands for {@code xxx}, {@code «§,×3»}
 *     for {@code 0,1,2,}
 * @param charset in which the document is written
 * @param signers by name, in {@link People}
 * @param algorithm of the JDK with which all sign; empty for what goes with the key
 * @param ahead by how much the signing time is after now
 * @param attributes what is done to the first signer's signed attributes
 * @param envelope what is done to the SignedData
 * @param bytes what is done to its encoding
 */
record Recipe(
    String name,
    String what,
    Set<String> codes,
    String place,
    String document,
    Map<String, String> replace,
    Charset charset,
    List<String> signers,
    String algorithm,
    Duration ahead,
    Optional<AttributeTrick> attributes,
    Optional<EnvelopeTrick> envelope,
    Optional<ByteTrick> bytes) {
  static final String FILE = "attack.json";

  private static final Pattern REPEATED = Pattern.compile("«([^»]*)×([0-9]+)»", Pattern.DOTALL);

  private static final Set<String> KNOWN =
      Set.of(
          "what",
          "code",
          "codes",
          "place",
          "document",
          "replace",
          "charset",
          "signers",
          "algorithm",
          "ahead",
          "attributes",
          "envelope",
          "bytes");

  /**
   * Reads a folder's description.
   *
   * @throws IllegalArgumentException if nobody could tell from it what must happen
   */
  static Recipe read(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(name + " has no " + FILE);
    }
    Map<String, Object> fields = JSON.std.mapFrom(Files.readString(file));
    for (String field : fields.keySet()) {
      if (!KNOWN.contains(field)) {
        throw new IllegalArgumentException(name + ": nobody knows " + field);
      }
    }
    Recipe recipe =
        new Recipe(
            name,
            text(fields, "what", ""),
            codes(fields),
            text(fields, "place", ""),
            text(fields, "document", "library"),
            replacements(fields),
            Charset.forName(text(fields, "charset", "UTF-8")),
            fields.containsKey("signers")
                ? texts(fields.get("signers"))
                : List.of("author", "approver"),
            text(fields, "algorithm", ""),
            Duration.parse(text(fields, "ahead", "PT0S")),
            choice(AttributeTrick.class, text(fields, "attributes", "")),
            choice(EnvelopeTrick.class, text(fields, "envelope", "")),
            choice(ByteTrick.class, text(fields, "bytes", "")));
    if (recipe.what.length() < 10 || recipe.codes.isEmpty()) {
      throw new IllegalArgumentException(name + " does not say what it is and what is expected");
    }
    return recipe;
  }

  private static Set<String> codes(Map<String, Object> fields) {
    Set<String> codes = new TreeSet<>(texts(fields.getOrDefault("codes", List.of())));
    if (fields.get("code") instanceof String one && !one.isBlank()) {
      codes.add(one);
    }
    return codes;
  }

  private static String text(Map<String, Object> fields, String name, String otherwise) {
    return fields.get(name) instanceof String text ? text : otherwise;
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    for (Object each : (List<?>) value) {
      texts.add((String) each);
    }
    return texts;
  }

  private static Map<String, String> replacements(Map<String, Object> fields) {
    Map<String, String> replace = new LinkedHashMap<>();
    if (fields.get("replace") instanceof Map<?, ?> map) {
      map.forEach((old, by) -> replace.put((String) old, (String) by));
    }
    return replace;
  }

  private static <E extends Enum<E>> Optional<E> choice(Class<E> choices, String word) {
    return word.isEmpty()
        ? Optional.empty()
        : Optional.of(Enum.valueOf(choices, word.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** What is signed. */
  byte[] content(Path documents) throws IOException {
    String text = Files.readString(documents.resolve(document + ".json"), StandardCharsets.UTF_8);
    for (Map.Entry<String, String> each : replace.entrySet()) {
      if (!text.contains(each.getKey())) {
        throw new IllegalArgumentException(name + ": there is no " + each.getKey());
      }
      text = text.replace(each.getKey(), expanded(each.getValue()));
    }
    return text.getBytes(charset);
  }

  private static String expanded(String text) {
    Matcher repeated = REPEATED.matcher(text);
    StringBuilder out = new StringBuilder();
    while (repeated.find()) {
      int times = Integer.parseInt(repeated.group(2));
      StringBuilder all = new StringBuilder();
      for (int n = 0; n < times; n++) {
        all.append(repeated.group(1).replace("§", String.valueOf(n)));
      }
      repeated.appendReplacement(out, Matcher.quoteReplacement(all.toString()));
    }
    repeated.appendTail(out);
    return out.toString();
  }

  /** All files that it sends. */
  Iterable<byte[]> files(People people, Path documents) throws Exception {
    byte[] content = content(documents);
    Draft draft = new Draft();
    for (int i = 0; i < signers.size(); i++) {
      draft.sign(
          people.named(signers.get(i)),
          content,
          algorithm,
          People.NOW.plus(ahead),
          i == 0 ? attributes : Optional.empty());
    }
    draft.content(content);
    if (envelope.isPresent()) {
      envelope.get().apply(draft, people, content);
    }
    byte[] der = draft.encoded();
    return bytes.isPresent() ? bytes.get().files(der, content) : List.of(der);
  }

  @Override
  public String toString() {
    return name;
  }
}
