// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields of a question, read with a sentence for whoever wrote it wrongly. */
record Question(Map<?, ?> fields) {

  /** More than any case needs; keeps one line from filling the memory. */
  private static final int MAX_LIST = 128;

  /** A field that is missing, of the wrong kind, or unreadable. */
  static final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;

    BadInput(String sentence) {
      super(sentence);
    }
  }

  /** What the answer is to be called; a case without a name has none. */
  Object id() {
    Object id = fields.get("id");
    return id instanceof String || id instanceof Number ? id : "";
  }

  /** A line that was no object reads as an empty one; say so, and not what it lacks. */
  void requireAny() throws BadInput {
    if (fields.isEmpty()) {
      throw new BadInput("The line holds no JSON object, or an empty one.");
    }
  }

  Optional<String> text(String name) throws BadInput {
    Object value = fields.get(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw new BadInput(name + " must be text.");
  }

  String required(String name) throws BadInput {
    return text(name).orElseThrow(() -> new BadInput(name + " is missing."));
  }

  List<String> texts(String name) throws BadInput {
    Object value = fields.get(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list && list.size() <= MAX_LIST) {
      for (Object each : list) {
        if (!(each instanceof String text)) {
          throw new BadInput(name + " must be a list of texts.");
        }
        texts.add(text);
      }
      return texts;
    }
    throw new BadInput(name + " must be a list of at most " + MAX_LIST + " texts.");
  }

  Optional<Integer> whole(String name) throws BadInput {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= 0 && number <= Integer.MAX_VALUE) {
        return Optional.of((int) number);
      }
    }
    throw new BadInput(name + " must be a whole number, 0 or more.");
  }

  boolean flag(String name) throws BadInput {
    Object value = fields.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new BadInput(name + " must be true or false.");
  }

  Question inner(String name) throws BadInput {
    Object value = fields.get(name);
    if (value == null) {
      return new Question(Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Question(map);
    }
    throw new BadInput(name + " must be an object.");
  }

  <E extends Enum<E>> E choice(String name, List<E> choices, E otherwise) throws BadInput {
    Optional<String> word = text(name);
    if (word.isEmpty()) {
      return otherwise;
    }
    for (E choice : choices) {
      if (wire(choice).equals(word.get())) {
        return choice;
      }
    }
    throw new BadInput(
        name
            + " must be one of "
            + String.join(", ", choices.stream().map(Question::wire).toList())
            + ".");
  }

  private static <E extends Enum<E>> String wire(E choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  byte[] base64(String name) throws BadInput {
    return base64(name, required(name));
  }

  static byte[] base64(String name, String text) throws BadInput {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new BadInput(name + " is no base64.");
    }
  }
}
