// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.trust.TlsContexts;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes {@link PahoConnection}s: one server, one identity. */
public final class PahoConnector implements Connection.Connector {
  /** Old connections whose threads hang; beyond this a new one would only add to a leak. */
  static final int MAX_ENDING = 8;

  /** Paho reports each broken connection as SEVERE; we say it once, in our own log. */
  private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.client.mqttv3");

  /**
   * Whom to call and as whom.
   *
   * @param clientId the MQTT client id
   * @param subscription the one topic filter that is subscribed, with QoS 1
   */
  public record Call(String host, int port, String clientId, String subscription) {
    String uri() {
      return "ssl://" + host + ":" + port;
    }
  }

  private final Call call;
  private final TlsContexts tls;
  private final NameLookUp names;
  private final AtomicInteger ending = new AtomicInteger();

  public PahoConnector(Call call, TlsContexts tls) {
    this(call, tls, new NameLookUp());
  }

  PahoConnector(Call call, TlsContexts tls, NameLookUp names) {
    this.call = call;
    this.tls = tls;
    this.names = names;
    Objects.requireNonNull(PAHO_LOG).setLevel(Level.OFF);
  }

  @Override
  public Connection open(Outgoing will, Connection.Listener listener) {
    PahoConnection connection =
        new PahoConnection(new PahoConnection.Means(call, tls, names, ending), listener);
    connection.open(will);
    return connection;
  }
}
