// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.function.Consumer;

/** All that stands between the connection and the handlers, put together. Safe for many threads. */
final class WayIn implements AutoCloseable {
  private final Workers workers = new Workers();
  private final Notices notices;
  private final Replies replies;
  private final InboundDoor door;

  /**
   * @param onConfirmed called when records have been let go
   * @param line takes replies; must not block
   */
  WayIn(Uplink.Ports ports, Topics topics, Runnable onConfirmed, Consumer<Outgoing> line) {
    this.notices = new Notices(ports.journal(), ports.clock().read().monotonicMs());
    this.replies = new Replies(topics, ports.clock(), line);
    Confirmations confirmations =
        new Confirmations(ports.journal(), ports.signatures(), topics.gateway(), onConfirmed);
    CommandDesk desk = new CommandDesk(ports.journal(), ports.handlers(), confirmations);
    this.door = new InboundDoor(topics, desk, workers, notices, ports.clock(), replies);
  }

  void arrived(String topic, byte[] payload) {
    door.arrived(topic, payload);
  }

  /** Does something that asks the handlers, in its turn; or not at all, if too much waits. */
  void askHandlers(Runnable task) {
    workers.offer(task);
  }

  Replies replies() {
    return replies;
  }

  void onTick(long nowMs) {
    notices.onTick(nowMs);
    replies.onTick(nowMs);
  }

  @Override
  public void close() {
    workers.close();
  }
}
