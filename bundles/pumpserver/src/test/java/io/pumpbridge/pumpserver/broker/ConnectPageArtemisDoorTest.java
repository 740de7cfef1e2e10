// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the page for integrators says about Artemis runs here as it stands there: who comes in. */
@TestInstance(Lifecycle.PER_CLASS) // a broker takes seconds to start
class ConnectPageArtemisDoorTest {
  private Path directory;
  private PageSite site;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    site = new PageSite(directory, ConnectPage.read());
  }

  @AfterAll
  void stop() throws Exception {
    site.stop();
  }

  private boolean comesIn(String clientId, Identity identity) throws Exception {
    try {
      PahoClients.close(site.comeIn(clientId, identity, new Hearing()));
      return true;
    } catch (MqttException e) {
      return false;
    }
  }

  @Test
  void withoutACertificateNobodyComesIn() throws Exception {
    MqttConnectOptions options =
        PahoClients.options(
            PahoClients.withoutCertificate(site.authority().root()).getSocketFactory());
    assertThatThrownBy(() -> PahoClients.connect(site.broker().url(), PageSite.GATEWAY, options))
        .isInstanceOf(MqttException.class);
  }

  @Test
  void aCertificateOfAnotherRootIsRefused() throws Exception {
    DemoAuthority foreign =
        DemoAuthority.open(directory.resolve("foreign"), PageSite.SERVER, InstantSource.system());
    assertThat(comesIn(PageSite.GATEWAY, GatewayKeys.enrol(foreign, PageSite.GATEWAY))).isFalse();
  }

  @Test
  void aRevokedCertificateIsRefusedThoughItsNameIsListed() throws Exception {
    assertThat(comesIn(PageSite.GATEWAY, site.gateway())).isTrue();
    assertThat(comesIn(PageSite.GATEWAY, site.revoked())).isFalse();
  }

  @Test
  void aNameThatIsNotListedIsRefused() throws Exception {
    assertThat(comesIn("gw-0099", GatewayKeys.enrol(site.authority(), "gw-0099"))).isFalse();
    assertThat(comesIn(PageSite.GATEWAY, site.root().client("CN=gw-0017, O=elsewhere"))).isFalse();
  }

  @Test
  void theClustersUserIsNobodysBackDoor() throws Exception {
    Map<String, String> doors =
        Map.of("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!", "cluster", "CHANGE ME!!");
    for (Map.Entry<String, String> door : doors.entrySet()) {
      MqttConnectOptions options = site.options(site.gateway());
      options.setUserName(door.getKey());
      options.setPassword(door.getValue().toCharArray());
      assertThat(mayListenToAll(options)).as(door.getKey()).isFalse();
    }
  }

  private boolean mayListenToAll(MqttConnectOptions options) throws Exception {
    MqttClient client = null;
    try {
      client = PahoClients.connect(site.broker().url(), PageSite.GATEWAY, options);
      client.subscribe("#", 1);
      return true;
    } catch (MqttException e) {
      return false;
    } finally {
      if (client != null) {
        PahoClients.close(client);
      }
    }
  }

  /** The page confesses this: nothing in these files holds a client id against a certificate. */
  @Test
  void whoTakesAnothersClientIdPushesItOffButNeitherHearsNorSpeaksForIt() throws Exception {
    MqttClient robbed = site.gatewayComesIn(new Hearing());
    robbed.subscribe("$EDC/hospital/gw-0017/#", 1);
    Hearing hearing = new Hearing();
    MqttClient thief = site.comeIn(PageSite.GATEWAY, site.other(), hearing);
    Waiting.until("pushed off", () -> !robbed.isConnected());
    assertThatThrownBy(() -> thief.subscribe("$EDC/hospital/gw-0017/#", 1))
        .isInstanceOf(MqttException.class);
    assertThatThrownBy(
            () -> thief.publish("hospital/gw-0017/PUMP-BRIDGE-V1/events/x", new byte[1], 1, false))
        .isInstanceOf(MqttException.class);
    PahoClients.close(thief);
    PahoClients.close(robbed);
    assertThat(comesIn(PageSite.GATEWAY, site.gateway())).isTrue();
    assertThat(hearing.topics()).isEmpty();
  }

  @Test
  void aNewGatewayComesInWithoutARestart() throws Exception {
    Identity third = GatewayKeys.enrol(site.authority(), "gw-0019");
    assertThat(comesIn(PageSite.GATEWAY, site.gateway()))
        .as("so the lists have been read")
        .isTrue();
    site.broker().addGateway("gw-0019", "CN=gw-0019");
    Waiting.until("let in", () -> comesIn("gw-0019", third));
    Waiting.until("it may speak", () -> speaks("gw-0019", third));
  }

  private boolean speaks(String name, Identity identity) throws Exception {
    MqttClient client = site.comeIn(name, identity, new Hearing());
    try {
      client.publish("hospital/" + name + "/PUMP-BRIDGE-V1/events/x", new byte[1], 1, false);
      return true;
    } catch (MqttException e) {
      return false;
    } finally {
      PahoClients.close(client);
    }
  }

  @Test
  void aNewListIsReadWhenTheTrustStoreIsWrittenAgain() throws Exception {
    Identity lost = GatewayKeys.enrol(site.authority(), PageSite.GATEWAY);
    assertThat(comesIn(PageSite.GATEWAY, lost)).isTrue();
    site.broker()
        .writeRevoked(site.root().revoking(site.revoked().certificate(), lost.certificate()));
    site.broker().writeTrusted(site.authority().root());
    Waiting.until("refused", () -> !comesIn(PageSite.GATEWAY, lost));
    Waiting.until("others come in", () -> comesIn(PageSite.GATEWAY, site.gateway()));
    assertThat(comesIn(PageSite.GATEWAY, lost)).isFalse();
    assertThat(comesIn(PageSite.GATEWAY, site.revoked())).isFalse();
  }

  @Test
  void whileTheListIsPastItsDateNobodyComesIn() throws Exception {
    site.broker().writeRevoked(site.root().overdue());
    site.broker().writeTrusted(site.authority().root());
    Waiting.until("refused", () -> !comesIn(PageSite.GATEWAY, site.gateway()));
    assertThat(comesIn(PageSite.OTHER, site.other())).isFalse();
    site.broker().writeRevoked(site.root().revoking(site.revoked().certificate()));
    site.broker().writeTrusted(site.authority().root());
    Waiting.until("let in again", () -> comesIn(PageSite.GATEWAY, site.gateway()));
  }
}
