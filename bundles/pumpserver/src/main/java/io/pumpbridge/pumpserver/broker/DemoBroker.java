// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import io.pumpbridge.model.command.Command;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Artemis in this process, on the loopback interface, for clients that prove who they are.
 * It keeps nothing: what it loses when it stops, gateways send again, since only the pump server's
 * confirmation counts.
 */
public final class DemoBroker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DemoBroker.class);

  /** A command's longest body and 64 KiB for the payload around it. */
  static final int MAX_PAYLOAD_BYTES = Command.MAX_BODY + 64 * 1024;

  private static final int START_SECONDS = 30; // it takes one or two; ten on a loaded machine

  private final Path directory;
  private final Identity identity;
  private final DoorKeeper doorKeeper;
  private int port;
  private @Nullable ActiveMQServer server;

  /**
   * @param directory the broker's own; nothing is written elsewhere
   * @param identity of the TLS server; its root is the only one that clients may come from
   * @param port 0 for any free one, chosen at the first start and kept
   */
  public DemoBroker(Path directory, Identity identity, String account, String serverId, int port) {
    this.directory = directory;
    this.identity = identity;
    this.doorKeeper = new DoorKeeper(new BrokerRules(account, serverId), MAX_PAYLOAD_BYTES);
    this.port = port;
  }

  /** Returns once it listens; on the same port as before, if there was a before. */
  public synchronized void start() throws PumpServerException {
    if (server != null) {
      return;
    }
    try {
      if (port == 0) {
        port = freePort();
      }
      BrokerSetting setting = new BrokerSetting(PrivateFiles.directory(directory), identity, port);
      ServiceRegistryImpl services = new ServiceRegistryImpl();
      services.addIncomingInterceptor(doorKeeper);
      ActiveMQServer starting =
          new ActiveMQServerImpl(setting.write(), null, new CertificateSecurity(), null, services);
      start(starting);
      server = starting;
      log.info("broker listens port={}", port);
    } catch (IOException | GeneralSecurityException e) {
      throw new PumpServerException(Reason.BROKER, "the broker's keys or files failed", e);
    }
  }

  /** Artemis declares Exception; here and in {@code stop} is where that ends. */
  private static void start(ActiveMQServer starting) throws PumpServerException {
    try {
      starting.start();
      boolean active = starting.waitForActivation(START_SECONDS, TimeUnit.SECONDS);
      if (!active || !starting.getRemotingService().isStarted()) {
        throw new PumpServerException(Reason.BROKER, "the broker did not start in time");
      }
    } catch (PumpServerException e) {
      stop(starting);
      throw e;
    } catch (Exception e) {
      stop(starting);
      throw new PumpServerException(Reason.BROKER, "the broker did not start", e);
    }
  }

  private static void stop(ActiveMQServer stopping) {
    try {
      stopping.stop();
    } catch (Exception e) {
      log.warn("broker did not stop cleanly", e);
    }
  }

  /** As if the server were gone: connections end, the port is closed. Idempotent. */
  public synchronized void stop() {
    ActiveMQServer stopping = server;
    server = null;
    if (stopping != null) {
      stop(stopping);
      log.info("broker stopped port={}", port);
    }
  }

  @Override
  public void close() {
    stop();
  }

  public synchronized boolean isRunning() {
    return server != null;
  }

  /** 0 before the first start, if none was chosen. */
  public synchronized int port() {
    return port;
  }

  /** For a client's configuration. */
  public synchronized String url() {
    return "ssl://localhost:" + port;
  }

  /** How often a client was turned away by the rules (not by TLS). */
  public long refusals() {
    return doorKeeper.refusals();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
