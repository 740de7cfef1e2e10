// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A program of the machine's, asked for one line: by its absolute path, with nothing of this
 * process's environment, for a limited time and to a limited length.
 */
public final class BoundedProgram implements TimeService {
  /** Both take milliseconds; a chronyc whose daemon hangs tries for 14 s. */
  public static final Duration LIMIT = Duration.ofSeconds(2);

  /** A line has some hundred. */
  private static final int MAX_BYTES = 4096;

  private final TimeSource source;
  private final List<String> command;
  private final Function<String, Statement> reading;

  BoundedProgram(
      TimeSource source, Path program, List<String> options, Function<String, Statement> reading) {
    this.source = source;
    List<String> all = new ArrayList<>(List.of(program.toString()));
    all.addAll(options);
    this.command = List.copyOf(all);
    this.reading = reading;
  }

  /** Of chronyd, as any user may ask it (chronyc(1), tracking). */
  public static BoundedProgram chrony(Path program) {
    return new BoundedProgram(
        TimeSource.CHRONY, program, List.of("-n", "-c", "tracking"), ChronyTracking::from);
  }

  /** Of the kernel, by systemd-timedated (timedatectl(1)). */
  public static BoundedProgram kernel(Path program) {
    return new BoundedProgram(
        TimeSource.KERNEL,
        program,
        List.of("show", "-p", "NTPSynchronized", "--value"),
        KernelFlag::from);
  }

  @Override
  public TimeSource source() {
    return source;
  }

  @Override
  public Statement ask(Instant now) throws InterruptedException {
    if (!Files.isExecutable(Path.of(command.get(0)))) {
      return Statement.silent(source);
    }
    try {
      return printed().map(reading).orElse(Statement.silent(source));
    } catch (TooLongException tooLong) {
      return Statement.unreadable(source);
    } catch (IOException notStarted) {
      return Statement.silent(source);
    }
  }

  /** Nobody reads that. */
  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Empty if it fails or does not end: whoever prints more than a pipe takes does not either. */
  private Optional<String> printed() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(Redirect.DISCARD);
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      byte[] said = out.readNBytes(MAX_BYTES + 1);
      if (said.length > MAX_BYTES) {
        throw new TooLongException();
      }
      return Optional.of(new String(said, StandardCharsets.US_ASCII));
    } finally {
      process.destroyForcibly();
    }
  }
}
