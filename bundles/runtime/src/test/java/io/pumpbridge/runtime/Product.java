// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** pump-bridge.jar as a person starts it. */
public final class Product {
  public static final Path JAR =
      Path.of(System.getProperty("product.jar", "target/pump-bridge.jar"));
  private static final long PATIENCE_S = 180;

  /** What a finished command left behind. */
  public record Outcome(int exitCode, String out, String err) {}

  private Product() {}

  public static Outcome run(Path workingDirectory, String... arguments) throws Exception {
    return run(JAR, workingDirectory, arguments);
  }

  static Outcome run(Path jar, Path workingDirectory, String... arguments) throws Exception {
    Path out = Files.createTempFile(workingDirectory, "out", ".txt");
    Path err = Files.createTempFile(workingDirectory, "err", ".txt");
    return outcome(start(jar, workingDirectory, out, err, arguments), out, err);
  }

  /** As cron starts it: no locale, and standard output is a file. */
  static Outcome runInThePosixLocale(Path workingDirectory, Path out, String... arguments)
      throws Exception {
    Path err = Files.createTempFile(workingDirectory, "err", ".txt");
    ProcessBuilder builder = builder(JAR, workingDirectory, out, err, arguments);
    builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    return outcome(builder.start(), out, err);
  }

  private static Outcome outcome(Process process, Path out, Path err) throws Exception {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end in time: " + Files.readString(err));
    }
    String printed = Files.isRegularFile(out) ? Files.readString(out) : "";
    return new Outcome(process.exitValue(), printed, Files.readString(err));
  }

  public static Process start(
      Path jar, Path workingDirectory, Path out, Path err, String... arguments) throws IOException {
    return builder(jar, workingDirectory, out, err, arguments).start();
  }

  private static ProcessBuilder builder(
      Path jar, Path workingDirectory, Path out, Path err, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(workingDirectory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
  }

  /** The smallest configuration that starts: no identity yet, no server there, no port. */
  static Path configuration(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("anchors/server"));
    Files.createDirectories(directory.resolve("anchors/signers"));
    Files.writeString(
        directory.resolve("pump-bridge.json"),
        """
        { "trust": { "gateway.id": "bed-1", "hospital": "example-hospital" },
          "transports": { "ports": ["/dev/pump-bridge-test/*"] },
          "uplink": { "server": "ssl://localhost:1" } }
        """);
    return directory;
  }
}
