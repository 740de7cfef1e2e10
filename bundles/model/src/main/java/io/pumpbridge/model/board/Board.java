// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.board;

import java.util.Optional;

/**
 * The gateway's own lights, sound and tamper switch. The bridge is not the primary alarm system:
 * its advisories look and sound apart from a pump's alarms. Safe for many threads; never blocks.
 */
public interface Board {

  /** What the status light says, most urgent last. */
  enum Light {
    /** Everything well. */
    GREEN,
    /** Everything well; something ends within a month unless a technician acts. */
    GREEN_WINKING_ONCE,
    /** The same, within a week. */
    GREEN_WINKING_TWICE,
    /** The same, within a day. */
    GREEN_WINKING_THRICE,
    /** Working, but the server is out of reach or a pump is lost. */
    AMBER,
    /** A soft limit is passed. */
    AMBER_BLINKING,
    /** A hard limit is passed. */
    RED_BLINKING,
    /** The bridge itself is not well. */
    RED
  }

  /** What the buzzer does. */
  enum Sound {
    NONE,
    /** Two short tones, every 30 s: a soft limit. */
    ADVISORY,
    /** Three short tones, every 10 s: a hard limit. */
    ADVISORY_URGENT
  }

  /** State of the enclosure's switch. */
  enum Tamper {
    CLOSED,
    OPEN,
    /** No switch, or it cannot be read: nothing is vouched for. */
    UNAVAILABLE
  }

  void show(Light light, Sound sound);

  Tamper tamper();

  /** Called when {@link #tamper()} changes, until closed. */
  AutoCloseable onTamper(Runnable listener);

  /** Why lights, sound or switch do not work; empty if they do. */
  Optional<String> problem();
}
