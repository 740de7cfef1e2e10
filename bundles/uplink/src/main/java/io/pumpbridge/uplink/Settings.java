// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.uplink.kura.Topics;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Where the server is and how far its word reaches.
 *
 * @param account the first level of all topics
 * @param spread over how long the gateways of a site spread when all lose the server at once
 * @param messagesPerSecond what may be published at most, 5 to 10 000; 0 for as fast as the broker
 *     takes it
 * @param commandsPerHour what the server may have done, 30 to 3600
 */
public record Settings(
    String host,
    int port,
    String account,
    Confirm confirm,
    Duration spread,
    int messagesPerSecond,
    int commandsPerHour) {

  /** Whose word lets a record leave the journal. */
  public enum Confirm {
    /** The pump server's signed confirmation: it has stored the record. */
    SERVER,
    /** The broker's PUBACK; weaker, for servers that cannot confirm. */
    BROKER
  }

  private static final int MAX_PORT = 65_535;

  /** Half of 500 gateways are then back some 3 s after their broker; FLEET.md has the figures. */
  static final int SPREAD_SECONDS = 5;

  /** The longest wait there is; who needs more gateways at once needs more brokers. */
  static final int MAX_SPREAD_SECONDS = 60;

  /** With the usual spread, and as fast as the broker takes it. */
  public static Settings from(String server, String account, String confirm) {
    return from(server, account, confirm, 0);
  }

  /** With the usual spread. */
  static Settings from(String server, String account, String confirm, int messagesPerSecond) {
    return from(server, account, confirm, SPREAD_SECONDS, messagesPerSecond);
  }

  /**
   * @param spreadSeconds 1 to 60
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public static Settings from(
      String server, String account, String confirm, int spreadSeconds, int messagesPerSecond) {
    if (spreadSeconds < 1 || spreadSeconds > MAX_SPREAD_SECONDS) {
      throw new IllegalArgumentException(
          "reconnect.spread.seconds must be 1 to " + MAX_SPREAD_SECONDS + ", not " + spreadSeconds);
    }
    if (!Topics.isName(account)) {
      throw new IllegalArgumentException(
          "account must be 1 to 64 letters, digits, '.', '_' or '-'; it begins every topic");
    }
    if (messagesPerSecond != 0
        && (messagesPerSecond < RateLimit.LOWEST || messagesPerSecond > RateLimit.HIGHEST)) {
      throw new IllegalArgumentException(
          "rate.limit must be 0 for none, or 5 to 10000 messages a second; with less, a gateway of"
              + " four pumps would never be done with what an outage leaves");
    }
    URI uri = uriOf(server);
    Duration spread = Duration.ofSeconds(spreadSeconds);
    return new Settings(
        uri.getHost(),
        uri.getPort(),
        account,
        confirmOf(confirm),
        spread,
        messagesPerSecond,
        CommandLimits.USUAL_PER_HOUR);
  }

  /**
   * The same with another limit of commands.
   *
   * @param commands an hour, 30 to 3600
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public Settings withCommandsPerHour(int commands) {
    if (commands < CommandLimits.LOWEST_PER_HOUR || commands > CommandLimits.HIGHEST_PER_HOUR) {
      throw new IllegalArgumentException(
          "command.limit must be 30 to 3600 commands an hour, not "
              + commands
              + "; with less, orders or a library could wait for hours");
    }
    return new Settings(host, port, account, confirm, spread, messagesPerSecond, commands);
  }

  private static URI uriOf(String server) {
    try {
      URI uri = new URI(server.strip());
      boolean plain =
          "ssl".equals(uri.getScheme())
              && uri.getHost() != null
              && !uri.getHost()
                  .startsWith("[") // IPv6 by name only: one way of writing it is enough
              && uri.getPort() >= 1
              && uri.getPort() <= MAX_PORT
              && ("ssl://" + uri.getHost() + ":" + uri.getPort()).equals(uri.toString());
      if (plain) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, with an example, which helps more than the parser's words.
    }
    throw new IllegalArgumentException(
        "server must be ssl://host:port with a name or an IPv4 address,"
            + " for example ssl://pumps.example.org:8883");
  }

  private static Confirm confirmOf(String confirm) {
    return switch (confirm) {
      case "server" -> Confirm.SERVER;
      case "broker" -> Confirm.BROKER;
      default ->
          throw new IllegalArgumentException("confirm must be server or broker; server is safer");
    };
  }

  String server() {
    return host + ":" + port;
  }
}
