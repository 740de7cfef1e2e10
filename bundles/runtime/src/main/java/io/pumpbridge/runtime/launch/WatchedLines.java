// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What is heard from pumps, on its way to somebody who watches and must not keep us. */
final class WatchedLines implements Consumer<String> {
  /** About half a minute of four pumps; a terminal that reads slower loses lines and is told so. */
  private static final int MAX_WAITING_LINES = 1_000;

  /** How often a silent watcher is looked at, to notice that it has gone. */
  private static final long LOOK_S = 1;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
  private final AtomicLong dropped = new AtomicLong();

  @Override
  public void accept(String line) {
    if (!lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /**
   * Tells them as they come.
   *
   * @param limit how long nothing may be taken
   * @throws IOException once the watcher has gone, or has stopped reading
   */
  void tell(SocketChannel watcher, BooleanSupplier going, Duration limit)
      throws IOException, InterruptedException {
    while (going.getAsBoolean()) {
      String line = lines.poll(LOOK_S, TimeUnit.SECONDS);
      DeskLines.sayInTime(watcher, line == null ? "{\"what\":\"nothing\"}" : line, limit);
      long lost = dropped.getAndSet(0);
      if (lost > 0) {
        DeskLines.sayInTime(watcher, "{\"what\":\"dropped\",\"count\":" + lost + "}", limit);
      }
    }
  }
}
