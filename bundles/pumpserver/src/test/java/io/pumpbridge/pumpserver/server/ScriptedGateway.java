// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.Waiting;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** The least that a gateway does on the wire, and, when told to, less or worse. */
final class ScriptedGateway implements AutoCloseable {

  /** What came from the server. */
  record Request(String topic, KuraPayload payload) {}

  private final String id;
  private final MqttClient client;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  ScriptedGateway(String id, String url, Identity identity, X509Certificate root) throws Exception {
    this.id = id;
    this.client = new MqttClient(url, id, new MemoryPersistence());
    client.setTimeToWait(20_000);
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void messageArrived(String topic, MqttMessage message) {
            requests.add(new Request(topic, KuraCodec.decode(message.getPayload()).orElseThrow()));
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true);
    options.setMaxInflight(1_000);
    options.setSocketFactory(MutualTls.client(identity, root).getSocketFactory());
    client.connect(options);
    client.subscribe("$EDC/hospital/" + id + "/#", 1);
  }

  boolean isConnected() {
    return client.isConnected();
  }

  void birth() throws Exception {
    publish("$EDC/hospital/" + id + "/MQTT/BIRTH", payload(Map.of("uptime", "1"), Bytes.EMPTY));
  }

  void send(EventRecord record) throws Exception {
    send(record, Streams.payload(record));
  }

  void send(EventRecord record, KuraPayload payload) throws Exception {
    String lane = record.stream().lane().wireName();
    publish("hospital/" + id + "/PUMP-BRIDGE-V1/events/" + lane, KuraCodec.encode(payload));
  }

  /** Out of turn. */
  void show(EventRecord record) throws Exception {
    String lane = record.stream().lane().wireName();
    client.publish(
        "hospital/" + id + "/PUMP-BRIDGE-V1/live/" + lane,
        KuraCodec.encode(Streams.payload(record)),
        0,
        false);
  }

  void publish(String topic, byte[] payload) throws Exception {
    client.publish(topic, payload, 1, false);
  }

  /** The next request that is no confirmation. */
  Request nextRequest() throws Exception {
    return next(false);
  }

  Fields nextConfirmation(X509Certificate root) throws Exception {
    return opened(next(true), root);
  }

  /** Until all of these, by lane and sequence, are confirmed. */
  void awaitConfirmed(EventRecord last, X509Certificate root) throws Exception {
    Waiting.until(
        "confirmation of " + last.stream().lane() + " " + last.sequence(),
        () -> {
          Request request = requests.poll();
          if (request == null || !request.topic().endsWith("/PUT/confirmation")) {
            return false;
          }
          for (Fields each : opened(request, root).list("confirmed")) {
            if (each.text("epoch").equals(last.stream().epoch())
                && each.text("lane").equals(last.stream().lane().wireName())
                && each.whole("seq") == last.sequence()
                && each.text("hash").equals(last.hash())) {
              return true;
            }
          }
          return false;
        });
  }

  List<Request> allRequests() {
    return List.copyOf(requests);
  }

  void reply(Request request, int status, Fields body) throws Exception {
    String requester = request.payload().findText("requester.client.id").orElseThrow();
    String requestId = request.payload().findText("request.id").orElseThrow();
    publish(
        "$EDC/hospital/" + requester + "/PUMP-BRIDGE-V1/REPLY/" + requestId,
        payload(
            status == 200
                ? Map.of("response.code", status)
                : Map.of("response.code", status, "response.exception.message", "refused"),
            Bytes.of(body.toString(), StandardCharsets.UTF_8)));
  }

  static byte[] payload(Map<String, Object> metrics, Bytes body) {
    return KuraCodec.encode(new KuraPayload(Optional.of(1L), metrics, body));
  }

  /** Verifies the one signature, its role and its root, as a gateway must. */
  private static Fields opened(Request request, X509Certificate root) throws Exception {
    CMSSignedData signed = new CMSSignedData(request.payload().body().toArray());
    List<SignerInformation> signers = List.copyOf(signed.getSignerInfos().getSigners());
    if (signers.size() != 1) {
      throw new AssertionError("one signer expected, found " + signers.size());
    }
    @SuppressWarnings("unchecked")
    X509CertificateHolder certificate =
        (X509CertificateHolder)
            signed.getCertificates().getMatches(signers.get(0).getSID()).iterator().next();
    if (!signers.get(0).verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
      throw new AssertionError("the signature does not hold");
    }
    X509Certificate signer =
        new org.bouncycastle.cert.jcajce.JcaX509CertificateConverter().getCertificate(certificate);
    signer.verify(root.getPublicKey());
    String role = io.pumpbridge.model.trust.SignerRole.PUMP_SERVER.keyPurpose();
    if (!List.of(role).equals(signer.getExtendedKeyUsage())) {
      throw new AssertionError("the signer is no pump server");
    }
    return StrictJson.read(Bytes.of((byte[]) signed.getSignedContent().getContent()));
  }

  private Request next(boolean confirmation) throws Exception {
    Request[] found = new Request[1];
    Waiting.until(
        confirmation ? "a confirmation" : "a request",
        () -> {
          for (Request each : requests) {
            if (each.topic().endsWith("/PUT/confirmation") == confirmation) {
              found[0] = each;
              return requests.remove(each);
            }
          }
          return false;
        });
    return found[0];
  }

  /** Without a word, as when the power fails. */
  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 50);
    client.close(true);
  }
}
