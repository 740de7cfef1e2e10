// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How a command's answer reaches whoever asked: on standard output, a JSON object for programs, or
 * lines for people.
 */
public record Answering(CommandSpec spec, boolean json) {

  /**
   * @param text the same in lines
   */
  void tell(Map<String, Object> answer, Function<Map<String, Object>, List<String>> text) {
    print(json ? List.of(line(answer)) : text.apply(answer));
  }

  /** What was not accepted: people hear why on standard error. */
  void tellRefused(Map<String, Object> answer, String why) {
    if (json) {
      print(List.of(line(answer)));
    } else {
      complain(List.of(why));
    }
  }

  /** For people only. */
  void say(String sentence) {
    if (!json) {
      print(List.of(sentence));
    }
  }

  /** For programs only. */
  void give(Map<String, Object> answer) {
    if (json) {
      print(List.of(line(answer)));
    }
  }

  /** On standard error. */
  void complain(List<String> lines) {
    PrintWriter err = spec.commandLine().getErr();
    lines.forEach(err::println);
    err.flush();
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  /** One JSON object on one line. */
  public static String line(Map<String, ?> answer) {
    try {
      return JSON.std.asString(answer);
    } catch (IOException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }
}
