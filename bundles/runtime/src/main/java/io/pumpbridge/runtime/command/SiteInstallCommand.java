// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewaySite;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
          + " prints at the hospital's desk: --code-file, or typed with --ask. Afterwards signatures"
          + " decide, and codes count no more.",
      "Exit code 1 if it is refused."
    })
public final class SiteInstallCommand implements Callable<Integer> {
  /** Then somebody should look at the code in good light. */
  private static final int TYPING_TRIES = 3;

  private static final String MISTYPED = "site-code-mistyped";

  @Mixin private Directories directories = new Directories();

  @Parameters(paramLabel = "FILE", description = "The signed package, for example site-1.p7m.")
  private Path file = Path.of("");

  @ArgGroup private Source source = new Source();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Where the code comes from, if one is needed. */
  static final class Source {
    @Option(
        names = "--code-file",
        paramLabel = "FILE",
        description = "Where the code is; - for standard input.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--ask", description = "Ask for the code here.")
    private boolean ask;

    private String code() throws LaunchException {
      return file.isPresent() ? SiteFile.code(file.get()) : "";
    }
  }

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-install");
    }
    byte[] signed = SiteFile.signed(file);
    GatewaySite gateway = new GatewaySite(directories.config, directories.state);
    return tell(source.ask ? asking(gateway, signed) : gateway.install(signed, source.code()));
  }

  /** Until it is typed well, or somebody gives up. */
  private Map<String, Object> asking(GatewaySite gateway, byte[] signed)
      throws LaunchException, InterruptedException, IOException {
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintWriter err = spec.commandLine().getErr();
    Map<String, Object> answer = Map.of();
    for (int tries = 0; tries < TYPING_TRIES; tries++) {
      err.print("Code: ");
      err.flush();
      String code = typed.readLine();
      answer = gateway.install(signed, code == null ? "" : code);
      if (code == null || !MISTYPED.equals(answer.get("code"))) {
        return answer;
      }
      err.println(answer.get("reason"));
    }
    return answer;
  }

  private int tell(Map<String, Object> answer) {
    Answering answering = new Answering(spec, directories.json);
    if (!Boolean.TRUE.equals(answer.get("accepted"))) {
      answering.tellRefused(answer, SiteText.refusal(answer));
      return 1;
    }
    answering.tell(answer, told -> List.of(String.valueOf(told.get("reason"))));
    return 0;
  }
}
