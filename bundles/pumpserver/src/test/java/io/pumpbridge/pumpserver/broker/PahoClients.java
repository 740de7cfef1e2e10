// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** How the tests of brokers call on one, and leave it. */
final class PahoClients {
  private static final long PATIENCE_MS = 20_000; // for each step, on a loaded machine

  private PahoClients() {}

  static MqttConnectOptions options(SSLSocketFactory sockets) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setSocketFactory(sockets);
    return options;
  }

  static MqttClient connect(String url, String clientId, MqttConnectOptions options)
      throws MqttException {
    return connect(url, clientId, options, new Hearing());
  }

  static MqttClient connect(
      String url, String clientId, MqttConnectOptions options, Hearing hearing)
      throws MqttException {
    MqttClient client = new MqttClient(url, clientId, new MemoryPersistence());
    client.setTimeToWait(PATIENCE_MS);
    client.setCallback(hearing);
    try {
      client.connect(options);
      return client;
    } catch (MqttException e) {
      client.close(true);
      throw e;
    }
  }

  static void close(MqttClient client) throws MqttException {
    client.disconnectForcibly(0, 50);
    client.close(true);
  }

  /** Ends the connection without a word, as when the power fails. */
  static void vanish(MqttClient client) throws MqttException {
    client.disconnectForcibly(0, 50, false);
    client.close(true);
  }

  /** Trusts the root and shows nothing. */
  static SSLContext withoutCertificate(X509Certificate root) throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("root", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }
}
