// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running agent on its last drain. It hears by itself when whoever drains has gone: its next word
 * reaches nobody.
 */
final class AskedDraining implements Draining {
  /** It stops following pumps and stores an event before its first word. */
  private static final long WORD_LIMIT_S = 60;

  private static final String GONE = "gone";

  private final Path socket;
  private final HeardLines heard;
  private final BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();

  AskedDraining(Path socket, SocketChannel channel) {
    this.socket = socket;
    this.heard = new HeardLines(channel);
    heard.watch(told::add);
  }

  @Override
  public Map<String, Object> standing() throws LaunchException {
    Map<String, Object> newest = Map.of("what", GONE);
    try {
      Map<String, Object> next = told.poll(WORD_LIMIT_S, TimeUnit.SECONDS);
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
    try (SocketChannel leaving = DeskLines.ask(socket, Map.of("call", "leave"))) {
      String line = DeskLines.reader(leaving).readLine();
      if (line == null || !"leaving".equals(JSON.std.mapFrom(line).get("what"))) {
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
