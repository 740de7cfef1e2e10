// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running agent on its last drain. It hears by itself when whoever drains has gone: its next word
 * reaches nobody.
 */
final class AskedDraining implements Draining {
  /** It stops following pumps and stores an event before its first word. */
  static final Duration WORD_LIMIT = Duration.ofSeconds(60);

  /** A little longer: what it could not read it says itself. */
  private static final long WAIT_S = WORD_LIMIT.toSeconds() + 5;

  private static final String GONE = "gone";

  private final Path socket;
  private final HeardLines heard;
  private final BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();

  AskedDraining(Path socket, AskedAgent agent) {
    this.socket = socket;
    this.heard = new HeardLines(agent);
    heard.watch(told::add);
  }

  @Override
  public Map<String, Object> standing() throws LaunchException {
    Map<String, Object> newest = Map.of("what", GONE);
    try {
      Map<String, Object> next = told.poll(WAIT_S, TimeUnit.SECONDS);
      while (next != null) {
        newest = next;
        next = told.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!"draining".equals(newest.get("what"))) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "drain-failed",
          "The running agent does not drain: "
              + newest.getOrDefault("reason", "its log says why")
              + ".");
    }
    return newest;
  }

  @Override
  public void leave() throws LaunchException {
    try (AskedAgent leaving = AskedAgent.ask(socket, Map.of("call", "leave"), AskedAgent.USUAL)) {
      Optional<String> line = leaving.line();
      if (line.isEmpty() || !"leaving".equals(JSON.std.mapFrom(line.get()).get("what"))) {
        throw new IOException("it does not leave");
      }
    } catch (IOException e) {
      throw RunningAgent.lost(e);
    }
  }

  @Override
  public void close() {
    heard.close();
  }
}
