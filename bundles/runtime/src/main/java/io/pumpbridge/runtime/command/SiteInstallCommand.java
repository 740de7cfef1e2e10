// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.GatewaySite;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A site package by hand: the first one most of all. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Hands this gateway a signed site package, with or without a running agent.",
      "A gateway that knows nobody takes its first one with the code that 'pump-bridge site code'"
          + " prints at the hospital's desk: from a file, or typed here. Afterwards signatures"
          + " decide, and codes count no more.",
      "Exit code 1 if it is refused."
    })
public final class SiteInstallCommand implements Callable<Integer> {
  /** Then somebody should look at the code in good light. */
  private static final int TYPING_TRIES = 3;

  private static final List<String> ABOUT_TYPING =
      List.of("site-code-needed", "site-code-mistyped");

  @Mixin private Directories directories = new Directories();

  @Parameters(paramLabel = "FILE", description = "The signed package, for example site-1.p7m.")
  private Path file = Path.of("");

  @Option(
      names = "--code-file",
      paramLabel = "FILE",
      description = "Where the code is; - for standard input.")
  private Optional<Path> codeFile = Optional.empty();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-install");
    }
    byte[] signed = SiteFile.signed(file);
    String code = codeFile.isPresent() ? SiteFile.code(codeFile.get(), System.in) : "";
    GatewaySite gateway = new GatewaySite(directories.config, directories.state);
    Map<String, Object> answer = gateway.install(signed, code);
    Console console = System.console();
    if (codeFile.isEmpty() && console != null) {
      answer = askingForTheCode(console, gateway, signed, answer);
    }
    return tell(answer);
  }

  private static Map<String, Object> askingForTheCode(
      Console console, GatewaySite gateway, byte[] signed, Map<String, Object> first)
      throws LaunchException, InterruptedException {
    Map<String, Object> answer = first;
    for (int tries = 0;
        tries < TYPING_TRIES && ABOUT_TYPING.contains(String.valueOf(answer.get("code")));
        tries++) {
      console.printf("%s%nCode: ", answer.get("reason"));
      String typed = console.readLine();
      if (typed == null || typed.isBlank()) {
        return answer;
      }
      answer = gateway.install(signed, typed);
    }
    return answer;
  }

  private int tell(Map<String, Object> answer) throws IOException {
    boolean accepted = Boolean.TRUE.equals(answer.get("accepted"));
    PrintWriter out = spec.commandLine().getOut();
    if (directories.json) {
      out.println(JSON.std.asString(answer));
    } else if (accepted) {
      out.println(answer.get("reason"));
    } else {
      spec.commandLine().getErr().println(SiteText.refusal(answer));
      spec.commandLine().getErr().flush();
    }
    out.flush();
    return accepted ? 0 : 1;
  }
}
