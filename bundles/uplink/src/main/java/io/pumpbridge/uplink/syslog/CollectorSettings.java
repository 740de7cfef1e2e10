// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the collector is.
 *
 * @param enterprise private enterprise number behind the name of our structured data
 */
record CollectorSettings(String host, int port, long enterprise) {
  /** RFC 5425, 4.1. */
  static final int DEFAULT_PORT = 6514;

  /** Of RFC 5612: for documentation. A hospital that has a number of its own sets that. */
  static final int EXAMPLE_ENTERPRISE = 32_473;

  private static final int MAX_PORT = 65_535;

  /** A name or an IPv4 address, and perhaps a port. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(?::([0-9]{1,5}))?");

  /**
   * Reads the two settings.
   *
   * @return empty if no collector is set
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  static Optional<CollectorSettings> from(String collector, int enterprise) {
    if (enterprise < 1) {
      throw new IllegalArgumentException(
          "audit.enterprise.number must be a private enterprise number, 1 or more");
    }
    if (collector.isBlank()) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(collector.strip());
    String given = form.matches() ? form.group(2) : "0";
    int port = given == null ? DEFAULT_PORT : Integer.parseInt(given);
    if (!form.matches() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "audit.collector must be host:port or host, with a name or an IPv4 address, for example"
              + " logs.example.org:6514");
    }
    return Optional.of(new CollectorSettings(form.group(1), port, enterprise));
  }

  String server() {
    return host + ":" + port;
  }
}
