// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What Paho's threads meet when a connection has been thrown away. */
class PahoTeardownTest {
  private static final long PATIENCE_S = 20;

  private final PlayedSocket broker = new PlayedSocket();
  private final CompletableFuture<LocalEnd> connected = new CompletableFuture<>();
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  /** Of all that the connection starts. */
  private final ThreadGroup threads =
      new ThreadGroup("connection") {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
          uncaught.add(failure);
        }
      };

  private final Connection.Listener listener =
      new Connection.Listener() {
        @Override
        public void connected(LocalEnd here) {
          connected.complete(here);
        }

        @Override
        public void acknowledged(long id) {}

        @Override
        public void arrived(String topic, byte[] payload, boolean retained) {}

        @Override
        public void ended(Failure why) {
          connected.completeExceptionally(new AssertionError(why.toString()));
        }
      };

  /** Paho's receiver may just then stand between two bytes, and nothing waits for it. */
  @Test
  void whatWasOnItsWayWhenTheConnectionEndedHarmsNoThread() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Connection connection = open(listening.getLocalPort());
      connected.get(PATIENCE_S, TimeUnit.SECONDS);
      connection.end(Optional.empty()).get(PATIENCE_S, TimeUnit.SECONDS);
      broker.say(0xd0, 0); // PINGRESP
      Thread[] left = new Thread[threads.activeCount() + 8];
      int count = threads.enumerate(left);
      for (int i = 0; i < count; i++) {
        left[i].join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        assertThat(left[i].isAlive()).as(left[i].getName()).isFalse();
      }
      assertThat(uncaught).isEmpty();
    }
  }

  private Connection open(int port) throws Exception {
    PahoConnector connector =
        new PahoConnector(
            new PahoConnector.Call("localhost", port, "gw", "#"), new PlayedTls(broker));
    Outgoing will = new Outgoing(0, "will", Bytes.EMPTY, false);
    CompletableFuture<Connection> opened = new CompletableFuture<>();
    new Thread(threads, () -> opened.complete(connector.open(will, listener))).start();
    return opened.get(PATIENCE_S, TimeUnit.SECONDS);
  }
}
