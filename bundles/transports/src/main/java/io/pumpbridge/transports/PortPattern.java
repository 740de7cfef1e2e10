// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.PortId;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** What a site has configured: one device, a glob of devices, or a terminal server's TCP port. */
sealed interface PortPattern {
  String TCP_SCHEME = "tcp:";

  /** As it was written. */
  String text();

  /** Whether that port is meant by this, there or not. */
  boolean covers(PortId port);

  /** One device by its path. */
  record Device(String text, Path path) implements PortPattern {
    @Override
    public boolean covers(PortId port) {
      return port.path().equals(text);
    }
  }

  /** Devices of one directory. */
  record Glob(String text, Path directory, String namePattern) implements PortPattern {
    @Override
    public boolean covers(PortId port) {
      if (port.path().startsWith(TCP_SCHEME)) {
        return false;
      }
      Path path = Path.of(port.path());
      return path.equals(path.normalize()) && directory.equals(path.getParent()) && matches(path);
    }

    boolean matches(Path path) {
      Path name = path.getFileName();
      return name != null
          && FileSystems.getDefault().getPathMatcher("glob:" + namePattern).matches(name);
    }
  }

  /** A serial port behind a terminal server. */
  record Tcp(String text, String host, int port) implements PortPattern {
    @Override
    public boolean covers(PortId id) {
      return id.path().equals(text);
    }
  }

  /**
   * Reads {@code /dev/ttyAMA0}, {@code /dev/serial/by-path/*} or {@code tcp:host:port}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static PortPattern from(String text) {
    String trimmed = text.trim();
    return trimmed.startsWith(TCP_SCHEME) ? tcp(trimmed) : path(trimmed);
  }

  private static PortPattern tcp(String text) {
    String address = text.substring(TCP_SCHEME.length());
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (host.contains(":") && !bracketed)) {
      throw new IllegalArgumentException(
          "port '" + text + "' must be tcp:host:port (an IPv6 address in brackets)");
    }
    String digits = address.substring(colon + 1);
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port '" + text + "' needs a TCP port of 1 to 65535");
    }
    return new Tcp(text, bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  private static PortPattern path(String text) {
    try {
      Path path = Path.of(text);
      Path directory = path.getParent();
      Path name = path.getFileName();
      if (!path.isAbsolute()
          || directory == null
          || name == null
          || !path.equals(path.normalize())) {
        throw new IllegalArgumentException(
            "port '" + text + "' must be an absolute path, a glob or tcp:host:port");
      }
      if (isGlob(directory.toString())) {
        throw new IllegalArgumentException(
            "port '" + text + "' may have a glob only in its last part");
      }
      if (!isGlob(name.toString())) {
        return new Device(path.toString(), path);
      }
      FileSystems.getDefault().getPathMatcher("glob:" + name); // refuses what is no glob
      return new Glob(text, directory, name.toString());
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw new IllegalArgumentException("port '" + text + "' is no path: " + e.getMessage(), e);
    }
  }

  private static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }
}
