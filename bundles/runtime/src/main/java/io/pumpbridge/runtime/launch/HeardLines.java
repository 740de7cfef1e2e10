// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an agent says without an end, on a thread of its own; the last line is {@code end}, with a
 * {@code reason} if it fell silent.
 */
record HeardLines(AskedAgent agent) implements PumpsHeard {
  @Override
  public void watch(Consumer<Map<String, Object>> lines) {
    Thread thread = new Thread(() -> read(lines), "agent");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Consumer<Map<String, Object>> lines) {
    try {
      for (Optional<String> line = agent.line(); line.isPresent(); line = agent.line()) {
        lines.accept(JSON.std.mapFrom(line.get()));
      }
      lines.accept(Map.of("what", "end"));
    } catch (SocketTimeoutException silent) {
      lines.accept(Map.of("what", "end", "reason", String.valueOf(silent.getMessage())));
    } catch (IOException e) {
      lines.accept(Map.of("what", "end"));
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
