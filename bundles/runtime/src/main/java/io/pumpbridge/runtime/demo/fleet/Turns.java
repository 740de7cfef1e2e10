// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who may be on the way back: so many gateways at a time, in the order of their calls.
 *
 * <p>Each real gateway has a processor of its own; here hundreds share this machine's. Without
 * turns each one that calls slows down all that called before it, and half of them are back hardly
 * sooner than the last. With turns the work is the same, and whoever called first is done first. A
 * gateway does not know of it, and its wait counts.
 */
final class Turns {
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param atOnce at least 1
   */
  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** The same line, called in turn. */
  Connection.Connector of(Connection.Connector line) {
    return (will, listener) -> {
      Turn turn = new Turn(line, will, listener);
      enter(turn);
      return turn;
    };
  }

  private void enter(Turn turn) {
    synchronized (waiting) {
      if (free == 0) {
        waiting.add(turn);
        return;
      }
      free--;
    }
    turn.begin();
  }

  private void pass() {
    Turn next;
    synchronized (waiting) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.begin();
  }

  private boolean forget(Turn turn) {
    synchronized (waiting) {
      return waiting.remove(turn);
    }
  }

  /** One call: waits, connects, and is over with the first message that the broker has. */
  private final class Turn implements Connection, Connection.Listener {
    private final Connection.Connector line;
    private final Outgoing will;
    private final Connection.Listener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Connection connection;
    private boolean ended;

    Turn(Connection.Connector line, Outgoing will, Connection.Listener listener) {
      this.line = line;
      this.will = will;
      this.listener = listener;
    }

    void begin() {
      if (!connect()) {
        finish();
      }
    }

    /**
     * @return false if it was given up when its turn came
     */
    private synchronized boolean connect() {
      if (!ended) {
        connection = line.open(will, this);
      }
      return !ended;
    }

    private void finish() {
      if (over.compareAndSet(false, true)) {
        pass();
      }
    }

    @Override
    public synchronized void publish(Outgoing message) {
      if (connection != null) { // who waits for a turn is not connected
        connection.publish(message);
      }
    }

    @Override
    public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
      if (!forget(this)) {
        finish();
      }
      return endLine(farewell);
    }

    private synchronized CompletableFuture<Void> endLine(Optional<Outgoing> farewell) {
      ended = true;
      return connection == null
          ? CompletableFuture.completedFuture(null)
          : connection.end(farewell);
    }

    @Override
    public void connected(LocalEnd here) {
      listener.connected(here);
    }

    @Override
    public void acknowledged(long id) {
      finish();
      listener.acknowledged(id);
    }

    @Override
    public void arrived(String topic, byte[] payload, boolean retained) {
      listener.arrived(topic, payload, retained);
    }

    @Override
    public void ended(Failure why) {
      finish();
      listener.ended(why);
    }
  }
}
