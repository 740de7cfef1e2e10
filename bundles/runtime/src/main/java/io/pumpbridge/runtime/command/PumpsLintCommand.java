// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.Desk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "Exit code 0 if each can be used, 1 if one cannot."
    },
    footer = {
      "",
      "How a profile is written: device-profiles/README.md. An editor that knows JSON Schema helps:",
      "  pump-bridge pumps lint --profile-schema > device-profile.schema.json"
    })
public final class PumpsLintCommand implements Callable<Integer> {
  private static final String PORT = "io.pumpbridge.model.pump.ProfileDesk";

  /** More than any profile may have, so that the reader says itself that it is too long. */
  private static final int MOST_BYTES = 1_048_576;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Device profiles, NAME.json.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Answer and complain in JSON, one line a file.")
  private boolean json;

  @Option(
      names = "--profile-schema",
      description = "Print the JSON Schema of a device profile, and end.")
  private boolean profileSchema;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-lint");
    }
    if (files.isEmpty() && !profileSchema) {
      throw new ParameterException(spec.commandLine(), "Say which FILE.");
    }
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(read(file));
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean sound = true;
    try (TemporaryBridge bridge = TemporaryBridge.bare()) {
      Desk desk = bridge.desk();
      if (profileSchema) {
        out.print(desk.call(PORT, "schema"));
      }
      for (int i = 0; i < files.size(); i++) {
        String name = String.valueOf(files.get(i).getFileName());
        String told = String.valueOf(desk.call(PORT, "lint", name, contents.get(i)));
        Map<String, Object> answer = JSON.std.mapFrom(told);
        sound &= Boolean.TRUE.equals(answer.get("sound"));
        if (json) {
          out.println(told);
        } else {
          explain(out, files.get(i), answer);
        }
      }
    }
    out.flush();
    return sound ? 0 : 1;
  }

  private byte[] read(Path file) throws LaunchException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "file-unreadable",
          file + " cannot be read" + (Files.exists(file) ? ": " + e : ": it is not there") + ".");
    }
  }

  private static void explain(PrintWriter out, Path file, Map<String, Object> answer) {
    int errors = 0;
    int warnings = 0;
    if (answer.get("findings") instanceof List<?> findings) {
      for (Object each : findings) {
        if (each instanceof Map<?, ?> finding) {
          boolean error = "error".equals(finding.get("severity"));
          errors += error ? 1 : 0;
          warnings += error ? 0 : 1;
          out.println(
              file
                  + ":"
                  + finding.get("line")
                  + ": "
                  + finding.get("severity")
                  + ": "
                  + finding.get("place")
                  + " "
                  + finding.get("problem"));
        }
      }
    }
    out.println(
        file
            + ": "
            + count(errors, "error")
            + ", "
            + count(warnings, "warning")
            + (answer.get("profile") instanceof Map<?, ?> profile
                ? "; " + summary(profile)
                : "; it cannot be used."));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String summary(Map<?, ?> profile) {
    return "protocol "
        + profile.get("protocol")
        + ("profile".equals(profile.get("spoken_by"))
            ? ", spoken by the profile alone"
            : ", spoken by a driver")
        + (Boolean.TRUE.equals(profile.get("bench")) ? ", for the bench only" : "")
        + (Boolean.TRUE.equals(profile.get("line_proven")) ? "" : ", the site must set its line")
        + ".";
  }
}
