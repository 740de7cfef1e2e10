// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real agent, as a gateway runs it: {@code java -jar pump-bridge.jar run}, a JVM of its own.
 */
final class AgentProcess {
  private static final long PROVISION_LIMIT_S = 60;
  private static final long STOP_LIMIT_S = 10;

  /** What the journal logs, at DEBUG, once a record would survive a power cut. */
  private static final Pattern DURABLE =
      Pattern.compile("record durable epoch=(\\S+) lane=(\\S+) seq=(\\d+)");

  private final Path product;
  private final Path config;
  private final Path state;
  private final Path log;

  private Optional<Process> running = Optional.empty();

  AgentProcess(Path product, Path config, Path state, Path log) throws IOException {
    this.product = product;
    this.config = config;
    this.state = state;
    this.log = log;
    Files.deleteIfExists(log);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop the agent"));
  }

  /** Runs one of the product's commands to its end. */
  void provision(String... arguments) throws IOException, InterruptedException, LaunchException {
    List<String> command = command("provision");
    command.addAll(List.of(arguments));
    Process provision = started(command);
    if (!provision.waitFor(PROVISION_LIMIT_S, TimeUnit.SECONDS) || provision.exitValue() != 0) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "provision-failed",
          "The gateway could not be provisioned; " + log + " says why.");
    }
  }

  void start() throws IOException {
    running = Optional.of(started(command("run")));
  }

  boolean isRunning() {
    return running.map(Process::isAlive).orElse(false);
  }

  /** SIGKILL: no goodbye, no flush. */
  void killHard() throws InterruptedException {
    end(true);
  }

  /** SIGTERM. */
  void stop() {
    try {
      end(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(boolean hard) throws InterruptedException {
    if (running.isEmpty()) {
      return;
    }
    Process process = running.get();
    if (hard) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Every record that the agent has acknowledged to itself so far, as {@code epoch/lane/seq}. */
  Set<String> acknowledged() throws IOException {
    Set<String> records = new TreeSet<>();
    for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
      Matcher durable = DURABLE.matcher(line);
      if (durable.find()) {
        records.add(durable.group(1) + "/" + durable.group(2) + "/" + durable.group(3));
      }
    }
    return records;
  }

  private List<String> command(String name) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(GatewayJvm.FLAGS);
    command.add(GatewayJvm.HEAP);
    command.addAll(List.of("-jar", product.toString(), name));
    command.addAll(List.of("--config", config.toString(), "--state", state.toString()));
    return command;
  }

  private Process started(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PUMP_BRIDGE_LOG", "DEBUG");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }
}
