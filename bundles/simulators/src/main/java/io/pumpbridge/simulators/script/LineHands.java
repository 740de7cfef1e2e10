// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.time.Duration;

/** What can be done to a pump's line, and to what hangs on it. */
public interface LineHands {

  /** Pulls the cable out of the gateway; the pump goes on. */
  void unplug() throws IOException;

  /** Plugs it in again. */
  void replug() throws IOException;

  /** Each of the next {@code frames} gets one flipped bit. */
  void corrupt(int frames);

  /** Each of the next {@code frames} comes with up to eight random bytes before and after it. */
  void noise(int frames);

  /** Nothing of what the pump says comes through for so long. */
  void silence(Duration time);

  /** From now on whatever the pump says comes so late. */
  void late(Duration delay);

  /** Whether the line sends back what it hears, before the answer. */
  void echo(boolean on);

  /** Random bytes, unasked. */
  void flood(int bytes);

  /** These bytes, unasked. */
  void say(Bytes bytes);

  /**
   * Another pump of the same kind answers from now on; it is new, stopped and full.
   *
   * @throws IllegalArgumentException if no pump of the kind has such a serial number
   */
  void swap(String serial);

  /** Ends the simulator. */
  void end();
}
