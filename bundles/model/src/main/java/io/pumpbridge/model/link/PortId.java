// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.link;

/**
 * A place where a pump can be plugged in, by path and never by number: {@code
 * /dev/serial/by-path/…}, {@code /dev/ttyAMA0} or {@code tcp:host:port}.
 */
public record PortId(String path) {

  public PortId {
    if (path.isBlank()) {
      throw new IllegalArgumentException("a port needs a path");
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
