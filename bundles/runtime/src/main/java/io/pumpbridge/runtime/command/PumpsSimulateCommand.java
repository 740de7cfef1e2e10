// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.ShippedBundles;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A pump to try things with; it lies beside the product, not in it. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a pump on a pseudo-terminal or a TCP port of this machine, until SIGTERM or 'end'.",
      "Prints 'ready' when it listens. Without --script it takes actions from the keyboard; 'help'"
          + " lists them."
    })
public final class PumpsSimulateCommand implements Callable<Integer> {

  /** What the simulators' own jars provide. */
  public interface Theatre {
    /**
     * Plays until it ends.
     *
     * @return the exit code
     * @throws IllegalArgumentException with a sentence if the part cannot be played as told
     */
    int play(Part part) throws Exception;
  }

  /**
   * What is to be played.
   *
   * @param link {@code pty:PATH} or {@code tcp:PORT}
   * @param serial the pump's serial number; empty for an example
   * @param script actions in time; empty for the keyboard
   */
  public record Part(
      String protocol,
      String link,
      Optional<String> serial,
      Optional<Path> script,
      long seed,
      InputStream in,
      PrintWriter out,
      PrintWriter err) {}

  @Option(
      names = "--protocol",
      required = true,
      paramLabel = "P",
      description = "The protocol: alaris, as50, bcc, fresenius, graseby, miva, ne1000.")
  private String protocol = "";

  @Option(
      names = "--link",
      required = true,
      paramLabel = "pty:PATH|tcp:PORT",
      description = "PATH becomes a symbolic link to the terminal; PORT is on 127.0.0.1.")
  private String link = "";

  @Option(names = "--script", paramLabel = "FILE", description = "Actions in time, one a line.")
  private Optional<Path> script = Optional.empty();

  @Option(names = "--serial", paramLabel = "S", description = "The pump's serial number.")
  private Optional<String> serial = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "What disturbs the line at random is drawn from it (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Path product = ShippedBundles.ofThisProduct().product();
    try (URLClassLoader loader = JarsBeside.load(product)) {
      Theatre theatre =
          ServiceLoader.load(Theatre.class, loader)
              .findFirst()
              .orElseThrow(() -> JarsBeside.notHere(product));
      return theatre.play(
          new Part(
              protocol,
              link,
              serial,
              script,
              seed,
              System.in,
              spec.commandLine().getOut(),
              spec.commandLine().getErr()));
    } catch (IllegalArgumentException e) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
