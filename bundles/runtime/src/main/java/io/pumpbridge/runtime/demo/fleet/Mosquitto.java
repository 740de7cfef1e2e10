// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Eclipse Mosquitto as a process: mutual TLS, user names from certificates, topics by access list.
 * It keeps nothing when it ends, which is the worst that a broker may do.
 */
final class Mosquitto implements AutoCloseable {
  private static final String ACCESS =
      """
      pattern readwrite %1$s/%%u/#
      pattern readwrite $EDC/%1$s/%%u/#
      pattern write $EDC/%1$s/%2$s/PUMP-BRIDGE-V1/REPLY/#
      user %2$s
      topic read %1$s/+/PUMP-BRIDGE-V1/#
      topic read $EDC/%1$s/+/MQTT/#
      topic write $EDC/%1$s/+/PUMP-BRIDGE-V1/#
      """;

  /** A whole fleet's backlog waits in the server's queue. */
  private static final String CONFIGURATION =
      """
      user %s
      listener %d 127.0.0.1
      cafile %s
      certfile %s
      keyfile %s
      require_certificate true
      use_identity_as_username true
      allow_anonymous false
      acl_file %s
      persistence false
      max_inflight_messages 1000
      max_queued_messages 100000
      log_type all
      """;

  private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_MS = 10;
  private static final long END_SECONDS = 10;

  private final String program;
  private final Path folder;
  private final int port;
  private final String configuration;
  private int starts;
  private boolean ended;
  private volatile @Nullable Process process;

  /**
   * @param keys the server's key and certificates in one PEM file
   * @param authority whom clients must be certified by, PEM
   */
  static Mosquitto configure(
      String program, Path folder, Path keys, Path authority, String account, String server)
      throws IOException {
    Path accessList = folder.resolve("access.list");
    Files.writeString(accessList, ACCESS.formatted(account, server));
    int port = freePort();
    String user = System.getProperty("user.name"); // else, as root, it becomes somebody else
    return new Mosquitto(
        program,
        folder,
        port,
        CONFIGURATION.formatted(user, port, authority, keys, keys, accessList));
  }

  private Mosquitto(String program, Path folder, int port, String configuration) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.configuration = configuration;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  String url() {
    return "ssl://localhost:" + port;
  }

  /** Returns when it listens. */
  void start() throws LaunchException, IOException, InterruptedException {
    starts++;
    Path log = folder.resolve("broker-" + starts + ".log");
    long limit = System.nanoTime() + START_LIMIT_NS;
    Process started = begin(log);
    while (!Files.exists(log) || !Files.readString(log).contains(" running")) {
      if (!started.isAlive() || System.nanoTime() > limit) {
        throw new LaunchException(
            Fault.DEVICE, "broker-failed", "Mosquitto does not start; see " + log + ".");
      }
      Thread.sleep(LOOK_MS);
    }
  }

  /** Not once it has ended: then nobody would end this one. */
  private synchronized Process begin(Path log) throws LaunchException, InterruptedException {
    if (ended) {
      throw new InterruptedException("the broker has ended");
    }
    Process started = run(log);
    process = started;
    return started;
  }

  /** The log is a file, because what goes to its output Mosquitto holds back for a while. */
  private Process run(Path log) throws LaunchException {
    try {
      Path own = folder.resolve("mosquitto-" + starts + ".conf");
      Files.writeString(own, configuration + "log_dest file " + log + "\n");
      return new ProcessBuilder(program, "-c", own.toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("broker-" + starts + ".out").toFile())
          .start();
    } catch (IOException e) {
      throw new LaunchException(
          Fault.USAGE,
          "no-broker",
          "Mosquitto cannot be run as \""
              + program
              + "\": install it (Debian: apt install mosquitto), or say where it is with"
              + " --mosquitto.");
    }
  }

  /** At once, as a power cut would. */
  synchronized void kill() throws InterruptedException {
    Process killed = process;
    process = null;
    if (killed != null) {
      killed.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** What it has computed since it was started. */
  Duration computed() {
    Process running = process;
    return running == null
        ? Duration.ZERO
        : running.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory in kB; 0 where the system does not tell. */
  long residentKb() {
    Process running = process;
    return running == null ? 0 : ProcessStatus.of(running.pid()).residentKb();
  }

  /** For good; also from another thread. */
  @Override
  public synchronized void close() {
    ended = true;
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
