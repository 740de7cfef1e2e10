// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every packet before the broker does. What is against the rules ends the connection: MQTT
 * 3.1.1 has no way to say no to a publication, and silently dropping it would look like success.
 */
final class DoorKeeper implements MQTTInterceptor {
  private static final Logger log = LoggerFactory.getLogger(DoorKeeper.class);

  private final BrokerRules rules;
  private final int maxPayloadBytes;
  private final AtomicLong refusals = new AtomicLong();

  DoorKeeper(BrokerRules rules, int maxPayloadBytes) {
    this.rules = rules;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  long refusals() {
    return refusals.get();
  }

  static Optional<Peer> peerOf(RemotingConnection connection) {
    X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
    return chain == null || chain.length == 0 ? Optional.empty() : Peer.from(chain[0]);
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    Optional<Peer> peer = peerOf(connection);
    Optional<String> problem =
        peer.isEmpty()
            ? Optional.of("the certificate names neither a gateway nor the server")
            : problemWith(packet, peer.get());
    if (problem.isPresent()) {
      refusals.incrementAndGet();
      log.warn(
          "client turned away peer={} packet={} reason=\"{}\"",
          peer.map(Peer::name).orElse("unknown"),
          packet.fixedHeader().messageType(),
          problem.get());
    }
    return problem.isEmpty();
  }

  private Optional<String> problemWith(MqttMessage packet, Peer peer) {
    if (packet instanceof MqttConnectMessage connect) {
      return problemWithConnect(connect, peer);
    }
    if (packet instanceof MqttPublishMessage publish) {
      if (publish.payload().readableBytes() > maxPayloadBytes) {
        return Optional.of("the message is too long");
      }
      return problemWithTopic(peer, publish.variableHeader().topicName());
    }
    if (packet instanceof MqttSubscribeMessage subscribe) {
      for (MqttTopicSubscription each : subscribe.payload().topicSubscriptions()) {
        if (!rules.maySubscribe(peer, each.topicFilter())) {
          return Optional.of("it may not subscribe to " + shown(each.topicFilter()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> problemWithConnect(MqttConnectMessage connect, Peer peer) {
    boolean withPassword =
        connect.variableHeader().hasUserName() || connect.variableHeader().hasPassword();
    Optional<String> problem =
        rules.problemWithClient(peer, connect.payload().clientIdentifier(), withPassword);
    if (problem.isEmpty() && connect.variableHeader().isWillFlag()) {
      return problemWithTopic(peer, connect.payload().willTopic());
    }
    return problem;
  }

  private Optional<String> problemWithTopic(Peer peer, String topic) {
    return rules.mayPublish(peer, topic)
        ? Optional.empty()
        : Optional.of("it may not publish to " + shown(topic));
  }

  /** Others' text goes to the log short and on one line. */
  private static String shown(String topic) {
    String start = topic.length() > 100 ? topic.substring(0, 100) + "…" : topic;
    return start.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
