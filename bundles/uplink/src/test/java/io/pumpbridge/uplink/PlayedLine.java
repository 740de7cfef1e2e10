// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A line without a network: connects at once, takes all but replies, and fails as a test likes. */
final class PlayedLine implements Connection.Connector {
  final AtomicInteger opened = new AtomicInteger();
  final List<Outgoing> handedOver = new CopyOnWriteArrayList<>();
  volatile Runnable whenOpened = () -> {};
  volatile Runnable whenEnded = () -> {};
  volatile Consumer<Outgoing> whenPublished = message -> {};
  private volatile Connection.Listener listener;

  @Override
  public Connection open(Outgoing will, Connection.Listener hears) {
    opened.incrementAndGet();
    whenOpened.run();
    listener = hears;
    hears.connected(new LocalEnd("lo", "127.0.0.1"));
    return new Connection() {
      @Override
      public void publish(Outgoing message) {
        whenPublished.accept(message);
        handedOver.add(message);
        if (message.acknowledged() || message.id() > 0) { // replies are only told by write()
          hears.acknowledged(message.id());
        }
      }

      @Override
      public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
        whenEnded.run();
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  void breakOff() {
    listener.ended(Failure.of("connection-lost", "The connection broke off."));
  }

  /** All replies are on the line now. */
  void write() {
    handedOver.stream()
        .map(Outgoing::id)
        .filter(Replies::isReply)
        .forEach(id -> listener.acknowledged(id));
  }

  void arrive(String topic, byte[] payload) {
    listener.arrived(topic, payload, false);
  }

  long handedOver(String topicPart) {
    return handedOver.stream().filter(message -> message.topic().contains(topicPart)).count();
  }

  /** Does something at the first call only. */
  static Runnable once(Runnable what) {
    AtomicInteger calls = new AtomicInteger();
    return () -> {
      if (calls.getAndIncrement() == 0) {
        what.run();
      }
    };
  }
}
