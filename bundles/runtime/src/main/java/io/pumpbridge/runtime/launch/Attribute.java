// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing a component may be told, as its bundle's metatype says (OSGi Compendium 105).
 *
 * @param id the property's name, as in the configuration file and on Kura's page
 * @param list whether it is a list of texts
 * @param required and without a default
 * @param form of a text, if it needs one
 */
record Attribute(
    String id,
    Type type,
    boolean list,
    boolean required,
    Optional<Long> min,
    Optional<Long> max,
    List<String> options,
    Optional<Form> form) {

  /** Longer than any text that has a form may be. */
  private static final int MAX_QUOTED = 80;

  /** What a text must be like. */
  record Form(Pattern pattern, String words) {}

  Attribute in(Form wanted) {
    return new Attribute(id, type, list, required, min, max, options, Optional.of(wanted));
  }

  /** The types our components use. */
  enum Type {
    STRING("text"),
    INTEGER("a whole number"),
    LONG("a whole number"),
    BOOLEAN("true or false");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /** The value as ConfigurationAdmin takes it, or what is wrong with it. */
  sealed interface Outcome {}

  record Good(Object value) implements Outcome {}

  record Bad(String problem) implements Outcome {}

  Outcome accept(Object given) {
    if (list) {
      return acceptList(given);
    }
    return switch (type) {
      case STRING -> given instanceof String text ? acceptText(text) : wrongType();
      case INTEGER, LONG -> given instanceof Number number ? acceptWhole(number) : wrongType();
      case BOOLEAN -> given instanceof Boolean ? new Good(given) : wrongType();
    };
  }

  private Outcome acceptList(Object given) {
    if (!(given instanceof List<?> elements)) {
      return new Bad("must be a list of text");
    }
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof String text)) {
        return new Bad("must be a list of text");
      }
      texts.add(text);
    }
    return new Good(texts.toArray(String[]::new));
  }

  private Outcome acceptText(String text) {
    if (!options.isEmpty() && !options.contains(text)) {
      return new Bad("must be one of " + String.join(", ", options));
    }
    return form.filter(wanted -> !wanted.pattern().matcher(text).matches())
        .<Outcome>map(wanted -> new Bad("must be " + wanted.words() + ", not " + quoted(text)))
        .orElseGet(() -> new Good(text));
  }

  /** As JSON has it, so that it is one line, and no more than a person reads. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_QUOTED)
        .forEach(
            point ->
                quoted.append(
                    Character.isISOControl(point)
                        ? "\\u%04x".formatted(point)
                        : Character.toString(point)));
    return quoted.append(text.length() > MAX_QUOTED ? "…\"" : "\"").toString();
  }

  private Outcome acceptWhole(Number number) {
    boolean whole = number instanceof Integer || number instanceof Long;
    if (!whole) {
      return wrongType();
    }
    long value = number.longValue();
    boolean tooLow = min.isPresent() && value < min.get();
    boolean tooHigh = max.isPresent() && value > max.get();
    boolean tooLong = type == Type.INTEGER && value != (int) value;
    if (tooLow || tooHigh || tooLong) {
      return new Bad(
          "must be "
              + min.map(Object::toString).orElse("anything")
              + " to "
              + max.map(Object::toString).orElse("anything")
              + ", is "
              + value);
    }
    return type == Type.INTEGER ? new Good((int) value) : new Good(value);
  }

  private Bad wrongType() {
    return new Bad("must be " + type.words);
  }
}
