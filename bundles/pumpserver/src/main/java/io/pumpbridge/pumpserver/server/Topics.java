// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.command.Command.Verb;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Kura's topics, of one account, as one server sees them. */
record Topics(String account, String serverId) {
  static final String APPLICATION = "PUMP-BRIDGE-V1";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  Topics {
    if (!isName(account) || !isName(serverId)) {
      throw new IllegalArgumentException("account and server id are 1 to 64 of A-Z a-z 0-9 . _ -");
    }
  }

  /** What arrives. */
  sealed interface Arrival {
    /** A record of a lane. */
    record OfEvent(String gateway, String lane) implements Arrival {}

    /** A record of a lane, out of turn. */
    record OfLive(String gateway, String lane) implements Arrival {}

    /** {@code BIRTH}, {@code DC} or {@code LWT}. */
    record OfLife(String gateway, String kind) implements Arrival {}

    /** An answer to a request of ours. */
    record OfReply(String requestId) implements Arrival {}
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  List<String> subscriptions() {
    return List.of(
        account + "/+/" + APPLICATION + "/events/+",
        account + "/+/" + APPLICATION + "/live/+",
        "$EDC/" + account + "/+/MQTT/+",
        "$EDC/" + account + "/" + serverId + "/" + APPLICATION + "/REPLY/+");
  }

  String request(String gateway, Verb verb, String resource) {
    return "$EDC/" + account + "/" + gateway + "/" + APPLICATION + "/" + verb + "/" + resource;
  }

  /** Empty if it is none of ours. */
  Optional<Arrival> read(String topic) {
    List<String> parts = List.of(topic.split("/", -1));
    if (parts.size() == 5
        && parts.get(0).equals(account)
        && isName(parts.get(1))
        && parts.get(2).equals(APPLICATION)) {
      return switch (parts.get(3)) {
        case "events" -> Optional.of(new Arrival.OfEvent(parts.get(1), parts.get(4)));
        case "live" -> Optional.of(new Arrival.OfLive(parts.get(1), parts.get(4)));
        default -> Optional.empty();
      };
    }
    if (parts.size() < 5 || !parts.get(0).equals("$EDC") || !parts.get(1).equals(account)) {
      return Optional.empty();
    }
    if (parts.size() == 5 && parts.get(3).equals("MQTT") && isName(parts.get(2))) {
      return Optional.of(new Arrival.OfLife(parts.get(2), parts.get(4)));
    }
    if (parts.size() == 6
        && parts.get(2).equals(serverId)
        && parts.get(3).equals(APPLICATION)
        && parts.get(4).equals("REPLY")) {
      return Optional.of(new Arrival.OfReply(parts.get(5)));
    }
    return Optional.empty();
  }
}
