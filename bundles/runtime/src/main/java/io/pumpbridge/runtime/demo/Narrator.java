// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.runtime.command.Answering;
import io.pumpbridge.runtime.command.DemoCommand.Stage;
import io.pumpbridge.runtime.command.PlainOutput;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Tells the story: sentences for people, one object a line for programs. */
final class Narrator {
  private static final String BOLD = "\033[1m";
  private static final String GREEN = "\033[32m";
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";
  private static final String HELD = PlainOutput.shows('✔') ? " ✔ " : " + ";
  private static final String FAILED = PlainOutput.shows('✘') ? " ✘ " : " - ";

  private final PrintWriter out;
  private final boolean json;
  private final boolean colour;
  private int chapter;

  Narrator(Stage stage) {
    this.out = stage.out();
    this.json = stage.json();
    this.colour = stage.colour();
  }

  void chapter(String title) {
    chapter++;
    if (json) {
      print(Map.of("chapter", chapter, "title", title));
    } else {
      print("");
      print(painted(BOLD, chapter + ". " + title));
    }
  }

  void say(String sentence) {
    if (json) {
      print(Map.of("say", sentence));
    } else {
      print("   " + sentence);
    }
  }

  void claim(Claims.Claim claim) {
    if (json) {
      print(Map.of("claim", claim.text(), "held", claim.held(), "measured", claim.measured()));
    } else {
      print(
          (claim.held() ? painted(GREEN, HELD) : painted(RED, FAILED))
              + claim.text()
              + (claim.measured().isEmpty() ? "" : " (" + claim.measured() + ")"));
    }
  }

  /** A row of the closing table. */
  void figure(String name, String value) {
    if (json) {
      print(Map.of("figure", name, "value", value));
    } else {
      print(String.format("   %-48s %s", name, value));
    }
  }

  private String painted(String paint, String text) {
    return colour ? paint + text + PLAIN : text;
  }

  /** In the order of the names, so that the same story is told in the same words. */
  private void print(Map<String, Object> fields) {
    print(Answering.line(new TreeMap<>(fields)));
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
