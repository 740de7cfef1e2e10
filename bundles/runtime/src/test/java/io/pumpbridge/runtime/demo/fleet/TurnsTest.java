// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Outgoing WILL = new Outgoing(0, "will", Bytes.EMPTY, true);
  private static final Failure LOST = Failure.of("lost", "It was lost.");

  private final Turns turns = new Turns(2);

  /** Those whose turn has come, in that order. */
  private final List<Gateway> calling = new ArrayList<>();

  /** A gateway, and the line on which it calls. */
  private final class Gateway extends HearingGateway implements Connection.Connector, Connection {
    private final List<Object> sent = new ArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** Whom the line tells, as soon as it was called. */
    private Connection.Listener ear = this;

    /** What this gateway holds in its hand. */
    private final Connection held = turns.of(this).open(WILL, this);

    @Override
    public Connection open(Outgoing will, Connection.Listener listener) {
      assertThat(will).isSameAs(WILL);
      calling.add(this);
      ear = listener;
      return this;
    }

    @Override
    public void publish(Outgoing message) {
      sent.add(message.id());
    }

    @Override
    public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
      sent.add(farewell);
      return gone;
    }
  }

  @Test
  void whoFindsNoRoomWaitsInTheOrderOfTheCalls() {
    Gateway first = new Gateway();
    Gateway second = new Gateway();
    Gateway third = new Gateway();
    Gateway fourth = new Gateway();
    assertThat(calling).containsExactly(first, second);
    second.ear.acknowledged(0);
    assertThat(calling).containsExactly(first, second, third);
    first.ear.ended(LOST);
    assertThat(calling).containsExactly(first, second, third, fourth);
  }

  @Test
  void aTurnIsPassedOnOnce() {
    Gateway first = new Gateway();
    Gateway second = new Gateway();
    Gateway third = new Gateway();
    first.ear.acknowledged(0);
    first.ear.acknowledged(1);
    first.ear.ended(LOST);
    var unused = first.held.end(Optional.empty());
    assertThat(calling).containsExactly(first, second, third);
    Gateway fourth = new Gateway();
    assertThat(calling).doesNotContain(fourth);
  }

  @Test
  void connectingAloneIsNotTheEndOfATurn() {
    Gateway first = new Gateway();
    Gateway second = new Gateway();
    Gateway third = new Gateway();
    first.ear.connected(new LocalEnd("127.0.0.1", "lo"));
    first.ear.arrived("topic", new byte[0], false);
    assertThat(calling).containsExactly(first, second).doesNotContain(third);
  }

  @Test
  void whoGivesUpWhileWaitingNeverCalls() {
    Gateway first = new Gateway();
    Gateway second = new Gateway();
    Gateway third = new Gateway();
    Gateway fourth = new Gateway();
    third.held.publish(new Outgoing(7, "topic", Bytes.EMPTY, true));
    assertThat(third.held.end(Optional.empty())).isCompleted();
    first.ear.acknowledged(0);
    assertThat(calling).containsExactly(first, second, fourth);
    assertThat(third.sent).isEmpty();
  }

  @Test
  void whoGivesUpWhileCallingMakesRoom() {
    Gateway first = new Gateway();
    Gateway second = new Gateway();
    Gateway third = new Gateway();
    assertThat(second.held.end(Optional.of(WILL))).isSameAs(second.gone);
    assertThat(second.sent).containsExactly(Optional.of(WILL));
    assertThat(calling).containsExactly(first, second, third);
  }

  @Test
  void nothingIsLostOnTheWay() {
    Gateway gateway = new Gateway();
    gateway.ear.connected(new LocalEnd("127.0.0.1", "lo"));
    gateway.held.publish(new Outgoing(7, "topic", Bytes.EMPTY, true));
    gateway.ear.acknowledged(7);
    gateway.ear.arrived("topic", new byte[0], false);
    gateway.ear.ended(LOST);
    assertThat(gateway.sent).containsExactly(7L);
    assertThat(gateway.heard).containsExactly("127.0.0.1", 7L, "topic", "lost");
  }
}
