// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.terminal.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A line over a pseudo-terminal with a stable name. */
public final class TerminalLine implements PumpLine {
  private final PseudoTerminal terminal;

  private TerminalLine(PseudoTerminal terminal) {
    this.terminal = terminal;
  }

  /** Plugged in, with {@code link} as its stable name. */
  public static TerminalLine open(Path link) throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open();
    try {
      terminal.link(link);
    } catch (IOException e) {
      terminal.close();
      throw e;
    }
    return new TerminalLine(terminal);
  }

  @Override
  public boolean awaitOpen(Duration wait) throws InterruptedException {
    return terminal.awaitPlugged(wait);
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    return terminal.read(wait);
  }

  /** If nobody reads, what waits there is old; it goes, so that whoever comes hears what is new. */
  @Override
  public boolean write(Bytes bytes) throws IOException {
    boolean whole = terminal.write(bytes) == bytes.length();
    if (!whole) {
      terminal.flush();
    }
    return whole;
  }

  @Override
  public void unplug() throws IOException {
    terminal.unplug();
  }

  @Override
  public void replug() throws IOException {
    terminal.replug();
  }

  /** The device's own path at the moment. */
  public Path device() {
    return terminal.device();
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
