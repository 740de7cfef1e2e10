// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.simulators.live.PumpLine;
import io.pumpbridge.simulators.live.TcpLine;
import io.pumpbridge.simulators.live.TerminalLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A place where a pump is plugged in, seen from the pump. */
sealed interface BedsidePort extends Closeable {

  /** How the agent's configuration names it. */
  String name();

  /** Plugs a cable in. */
  PumpLine plugIn() throws IOException;

  /** What people call such a port. */
  String kind();

  /** A USB adapter on the pump's cable: the device comes and goes with it. */
  record Adapter(Path link) implements BedsidePort {
    static final String KIND = "adapter";

    @Override
    public String name() {
      return link.toString();
    }

    @Override
    public PumpLine plugIn() throws IOException {
      return TerminalLine.open(link);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void close() {
      // it went with the cable
    }
  }

  /** A terminal server: always there, whether or not a pump is behind it. */
  record Server(TcpLine line) implements BedsidePort {
    static final String KIND = "stays";

    static Server open() throws IOException {
      return new Server(TcpLine.listen(0));
    }

    @Override
    public String name() {
      return "tcp:127.0.0.1:" + line.port();
    }

    @Override
    public PumpLine plugIn() {
      return new StayingLine(line);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public void close() throws IOException {
      line.close();
    }
  }
}
