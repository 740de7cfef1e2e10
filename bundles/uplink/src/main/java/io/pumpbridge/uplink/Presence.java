// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.time.Duration;
import java.util.Optional;

/**
 * What the broker hears of this gateway: that it is there, and again whenever what is here has
 * changed, as Kura does it; that it leaves; that it was torn away. Told the time; for one thread.
 */
final class Presence {
  private final LifeMessages life;
  private final long lookAgainMs;

  private LocalEnd here = new LocalEnd("", "");
  private Optional<Bytes> newest = Optional.empty();
  private long lookedMs;
  private long sentMs;
  private boolean acknowledged;

  /**
   * @param lookAgain how far a birth may be behind what is here
   */
  Presence(LifeMessages life, Duration lookAgain) {
    this.life = life;
    this.lookAgainMs = lookAgain.toMillis();
  }

  void moveTo(LocalEnd end) {
    here = end;
  }

  /** With what was last seen here; the first one of all may be without. */
  Outgoing birth(ClockReading at) {
    acknowledged = false;
    sentMs = at.monotonicMs();
    return life.birth(at, here, newest);
  }

  Outgoing lastWill(ClockReading at) {
    return life.lastWill(at);
  }

  Outgoing farewell(ClockReading at) {
    return life.disconnect(at);
  }

  /** The birth, by the broker. */
  void onAcknowledged() {
    acknowledged = true;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  /** How long the broker has not acknowledged the birth; 0 if it has. */
  long silenceMs(long nowMs) {
    return acknowledged ? 0 : nowMs - sentMs;
  }

  /** Somebody has been sent to look what is here. */
  void onLook(long nowMs) {
    lookedMs = nowMs;
  }

  boolean isLookDue(long nowMs) {
    return nowMs - lookedMs >= lookAgainMs;
  }

  /**
   * @return whether it is not what the birth has said
   */
  boolean onSeen(Bytes inventory) {
    boolean news = !newest.equals(Optional.of(inventory));
    newest = Optional.of(inventory);
    return news;
  }
}
