// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action and where it happens.
 *
 * @param place the pump's place in its rack or base; empty for every pump of it
 */
public record Cue(Optional<String> place, Action action) {

  /**
   * Reads one action with its optional place, {@code [1/2] rate 5.00}.
   *
   * @throws IllegalArgumentException with a clause that says what is wrong
   */
  public static Cue parse(String text) {
    String rest = text.strip();
    Optional<String> place = Optional.empty();
    if (rest.startsWith("[")) {
      int end = rest.indexOf(']');
      if (end < 2) {
        throw new IllegalArgumentException("a place stands in brackets: [1/2] rate 5.00");
      }
      place = Optional.of(rest.substring(1, end).strip());
      rest = rest.substring(end + 1).strip();
    }
    Action action = action(rest);
    if (place.isPresent() && action instanceof LineAction) {
      throw new IllegalArgumentException(
          "'" + action.text() + "' happens to the line, which has no place");
    }
    return new Cue(place, action);
  }

  private static Action action(String text) {
    int space = text.indexOf(' ');
    String verb = space < 0 ? text : text.substring(0, space);
    String argument = space < 0 ? "" : text.substring(space).strip();
    ActionForm form = ActionForm.find(verb).orElseThrow(() -> unknown(verb));
    if (form.argument().isEmpty() != argument.isEmpty()) {
      throw new IllegalArgumentException(
          form.argument().isEmpty()
              ? "nothing comes after '" + verb + "'"
              : "'" + verb + "' is written '" + form.usage() + "'");
    }
    return form.maker().apply(argument);
  }

  private static IllegalArgumentException unknown(String verb) {
    String known = ActionForm.ALL.stream().map(ActionForm::verb).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        verb.isEmpty()
            ? "an action is missing; there are " + known
            : "'" + verb + "' is no action; there are " + known);
  }

  /** As it is written in a script. */
  public String text() {
    return place.map(where -> "[" + where + "] ").orElse("") + action.text();
  }

  /** One line for each action: how it is written and what it does. */
  public static List<String> help() {
    return ActionForm.ALL.stream()
        .map(form -> String.format(Locale.ROOT, "%-12s  %s", form.usage(), form.meaning()))
        .toList();
  }
}
