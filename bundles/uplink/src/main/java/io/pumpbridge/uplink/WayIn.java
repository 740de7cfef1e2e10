// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.function.Consumer;

/** All that stands between the connection and the handlers, put together. Safe for many threads. */
final class WayIn implements AutoCloseable {
  private final Workers workers = new Workers();
  private final Replies replies;
  private final InboundDoor door;

  /**
   * @param onConfirmed called when records have been let go
   * @param line takes replies; must not block
   */
  WayIn(Uplink.Ports ports, Settings settings, Runnable onConfirmed, Consumer<Outgoing> line) {
    Topics topics = new Topics(settings.account(), ports.identity().gatewayId());
    CommandGate gate = new CommandGate(settings.commandsPerHour(), ports.clock());
    this.replies = new Replies(topics, ports.clock(), line);
    Confirmations confirmations =
        new Confirmations(ports.journal(), ports.signatures(), topics.gateway(), onConfirmed);
    CommandDesk desk = new CommandDesk(ports.journal(), ports.handlers(), confirmations, gate);
    Refusals refusals = new Refusals(ports.trail(), ports.clock());
    this.door = new InboundDoor(topics, desk, workers, gate, refusals, replies);
  }

  void arrived(String topic, byte[] payload, boolean retained) {
    door.arrived(topic, payload, retained);
  }

  /** Does something that asks the handlers, in its turn; or not at all, if too much waits. */
  void askHandlers(Runnable task) {
    workers.offer(task);
  }

  Replies replies() {
    return replies;
  }

  void onTick(long nowMs) {
    replies.onTick(nowMs);
  }

  @Override
  public void close() {
    workers.close();
  }
}
