// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.ProfileDesk;
import io.pumpbridge.runtime.launch.ProfileFile;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is wrong with a device profile. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Reads device profiles and names every mistake with its line and field, and what to write"
          + " instead.",
      "Exit code 0 if each can be used, 1 if one cannot; with --strict 1 also if there is a warning."
    },
    footer = {
      "",
      "How a profile is written: device-profiles/README.md. An editor that knows JSON Schema helps:",
      "  pump-bridge pumps lint --profile-schema > device-profile.schema.json"
    })
public final class PumpsLintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Device profiles, NAME.json.")
  private List<Path> files = List.of();

  @Option(names = "--strict", description = "Let a warning count as an error in the exit code.")
  private boolean strict;

  @Option(names = "--json", description = "Answer and complain in JSON, one line a file.")
  private boolean json;

  @Option(
      names = "--profile-schema",
      description = "Print the JSON Schema of a device profile, and end.")
  private boolean profileSchema;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-lint");
    }
    if (files.isEmpty() && !profileSchema) {
      throw new ParameterException(
          spec.commandLine(), "Say which device profile to check: FILE is missing.");
    }
    List<ProfileFile> profiles = read();
    boolean good = true;
    try (TemporaryBridge bridge = TemporaryBridge.forProfiles()) {
      ProfileDesk desk = new ProfileDesk(bridge);
      if (profileSchema) {
        spec.commandLine().getOut().print(desk.schema());
        spec.commandLine().getOut().flush();
        return 0;
      }
      for (ProfileFile each : profiles) {
        Map<String, Object> answer = desk.lint(each);
        answer.put("file", each.path().toString());
        new Answering(spec, json).tell(answer, told -> text(each.path(), told));
        good &= isGood(answer);
      }
    }
    return good ? 0 : 1;
  }

  /** All of them before anything starts, so that a slip of the pen is told at once. */
  private List<ProfileFile> read() throws LaunchException {
    List<ProfileFile> profiles = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        profiles.add(ProfileFile.read(file));
      } catch (LaunchException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new LaunchException(LaunchException.Fault.USAGE, "file-unreadable", problems);
    }
    return profiles;
  }

  private boolean isGood(Map<String, Object> answer) {
    return Boolean.TRUE.equals(answer.get("sound")) && !(strict && number(answer, "warning") > 0);
  }

  private static List<String> text(Path file, Map<String, Object> answer) {
    List<String> lines = new ArrayList<>();
    for (Map<?, ?> finding : findings(answer)) {
      lines.add(
          printable(
              file
                  + ":"
                  + finding.get("line")
                  + ": "
                  + finding.get("severity")
                  + ": "
                  + finding.get("place")
                  + ": "
                  + finding.get("problem")));
    }
    lines.add(
        printable(
            file
                + ": "
                + count(answer, "error")
                + ", "
                + count(answer, "warning")
                + "; "
                + (answer.get("profile") instanceof Map<?, ?> profile
                    ? "a sound profile: " + summary(profile)
                    : "it cannot be used.")));
    return lines;
  }

  private static List<Map<?, ?>> findings(Map<String, Object> answer) {
    List<Map<?, ?>> findings = new ArrayList<>();
    if (answer.get("findings") instanceof List<?> list) {
      list.forEach(each -> findings.add((Map<?, ?>) each));
    }
    return findings;
  }

  private static long number(Map<String, Object> answer, String severity) {
    return findings(answer).stream()
        .filter(finding -> severity.equals(finding.get("severity")))
        .count();
  }

  private static String count(Map<String, Object> answer, String severity) {
    long number = number(answer, severity);
    return number + " " + severity + (number == 1 ? "" : "s");
  }

  private static String summary(Map<?, ?> profile) {
    return "protocol "
        + profile.get("protocol")
        + ("profile".equals(profile.get("spoken_by"))
            ? ", spoken by the profile alone"
            : ", spoken by a driver")
        + may(profile)
        + (Boolean.TRUE.equals(profile.get("bench")) ? ", for the bench only" : "")
        + (Boolean.TRUE.equals(profile.get("line_proven")) ? "" : ", the site must set its line")
        + ".";
  }

  private static String may(Map<?, ?> profile) {
    return profile.get("may") instanceof List<?> may
        ? ", may "
            + may.stream()
                .map(each -> String.valueOf(each).replace('_', ' '))
                .collect(Collectors.joining(" and "))
        : "";
  }

  /** Names of fields are whatever stands in the file: none of it may steer the terminal. */
  private static String printable(String line) {
    StringBuilder shown = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
