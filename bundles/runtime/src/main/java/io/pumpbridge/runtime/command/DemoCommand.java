// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.FileFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything on one machine; what plays pump and hospital lies beside the product, not in it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the product's main job on this machine: a simulated pump on a pseudo-terminal, a"
          + " reference pump server that demands certificates, and the real agent between them.",
      "Keys are made at the first start, under the state directory.",
      "Exit code 0 if every claim held, 1 if one did not."
    })
public final class DemoCommand implements Callable<Integer> {

  /** What the demo's own jars provide. */
  public interface Story {
    /**
     * Tells it.
     *
     * @return the exit code
     */
    int tell(Stage stage) throws Exception;
  }

  /**
   * Where the story is told.
   *
   * @param once end after the story instead of going on until Ctrl-C
   * @param colour whether the reader is a terminal
   */
  public record Stage(
      Path product, Path state, boolean once, boolean json, boolean colour, PrintWriter out) {}

  private static final Path DEFAULT_STATE =
      Path.of(System.getProperty("user.home"), ".pump-bridge", "demo");

  @Option(names = "--once", description = "End after the story.")
  private boolean once;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Directory for keys, journal and store (default: ~/.pump-bridge/demo).")
  private Path state = DEFAULT_STATE;

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (schema.isWanted()) {
      return schema.print(spec, "demo");
    }
    FileFailure.requireFolder(state);
    boolean colour = CommandLine.Help.Ansi.AUTO.enabled() && !json;
    try (JarsBeside jars = JarsBeside.open()) {
      return jars.find(Story.class)
          .tell(
              new Stage(
                  jars.product(),
                  state.toAbsolutePath().normalize(),
                  once,
                  json,
                  colour,
                  spec.commandLine().getOut()));
    }
  }
}
