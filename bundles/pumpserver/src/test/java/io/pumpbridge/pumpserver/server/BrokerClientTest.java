// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerClientTest {
  private static final String EVENTS = "hospital/gw-1/PUMP-BRIDGE-V1/events/";

  /** Paho 1.2.5 alone throws at these, and then nobody reads that connection any more. */
  @Test
  void aTopicThatPahoCannotBearIsPassedOver(@TempDir Path directory) throws Exception {
    DemoAuthority authority = DemoAuthority.open(directory, "pump-server", InstantSource.system());
    SSLContext ofBroker = MutualTls.client(authority.tlsServer(), authority.root());
    SSLContext ofServer = MutualTls.client(authority.serverClient(), authority.root());
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    List<String> retained = List.of(EVENTS + "\uD83D\uDE00", EVENTS + "\uFF01", EVENTS + "alarm");
    try (PoisonBroker broker = new PoisonBroker(ofBroker, retained)) {
      BrokerClient client =
          new BrokerClient(
              new BrokerClient.Address(broker.url(), "pump-server", ofServer.getSocketFactory()),
              List.of("hospital/+/PUMP-BRIDGE-V1/events/+"),
              (topic, payload) -> heard.add(topic));
      client.start();
      for (String topic : List.of(EVENTS + "????", EVENTS + "???", EVENTS + "alarm")) {
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(topic);
      }
      assertThat(client.isConnected()).isTrue();
      assertThat(broker.connections()).isEqualTo(1);
      client.stop();
    }
  }
}
