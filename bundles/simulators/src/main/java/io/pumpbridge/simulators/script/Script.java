// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens when, in order of time.
 *
 * <p>One action a line; {@code #} begins a comment. {@code at 5s ACTION} happens five seconds after
 * the start, {@code wait 500ms} lets time go by, and an action without a time happens where the
 * line before it ended.
 */
public record Script(List<Step> steps) {
  /** Nobody writes a longer one by hand, and it must fit into memory. */
  private static final int MOST_LINES = 10_000;

  /**
   * One action of it.
   *
   * @param line where it is written, from 1
   */
  public record Step(Duration at, int line, Cue cue) {}

  /** What is wrong with a script, and in which line. */
  public record Mistake(int line, String sentence) {
    @Override
    public String toString() {
      return "line " + line + ": " + sentence;
    }
  }

  /** A script, if there are no mistakes. */
  public record Reading(Script script, List<Mistake> mistakes) {
    public Reading {
      mistakes = List.copyOf(mistakes);
    }
  }

  public Script {
    steps = List.copyOf(steps);
  }

  /** Reads all of it and names every mistake. */
  public static Reading read(String text) {
    return new Reader().read(text.split("\r?\n", -1));
  }

  private static final class Reader {
    private final List<Step> steps = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private Reading read(String[] lines) {
      if (lines.length > MOST_LINES) {
        mistakes.add(new Mistake(MOST_LINES + 1, "a script has at most " + MOST_LINES + " lines"));
        return new Reading(new Script(List.of()), mistakes);
      }
      for (int i = 0; i < lines.length; i++) {
        String content = withoutComment(lines[i]).strip();
        try {
          if (!content.isEmpty()) {
            line(i + 1, content);
          }
        } catch (IllegalArgumentException e) {
          mistakes.add(new Mistake(i + 1, String.valueOf(e.getMessage())));
        }
      }
      return new Reading(new Script(steps), mistakes);
    }

    private static String withoutComment(String line) {
      int hash = line.indexOf('#');
      return hash < 0 ? line : line.substring(0, hash);
    }

    private void line(int number, String content) {
      String[] words = content.split("\\s+", 3);
      if (words[0].equals("wait")) {
        if (words.length != 2) {
          throw new IllegalArgumentException("'wait' is written 'wait TIME', and nothing after it");
        }
        now = now.plus(Durations.parse(words[1]));
      } else if (words[0].equals("at")) {
        if (words.length != 3) {
          throw new IllegalArgumentException("'at' is written 'at TIME ACTION'");
        }
        moveTo(Durations.parse(words[1]));
        steps.add(new Step(now, number, Cue.parse(words[2])));
      } else {
        steps.add(new Step(now, number, Cue.parse(content)));
      }
    }

    private void moveTo(Duration time) {
      if (time.compareTo(now) < 0) {
        throw new IllegalArgumentException(
            Durations.text(time) + " has gone by already; it is " + Durations.text(now) + " here");
      }
      now = time;
    }
  }
}
