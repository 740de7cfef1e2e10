// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.live.PumpLine;
import java.io.IOException;
import java.time.Duration;

/**
 * A pump on a port that stays when its cable is pulled, as a terminal server's or a UART does: what
 * is said meanwhile falls on the floor. Closing it is pulling the cable for good; the port is
 * somebody else's.
 */
final class StayingLine implements PumpLine {
  private final PumpLine port;
  private volatile boolean plugged = true;

  StayingLine(PumpLine port) {
    this.port = port;
  }

  @Override
  public boolean awaitOpen(Duration wait) throws IOException, InterruptedException {
    boolean open = port.awaitOpen(wait);
    if (!plugged && open) {
      drop(wait);
    }
    return plugged && open;
  }

  private void drop(Duration wait) throws IOException {
    try {
      port.read(wait);
    } catch (LinkLostException e) {
      // Whoever was there has hung up; the next look finds out whether somebody else calls.
    }
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    Bytes bytes = port.read(wait);
    return plugged ? bytes : Bytes.EMPTY;
  }

  @Override
  public boolean write(Bytes bytes) throws IOException {
    return plugged && port.write(bytes);
  }

  @Override
  public void unplug() {
    plugged = false;
  }

  @Override
  public void replug() {
    plugged = true;
  }

  @Override
  public void close() {
    unplug();
  }
}
