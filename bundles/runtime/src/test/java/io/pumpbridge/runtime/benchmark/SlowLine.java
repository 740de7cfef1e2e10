// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.live.PumpLine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line that takes the time of the pump's own baud rate, which neither pseudo-terminals nor TCP
 * do. One direction after the other: who asks and who answers never speak at once.
 */
final class SlowLine implements PumpLine {
  private final PumpLine line;
  private final long nanosPerByte;
  private final CountDownLatch closed = new CountDownLatch(1);

  SlowLine(PumpLine line, LineSettings settings) {
    int parity = settings.parity() == LineSettings.Parity.NONE ? 0 : 1;
    int bits = 1 + settings.dataBits() + parity + settings.stopBits();
    this.line = line;
    this.nanosPerByte = TimeUnit.SECONDS.toNanos(bits) / settings.baud();
  }

  @Override
  public boolean awaitOpen(Duration wait) throws IOException, InterruptedException {
    return line.awaitOpen(wait);
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    Bytes bytes = line.read(wait);
    pass(bytes);
    return bytes;
  }

  @Override
  public boolean write(Bytes bytes) throws IOException {
    pass(bytes);
    return line.write(bytes);
  }

  private void pass(Bytes bytes) throws IOException {
    try {
      if (closed.await(bytes.length() * nanosPerByte, TimeUnit.NANOSECONDS)) {
        throw new IOException("the line was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void unplug() throws IOException {
    line.unplug();
  }

  @Override
  public void replug() throws IOException {
    line.replug();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    line.close();
  }
}
