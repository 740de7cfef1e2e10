// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The pump's end of a line. Safe for many threads. */
public interface PumpLine extends Closeable {

  /** Waits until somebody can be at the other end; false if that did not come about in time. */
  boolean awaitOpen(Duration wait) throws IOException, InterruptedException;

  /**
   * Waits for bytes; empty if none came.
   *
   * @throws LinkLostException if nobody can be at the other end any more
   */
  Bytes read(Duration wait) throws IOException;

  /**
   * Puts bytes on the line; what the other end does not take in a second is lost.
   *
   * @return whether all of it went
   * @throws LinkLostException if nobody can be at the other end any more
   */
  boolean write(Bytes bytes) throws IOException;

  /** Pulls the plug; nothing happens if it is out. */
  void unplug() throws IOException;

  /** Plugs it in again; nothing happens if it is in. */
  void replug() throws IOException;
}
