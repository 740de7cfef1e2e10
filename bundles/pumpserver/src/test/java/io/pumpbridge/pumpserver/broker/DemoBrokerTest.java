// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@TestInstance(Lifecycle.PER_CLASS) // a broker takes seconds to start
class DemoBrokerTest {
  private Path directory;
  private DemoAuthority authority;
  private DemoBroker broker;
  private Identity gateway;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    authority = DemoAuthority.open(directory.resolve("ca"), "pump-server", InstantSource.system());
    gateway = GatewayKeys.enrol(authority, "gw-1");
    broker =
        new DemoBroker(
            directory.resolve("broker"), authority.tlsServer(), "hospital", "pump-server", 0);
    broker.start();
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private SSLSocketFactory sockets(Identity identity) throws Exception {
    return MutualTls.client(identity, authority.root()).getSocketFactory();
  }

  private MqttClient connect(String clientId, MqttConnectOptions options) throws MqttException {
    return PahoClients.connect(broker.url(), clientId, options);
  }

  private MqttClient connect(String clientId, Identity identity) throws Exception {
    return connect(clientId, PahoClients.options(sockets(identity)));
  }

  @Test
  void aGatewayWithItsCertificateComesIn() throws Exception {
    MqttClient client = connect("gw-1", gateway);
    client.subscribe("$EDC/hospital/gw-1/#", 1);
    client.publish("hospital/gw-1/PUMP-BRIDGE-V1/events/alarm", new byte[1], 1, false);
    assertThat(client.isConnected()).isTrue();
    PahoClients.close(client);
  }

  @Test
  void withoutACertificateNobodyComesIn() throws Exception {
    MqttConnectOptions options =
        PahoClients.options(PahoClients.withoutCertificate(authority.root()).getSocketFactory());
    assertThatThrownBy(() -> connect("gw-1", options)).isInstanceOf(MqttException.class);
  }

  @Test
  void aCertificateOfAnotherRootIsRefused() throws Exception {
    DemoAuthority foreign =
        DemoAuthority.open(directory.resolve("foreign"), "pump-server", InstantSource.system());
    Identity stranger = GatewayKeys.enrol(foreign, "gw-1");
    assertThatThrownBy(() -> connect("gw-1", stranger)).isInstanceOf(MqttException.class);
  }

  @Test
  void aCertificateThatIsForSigningOnlyIsRefused() {
    Identity approver = authority.signer(SignerRole.LIBRARY_APPROVER);
    assertThatThrownBy(
            () -> connect(approver.certificate().getSubjectX500Principal().getName(), approver))
        .isInstanceOf(MqttException.class);
  }

  @Test
  void onlyModernCipherSuitesAreSpoken() throws Exception {
    SSLSocketFactory sockets = sockets(gateway);
    try (SSLSocket socket =
        (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    try (SSLSocket socket =
        (SSLSocket) sockets.createSocket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      assertThat(socket.getSession().getCipherSuite()).contains("GCM");
    }
  }

  @Test
  void anotherClientIdIsRefused() {
    assertThatThrownBy(() -> connect("gw-2", gateway)).isInstanceOf(MqttException.class);
    assertThatThrownBy(() -> connect("pump-server", gateway)).isInstanceOf(MqttException.class);
  }

  @Test
  void aUserNameIsRefusedAlsoArtemisOwn() throws Exception {
    for (String user : List.of("ACTIVEMQ.CLUSTER.ADMIN.USER", "cluster", "admin")) {
      MqttConnectOptions options = PahoClients.options(sockets(gateway));
      options.setUserName(user);
      options.setPassword("CHANGE ME!!".toCharArray());
      assertThatThrownBy(() -> connect("gw-1", options)).isInstanceOf(MqttException.class);
    }
  }

  @Test
  void aWillOnAnothersTopicIsRefused() throws Exception {
    MqttConnectOptions options = PahoClients.options(sockets(gateway));
    options.setWill("$EDC/hospital/gw-2/MQTT/LWT", new byte[1], 0, false);
    assertThatThrownBy(() -> connect("gw-1", options)).isInstanceOf(MqttException.class);
  }

  @Test
  void aPublicationOnAnothersTopicReachesNobodyIsLoggedAndEndsTheConnection() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(DoorKeeper.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    List<String> heard = new CopyOnWriteArrayList<>();
    MqttClient server = connect("pump-server", authority.serverClient());
    server.subscribe("hospital/#", 1, (topic, message) -> heard.add(topic));
    MqttClient client = connect("gw-1", gateway);
    long before = broker.refusals();
    client.publish("hospital/gw-1/PUMP-BRIDGE-V1/events/alarm", new byte[1], 1, false);
    assertThatThrownBy(
            () ->
                client.publish("hospital/gw-2/PUMP-BRIDGE-V1/events/alarm", new byte[1], 1, false))
        .isInstanceOf(MqttException.class);
    Waiting.until("disconnected", () -> !client.isConnected());
    PahoClients.close(client);
    MqttClient again = connect("gw-1", gateway);
    again.publish("hospital/gw-1/PUMP-BRIDGE-V1/events/audit", new byte[1], 1, false);
    Waiting.until("the last one is there", () -> heard.size() >= 2);
    assertThat(heard)
        .containsExactly(
            "hospital/gw-1/PUMP-BRIDGE-V1/events/alarm",
            "hospital/gw-1/PUMP-BRIDGE-V1/events/audit");
    assertThat(broker.refusals()).isEqualTo(before + 1);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("gw-1") && line.contains("hospital/gw-2/"));
    logger.detachAppender(logged);
    PahoClients.close(again);
    PahoClients.close(server);
  }

  @Test
  void aSubscriptionToOthersTopicsEndsTheConnection() throws Exception {
    for (String filter : List.of("#", "$EDC/hospital/+/#", "hospital/gw-2/#")) {
      MqttClient client = connect("gw-1", gateway);
      assertThatThrownBy(() -> client.subscribe(filter, 1)).isInstanceOf(MqttException.class);
      Waiting.until("disconnected", () -> !client.isConnected());
      PahoClients.close(client);
    }
  }

  @Test
  void aMessageThatIsTooLongEndsTheConnection() throws Exception {
    MqttClient client = connect("gw-1", gateway);
    assertThatThrownBy(
            () ->
                client.publish(
                    "hospital/gw-1/x", new byte[DemoBroker.MAX_PAYLOAD_BYTES + 1], 1, false))
        .isInstanceOf(MqttException.class);
    PahoClients.close(client);
  }

  @Test
  void itListensOnTheLoopbackAddressOnly() throws Exception {
    // Were it bound to all addresses, this one would be taken too.
    try (ServerSocket other =
        new ServerSocket(broker.port(), 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void afterAnOutageItIsBackOnTheSamePort() throws Exception {
    int port = broker.port();
    MqttClient client = connect("gw-1", gateway);
    broker.stop();
    broker.stop();
    Waiting.until("disconnected", () -> !client.isConnected());
    PahoClients.close(client);
    assertThatThrownBy(() -> connect("gw-1", gateway))
        .satisfies(
            e -> assertThat(PahoClients.rootOf(e)).isInstanceOf(java.net.ConnectException.class));
    broker.start();
    assertThat(broker.port()).isEqualTo(port);
    PahoClients.close(connect("gw-1", gateway));
  }

  @Test
  void itWritesOnlyItsKeyStores() throws Exception {
    try (var files = Files.walk(directory.resolve("broker"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("keys.p12", "trusted.p12");
    }
  }
}
