// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import io.pumpbridge.pumpserver.broker.Peer.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may say what and hear what. A gateway speaks only under its own name, hears only what is
 * addressed to it, and may answer the server; the server may do all its work needs. Pure.
 */
record BrokerRules(String account, String serverId) {
  /**
   * What a topic may be made of. Narrower than MQTT on purpose: Artemis gives {@code ::} and a back
   * slash a meaning of its own.
   */
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._$-]+(/[A-Za-z0-9._$-]+)*");

  private static final Pattern FILTER =
      Pattern.compile("([A-Za-z0-9._$-]+|\\+)(/([A-Za-z0-9._$-]+|\\+))*(/#)?");

  private static final int MAX_TOPIC_CHARS = 512; // ours are below 256

  /** Why this client may not come in; empty if it may. */
  Optional<String> problemWithClient(Peer peer, String clientId, boolean withPassword) {
    if (!clientId.equals(peer.name())) {
      return Optional.of("the client id is not the certificate's name");
    }
    if (withPassword) {
      // Also shuts the door that Artemis keeps open for its own cluster user.
      return Optional.of("user names and passwords are not accepted");
    }
    if (peer.kind() == Kind.SERVER != peer.name().equals(serverId)) {
      return Optional.of("only the pump server's certificate may carry the pump server's name");
    }
    return Optional.empty();
  }

  boolean mayPublish(Peer peer, String topic) {
    if (topic.length() > MAX_TOPIC_CHARS || !TOPIC.matcher(topic).matches()) {
      return false;
    }
    if (peer.kind() == Kind.SERVER) {
      return topic.startsWith("$EDC/" + account + "/");
    }
    return topic.startsWith(account + "/" + peer.name() + "/")
        || topic.startsWith("$EDC/" + account + "/" + peer.name() + "/")
        || isReply(topic);
  }

  boolean maySubscribe(Peer peer, String filter) {
    if (filter.length() > MAX_TOPIC_CHARS || !FILTER.matcher(filter).matches()) {
      return false;
    }
    if (peer.kind() == Kind.SERVER) {
      return filter.startsWith(account + "/") || filter.startsWith("$EDC/" + account + "/");
    }
    return filter.startsWith("$EDC/" + account + "/" + peer.name() + "/");
  }

  private boolean isReply(String topic) {
    String prefix = "$EDC/" + account + "/" + serverId + "/PUMP-BRIDGE-V1/REPLY/";
    return topic.startsWith(prefix) && topic.indexOf('/', prefix.length()) < 0;
  }
}
