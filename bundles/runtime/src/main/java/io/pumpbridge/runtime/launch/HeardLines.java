// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.function.Consumer;

/** What an agent says without an end, on a thread of its own; the last line is {@code end}. */
record HeardLines(SocketChannel channel) implements PumpsHeard {
  @Override
  public void watch(Consumer<Map<String, Object>> lines) {
    Thread thread = new Thread(() -> read(lines), "agent");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Consumer<Map<String, Object>> lines) {
    try {
      BufferedReader reader = DeskLines.reader(channel);
      String line;
      while ((line = reader.readLine()) != null) {
        lines.accept(JSON.std.mapFrom(line));
      }
      lines.accept(Map.of("what", "end"));
    } catch (IOException e) {
      lines.accept(Map.of("what", "end"));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a local socket can always be closed", e);
    }
  }
}
