// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver;

import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.broker.DemoBroker;
import io.pumpbridge.pumpserver.server.PumpServer;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.file.Path;
import java.time.InstantSource;

/** Everything on the hospital's side of a gateway: authority, broker and pump server, as one. */
public final class DemoHospital implements AutoCloseable {

  /**
   * Where, and as whom.
   *
   * @param directory everything is kept below it; never part of a repository
   * @param account Kura's account, the first level of topics
   * @param serverId the pump server's MQTT client id
   * @param port the broker's; 0 for any free one
   */
  public record Settings(Path directory, String account, String serverId, int port) {
    public static Settings in(Path directory) {
      return new Settings(directory, "hospital", "pump-server", 0);
    }
  }

  private final DemoAuthority authority;
  private final SignedDocuments documents;
  private final DemoBroker broker;
  private final PumpServer server;

  /** Makes or finds the keys; starts nothing yet. */
  public static DemoHospital open(Settings settings, InstantSource clock)
      throws PumpServerException {
    DemoAuthority authority =
        DemoAuthority.open(settings.directory().resolve("authority"), settings.serverId(), clock);
    return new DemoHospital(settings, authority, clock);
  }

  private DemoHospital(Settings settings, DemoAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.documents = new SignedDocuments(authority, clock);
    this.broker =
        new DemoBroker(
            settings.directory().resolve("broker"),
            authority.tlsServer(),
            settings.account(),
            settings.serverId(),
            settings.port());
    this.server =
        new PumpServer(
            new PumpServer.Settings(
                settings.directory().resolve("server"), settings.account(), settings.serverId()),
            authority,
            documents);
  }

  /** Broker first, then the server as its client. */
  public void start() throws PumpServerException {
    broker.start();
    try {
      server.start(broker.url());
    } catch (PumpServerException e) {
      broker.stop();
      throw e;
    }
  }

  /** The outage: no broker, no server, nothing listens. */
  public void goAway() {
    server.stop();
    broker.stop();
  }

  /** The outage's end: the same port, the same store. */
  public void comeBack() throws PumpServerException {
    start();
  }

  @Override
  public void close() {
    goAway();
  }

  public DemoAuthority authority() {
    return authority;
  }

  public SignedDocuments documents() {
    return documents;
  }

  public DemoBroker broker() {
    return broker;
  }

  public PumpServer server() {
    return server;
  }

  /** For a gateway's configuration: {@code ssl://localhost:PORT}; known once started. */
  public String url() {
    return broker.url();
  }
}
