// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import io.pumpbridge.model.event.Lane;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kura's topics, filled in for one gateway.
 *
 * @param account the first level of all topics; the server's operator chooses it
 * @param gateway the gateway's id, also its MQTT client id
 */
public record Topics(String account, String gateway) {
  /** Our application id in Kura's terms. */
  public static final String APPLICATION = "PUMP-BRIDGE-V1";

  /** The whole of a topic element: no level separator, no wildcard, no {@code $}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final String CONTROL = "$EDC/";
  private static final String REPLY = "REPLY";

  /**
   * A request's address.
   *
   * @param resource everything after the verb
   */
  public record Request(String verb, String resource) {}

  public Topics {
    if (!isName(account)) {
      throw new IllegalArgumentException("an account is 1 to 64 letters, digits, '.', '_' or '-'");
    }
    if (!isName(gateway)) {
      throw new IllegalArgumentException(
          "a gateway id is 1 to 64 letters, digits, '.', '_' or '-'");
    }
  }

  /** What may stand in a topic: also for request ids and requesters. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  public String events(Lane lane) {
    return account + "/" + gateway + "/" + APPLICATION + "/events/" + lane.wireName();
  }

  /** Where a record is shown out of turn. */
  public String live(Lane lane) {
    return account + "/" + gateway + "/" + APPLICATION + "/live/" + lane.wireName();
  }

  public String birth() {
    return control() + "MQTT/BIRTH";
  }

  public String disconnect() {
    return control() + "MQTT/DC";
  }

  public String lastWill() {
    return control() + "MQTT/LWT";
  }

  public String subscription() {
    return control() + "#";
  }

  /** Both must be names; {@link #isName} has been asked before. */
  public String reply(String requester, String requestId) {
    if (!isName(requester) || !isName(requestId)) {
      throw new IllegalArgumentException("not fit for a topic");
    }
    return CONTROL + account + "/" + requester + "/" + APPLICATION + "/" + REPLY + "/" + requestId;
  }

  /**
   * Empty if the topic is none of our application's, an echo of our own birth for example, or that
   * of a reply: we ask nobody, and whoever answers all the same is not to be answered.
   */
  public Optional<Request> findRequest(String topic) {
    String ours = control() + APPLICATION + "/";
    if (!topic.startsWith(ours)) {
      return Optional.empty();
    }
    String rest = topic.substring(ours.length());
    int slash = rest.indexOf('/');
    Request request =
        slash < 0
            ? new Request(rest, "")
            : new Request(rest.substring(0, slash), rest.substring(slash + 1));
    return Optional.of(request).filter(one -> !one.verb().equals(REPLY));
  }

  private String control() {
    return CONTROL + account + "/" + gateway + "/";
  }
}
