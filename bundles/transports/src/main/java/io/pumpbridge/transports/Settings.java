// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.PortId;
import java.util.ArrayList;
import java.util.List;

/** What the site has configured, checked. */
record Settings(List<PortPattern> ports) {
  /** One bedside has no more; a longer list is a mistake. */
  static final int MAX_PATTERNS = 32;

  Settings {
    ports = List.copyOf(ports);
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("no ports are configured; name at least one");
    }
    if (ports.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException(
          "at most " + MAX_PATTERNS + " ports can be configured, not " + ports.size());
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence that names the wrong port
   */
  static Settings of(String... ports) {
    List<PortPattern> patterns = new ArrayList<>();
    for (String port : ports) {
      if (!port.isBlank()) { // what an empty line in a configuration page becomes
        patterns.add(PortPattern.from(port));
      }
    }
    return new Settings(patterns);
  }

  boolean covers(PortId port) {
    return ports.stream().anyMatch(pattern -> pattern.covers(port));
  }
}
