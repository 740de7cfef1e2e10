// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where a simulated pump hangs, as people write it: {@code pty:PATH} or {@code tcp:PORT}. */
public sealed interface LineAddress {

  /** A pseudo-terminal; {@code link} becomes a symbolic link to it. */
  record Terminal(Path link) implements LineAddress {
    public Terminal {
      Path directory = link.toAbsolutePath().getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        throw new IllegalArgumentException(
            "pty:" + link + " lies in no directory; make the directory first.");
      }
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
        throw new IllegalArgumentException(
            link + " is there already and no symbolic link; it is left alone.");
      }
    }

    @Override
    public PumpLine open() throws IOException {
      return TerminalLine.open(link);
    }
  }

  /** A TCP port on this machine. */
  record Tcp(int port) implements LineAddress {
    private static final int LAST_PORT = 65_535;

    public Tcp {
      if (port < 1 || port > LAST_PORT) {
        throw new IllegalArgumentException("A TCP port is 1 to 65535, not " + port + ".");
      }
    }

    @Override
    public PumpLine open() throws IOException {
      return TcpLine.listen(port);
    }
  }

  PumpLine open() throws IOException;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static LineAddress parse(String text) {
    if (text.startsWith("pty:") && text.length() > 4) {
      return new Terminal(Path.of(text.substring(4)));
    }
    if (text.matches("tcp:[0-9]{1,6}")) {
      return new Tcp(Integer.parseInt(text.substring(4)));
    }
    throw new IllegalArgumentException(
        "A link is pty:PATH or tcp:PORT, for example pty:/tmp/pump or tcp:4001, not '"
            + text
            + "'.");
  }
}
