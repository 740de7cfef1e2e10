// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Where every command prints. Nothing gets lost on the way without a word: not a character that the
 * output's character set does not have, and not a line that a full disk does not take.
 */
public final class StandardOutput {
  private static final Logger log = LoggerFactory.getLogger(StandardOutput.class);

  private StandardOutput() {}

  /** For a whole command line; each line goes out at once. */
  public static PrintWriter over(FileDescriptor file) {
    // Not the JDK's own stream, which keeps to itself that a disk was full.
    return over(new FileOutputStream(file), Charset.defaultCharset());
  }

  static PrintWriter over(OutputStream stream, Charset charset) {
    BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(stream, charset));
    return new PrintWriter(
        charset.equals(StandardCharsets.UTF_8) ? writer : new PlainWriter(writer), true);
  }

  /**
   * Lets the command do its work.
   *
   * @return its exit code
   * @throws ExecutionException if it did it, and what it printed did not arrive, or if Java itself
   *     failed; with the {@link LaunchException} that says so
   */
  public static int execute(ParseResult given) {
    CommandLine command = given.asCommandLineList().get(given.asCommandLineList().size() - 1);
    int exitCode = work(given, command);
    if (command.getOut().checkError()) { // it never throws, it only remembers
      LaunchException lost =
          new LaunchException(
              LaunchException.Fault.DEVICE,
              "output-lost",
              "Standard output could not be written: what it got is not complete.");
      throw new ExecutionException(command, lost.getMessage(), lost);
    }
    return exitCode;
  }

  /**
   * An Error that left the main thread would be exit code 1, which is an answer and keeps an agent
   * from being started again; or, with other threads there, no end at all.
   */
  private static int work(ParseResult given, CommandLine command) {
    try {
      return new RunLast().execute(given);
    } catch (Error e) {
      LaunchException failed =
          e instanceof OutOfMemoryError
              ? new LaunchException(
                  LaunchException.Fault.DEVICE,
                  "out-of-memory",
                  "This took more memory than Java may have here (-Xmx): " + e.getMessage() + ".")
              : new LaunchException(
                  LaunchException.Fault.DEVICE, "unexpected", "This should not happen: " + e + ".");
      log.debug("command failed", e);
      throw new ExecutionException(command, failed.getMessage(), failed);
    }
  }
}
