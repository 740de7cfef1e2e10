// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.DemoRoot;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

/**
 * A hospital that has done what the page for integrators says about Artemis: the page's gateway,
 * and another whose name has a dot and whose certificate names an organisation.
 */
final class PageSite {
  static final String SERVER = "pump-server";
  static final String GATEWAY = "gw-0017";
  static final String OTHER = "gw.0018";

  private final InstantSource clock = InstantSource.system();
  private final DemoAuthority authority;
  private final DemoRoot root;
  private final Identity gateway;
  private final Identity other;
  private final Identity revoked;
  private final PageBroker broker;

  PageSite(Path directory, ConnectPage page) throws Exception {
    authority = DemoAuthority.open(directory.resolve("ca"), SERVER, clock);
    root = new DemoRoot(directory.resolve("ca"), clock);
    gateway = GatewayKeys.enrol(authority, GATEWAY);
    other = root.client("CN=" + OTHER + ", O=hospital");
    revoked = GatewayKeys.enrol(authority, GATEWAY);
    broker = new PageBroker(directory.resolve("broker"), page);
    broker.addGateway(OTHER, "CN=" + OTHER + ", O=hospital");
    broker.writeKeys(authority.tlsServer());
    broker.writeTrusted(authority.root());
    broker.writeRevoked(root.revoking(revoked.certificate()));
    broker.start();
  }

  DemoAuthority authority() {
    return authority;
  }

  DemoRoot root() {
    return root;
  }

  Identity gateway() {
    return gateway;
  }

  Identity other() {
    return other;
  }

  /** It has the name of the page's gateway, too. */
  Identity revoked() {
    return revoked;
  }

  PageBroker broker() {
    return broker;
  }

  MqttConnectOptions options(Identity identity) throws Exception {
    return PahoClients.options(MutualTls.client(identity, authority.root()).getSocketFactory());
  }

  /** As gateways come: with a clean session. */
  MqttClient comeIn(String clientId, Identity identity, Hearing hearing) throws Exception {
    return PahoClients.connect(broker.url(), clientId, options(identity), hearing);
  }

  MqttClient gatewayComesIn(Hearing hearing) throws Exception {
    return comeIn(GATEWAY, gateway, hearing);
  }

  /** As the page asks of a server: its session stays when it goes. */
  MqttClient serverComesIn(Hearing hearing) throws Exception {
    MqttConnectOptions options = options(authority.serverClient());
    options.setCleanSession(false);
    return PahoClients.connect(broker.url(), SERVER, options, hearing);
  }

  void stop() throws Exception {
    broker.stop();
  }
}
