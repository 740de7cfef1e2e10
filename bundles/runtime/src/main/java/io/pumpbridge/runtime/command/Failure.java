// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How failures reach people (sentences) and programs (JSON), both on standard error. */
public final class Failure {
  private static final Logger log = LoggerFactory.getLogger(Failure.class);
  private static final int USED_WRONGLY = 2;
  private static final int FAILED = 3;

  private Failure() {}

  /** An option that is not known, missing or of the wrong kind. */
  public static int handle(ParameterException wrong, String[] arguments) {
    String message = String.valueOf(wrong.getMessage());
    CommandLine command = wrong.getCommandLine();
    if (List.of(arguments).contains("--json")) {
      say(command, json("usage", "usage", message));
    } else {
      say(command, message);
      say(command, "Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return USED_WRONGLY;
  }

  /** A command that could not do its work. */
  public static int handle(Exception failure, CommandLine command, ParseResult given) {
    boolean asJson = given.originalArgs().contains("--json");
    if (failure instanceof LaunchException launch) {
      String layer = launch.fault().name().toLowerCase(Locale.ROOT);
      launch
          .problems()
          .forEach(problem -> say(command, asJson ? json(launch.code(), layer, problem) : problem));
      return launch.fault().exitCode();
    }
    log.debug("command failed", failure);
    String sentence = "This should not happen: " + failure + ".";
    say(command, asJson ? json("unexpected", "program", sentence) : sentence);
    return FAILED;
  }

  private static void say(CommandLine command, String line) {
    command.getErr().println(line);
    command.getErr().flush();
  }

  private static String json(String code, String layer, String message) {
    try {
      return JSON.std.asString(
          Map.of("error", new TreeMap<>(Map.of("code", code, "layer", layer, "message", message))));
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }
}
