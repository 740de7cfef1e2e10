// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchedLineTest {
  private final Returns returns = new Returns(1, () -> 0);
  private final Broker broker = new Broker();
  private final HearingGateway gateway = new HearingGateway();

  /** A line that says yes to whatever is published. */
  private static final class Broker implements Connection.Connector {
    @Override
    public Connection open(Outgoing will, Connection.Listener listener) {
      listener.connected(new LocalEnd("127.0.0.1", "lo"));
      return new Connection() {
        @Override
        public void publish(Outgoing message) {
          listener.acknowledged(message.id());
        }

        @Override
        public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
          listener.ended(Failure.of("ended", "It was ended."));
          return CompletableFuture.completedFuture(null);
        }
      };
    }
  }

  private static Outgoing message(long id, boolean acknowledged) {
    return new Outgoing(id, "topic", Bytes.EMPTY, acknowledged);
  }

  private Connection call() {
    return new WatchedLine(broker, 0, returns).open(message(0, true), gateway);
  }

  @Test
  void theGatewayHearsAllThatItsLineSays() {
    Connection line = call();
    line.publish(message(0, true));
    line.publish(message(7, true));
    line.publish(message(8, false));
    var unused = line.end(Optional.empty());
    assertThat(gateway.heard).containsExactly("127.0.0.1", 0L, 7L, 8L, "ended");
    assertThat(returns.calls()).isEqualTo(1);
    assertThat(returns.failures()).containsEntry("ended", 1);
  }

  @Test
  void aRecordThatTheBrokerHasMakesAReturn() {
    call().publish(message(7, true));
    assertThat(returns.away()).isZero();
  }

  @Test
  void theBirthMakesNone() {
    call().publish(message(0, true));
    assertThat(returns.away()).isEqualTo(1);
  }

  /** It is told when it is written; the broker may never see it. */
  @Test
  void whatIsShownOutOfTurnMakesNone() {
    call().publish(message(7, false));
    assertThat(returns.away()).isEqualTo(1);
  }
}
