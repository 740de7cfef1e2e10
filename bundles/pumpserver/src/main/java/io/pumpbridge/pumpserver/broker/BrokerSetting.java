// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How Artemis is set up: small, alone, on the loopback interface, and for proven clients only. */
record BrokerSetting(Path directory, Identity identity, int port) {
  private static final String HOST = "127.0.0.1";

  /** For all messages in flight; two of the longest and thousands of events fit. */
  private static final long MEMORY_BYTES = 64L * 1024 * 1024;

  private static final int THREADS = 8; // enough for a demonstration's few clients
  private static final int CONNECTIONS = 100; // likewise
  private static final int HANDSHAKE_SECONDS = 10; // who is slower is no client of ours

  /** ECDHE and AEAD only: the same floor as the gateway's. */
  private static final String CIPHER_SUITES =
      String.join(
          ",",
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Writes the key stores and describes the broker. */
  Configuration write() throws IOException, GeneralSecurityException {
    Configuration configuration = new ConfigurationImpl();
    configuration.setName("pump-bridge-demo");
    configuration.setPersistenceEnabled(false);
    configuration.setJournalType(JournalType.NIO);
    configuration.setSecurityEnabled(true);
    configuration.setAuthenticationCacheSize(0); // clients have no passwords to look up
    configuration.setAuthorizationCacheSize(0);
    configuration.setClusterUser("cluster");
    configuration.setClusterPassword(newPassword()); // its default is well known
    configuration.setJMXManagementEnabled(false);
    configuration.setCriticalAnalyzer(false); // it would end this whole process
    configuration.setMessageExpiryScanPeriod(-1);
    configuration.setMaxDiskUsage(-1);
    configuration.setGlobalMaxSize(MEMORY_BYTES);
    configuration.setThreadPoolMaxSize(THREADS);
    configuration.setScheduledThreadPoolMaxSize(2);
    setDirectories(configuration);
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
            .setMaxSizeBytes(MEMORY_BYTES)
            .setAutoCreateAddresses(true)
            .setAutoCreateQueues(true)
            .setAutoDeleteAddresses(true)
            .setAutoDeleteQueues(true));
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(NettyAcceptorFactory.class.getName(), transport(), "mqtt"));
    return configuration;
  }

  private void setDirectories(Configuration configuration) {
    configuration.setBrokerInstance(directory.toFile());
    configuration.setJournalDirectory(directory.resolve("journal").toString());
    configuration.setBindingsDirectory(directory.resolve("bindings").toString());
    configuration.setPagingDirectory(directory.resolve("paging").toString());
    configuration.setLargeMessagesDirectory(directory.resolve("large").toString());
    configuration.setNodeManagerLockDirectory(directory.resolve("lock").toString());
  }

  private Map<String, Object> transport() throws IOException, GeneralSecurityException {
    String password = newPassword(); // lives as long as the process; the files are closed anyway
    Path keys = directory.resolve("keys.p12");
    Path trusted = directory.resolve("trusted.p12");
    KeyStore keyStore = empty();
    keyStore.setKeyEntry(
        "server",
        identity.key(),
        password.toCharArray(),
        identity.chain().toArray(new X509Certificate[0]));
    write(keys, keyStore, password);
    KeyStore trustStore = empty();
    trustStore.setCertificateEntry("root", identity.chain().get(identity.chain().size() - 1));
    write(trusted, trustStore, password);

    Map<String, Object> transport = new HashMap<>();
    transport.put(TransportConstants.HOST_PROP_NAME, HOST);
    transport.put(TransportConstants.PORT_PROP_NAME, port);
    transport.put(TransportConstants.PROTOCOLS_PROP_NAME, "MQTT");
    transport.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
    transport.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
    transport.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
    transport.put(TransportConstants.ENABLED_CIPHER_SUITES_PROP_NAME, CIPHER_SUITES);
    transport.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
    transport.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, keys.toAbsolutePath().toString());
    transport.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, password);
    transport.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PKCS12");
    transport.put(
        TransportConstants.TRUSTSTORE_PATH_PROP_NAME, trusted.toAbsolutePath().toString());
    transport.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, password);
    transport.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
    transport.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
    transport.put(TransportConstants.REMOTING_THREADS_PROPNAME, 2);
    transport.put(TransportConstants.CONNECTIONS_ALLOWED, CONNECTIONS);
    transport.put(TransportConstants.HANDSHAKE_TIMEOUT, HANDSHAKE_SECONDS);
    return transport;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void write(Path file, KeyStore store, String password)
      throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password.toCharArray());
    PrivateFiles.replace(file, bytes.toByteArray());
  }

  private static String newPassword() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
