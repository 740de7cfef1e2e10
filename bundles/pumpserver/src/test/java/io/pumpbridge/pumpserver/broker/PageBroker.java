// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.authority.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.URIParameter;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;

/**
 * Artemis with the files that the page for integrators shows. Only port, paths and passwords are
 * put in, and a frame for a broker that shares this JVM; {@code bootstrap.xml} is for Artemis' own
 * launcher, so its two names are handed over here.
 */
final class PageBroker {
  private static final String PASSWORD = "only-for-this-test";
  private static final String PAGES_GATEWAY = "gw-0017";
  private static final String PAGES_DIRECTORY = "/var/lib/pumps/etc";
  private static final int START_SECONDS = 30;

  private static final String FRAME =
      """
      <configuration xmlns="urn:activemq">
      <core xmlns="urn:activemq:core">
      <journal-type>NIO</journal-type>
      <bindings-directory>DIRECTORY/bindings</bindings-directory>
      <journal-directory>DIRECTORY/journal</journal-directory>
      <large-messages-directory>DIRECTORY/large</large-messages-directory>
      <paging-directory>DIRECTORY/paging</paging-directory>
      <jmx-management-enabled>false</jmx-management-enabled>
      <critical-analyzer>false</critical-analyzer>
      <max-disk-usage>-1</max-disk-usage>
      <configuration-file-refresh-period>100</configuration-file-refresh-period>
      <address-queue-scan-period>100</address-queue-scan-period>
      BLOCK
      </core>
      </configuration>
      """;

  private final Path directory;
  private final ConnectPage page;
  private final int port;
  private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
  private String gatewaySettings;
  private String users;
  private String roles;

  PageBroker(Path directory, ConnectPage page) throws Exception {
    this.directory = PrivateFiles.directory(directory);
    this.page = page;
    this.gatewaySettings = page.block("artemis-gateway");
    this.users = page.block("artemis-users");
    this.roles = page.block("artemis-roles");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
  }

  String url() {
    return "ssl://localhost:" + port;
  }

  ActiveMQServer server() {
    return artemis.getActiveMQServer();
  }

  void writeKeys(Identity identity) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    X509Certificate[] chain = identity.chain().toArray(new X509Certificate[0]);
    keys.setKeyEntry("broker", identity.key(), PASSWORD.toCharArray(), chain);
    write("broker.p12", keys);
  }

  void writeTrusted(X509Certificate root) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", root);
    write("gateways.p12", trusted);
  }

  void writeRevoked(byte[] list) throws Exception {
    PrivateFiles.replace(directory.resolve("gateways.crl"), list);
  }

  /** As the page says for one gateway, for one more. */
  void addGateway(String name, String subject) throws Exception {
    String address = name.replace(".", "\\.");
    String settings = page.block("artemis-gateway");
    gatewaySettings +=
        settings
            .replace("." + PAGES_GATEWAY + ".", "." + address + ".")
            .replace(PAGES_GATEWAY, name);
    users += name + "=" + subject + "\n";
    roles = put(roles, "gateways=" + PAGES_GATEWAY, "gateways=" + PAGES_GATEWAY + "," + name);
    roles += name + "=" + name + "\n";
    writeLists();
  }

  private void writeLists() throws Exception {
    write("certificate-users.properties", users);
    write("certificate-roles.properties", roles);
    write("broker.xml", brokerXml());
  }

  private String brokerXml() {
    String block = page.block("artemis-broker");
    block = put(block, "0.0.0.0:8883", "127.0.0.1:" + port);
    block = put(block, PAGES_DIRECTORY, directory.toString());
    block = put(block, "…", PASSWORD);
    block = put(block, "</security-settings>", gatewaySettings + "</security-settings>");
    return put(put(FRAME, "BLOCK", block), "DIRECTORY", directory.toString());
  }

  void start() throws Exception {
    writeLists();
    artemis.setConfigResourcePath(directory.resolve("broker.xml").toUri().toString());
    artemis.setSecurityManager(securityManager());
    artemis.start();
    assertThat(server().waitForActivation(START_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server().getRemotingService().getAcceptor("pumps").isStarted()).isTrue();
  }

  void stop() throws Exception {
    artemis.stop();
  }

  private ActiveMQJAASSecurityManager securityManager() throws Exception {
    String login = page.block("artemis-login");
    for (String file : List.of("certificate-users.properties", "certificate-roles.properties")) {
      login = put(login, "\"" + file + "\"", "\"" + directory.resolve(file) + "\"");
    }
    Path file = write("login.config", login);
    Configuration configuration =
        Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toUri()));
    SecurityConfiguration ours = new OneFile(configuration);
    String bootstrap = page.block("artemis-bootstrap");
    return new ActiveMQJAASSecurityManager(
        attribute(bootstrap, "domain"), attribute(bootstrap, "certificate-domain"), ours, ours);
  }

  private static String attribute(String xml, String name) {
    Matcher matcher = Pattern.compile(" " + name + "=\"([^\"]+)\"").matcher(xml);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  /** What is put in must have had a place in the page. */
  private static String put(String text, String place, String value) {
    assertThat(text).contains(place);
    return text.replace(place, value);
  }

  private Path write(String name, String content) throws Exception {
    Path file = directory.resolve(name);
    PrivateFiles.replace(file, content.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private void write(String name, KeyStore store) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    PrivateFiles.replace(directory.resolve(name), bytes.toByteArray());
  }

  /** The JVM has one login configuration for everybody; this one is for this broker only. */
  private static final class OneFile extends SecurityConfiguration {
    private final Configuration file;

    OneFile(Configuration file) {
      this.file = file;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      return file.getAppConfigurationEntry(name);
    }
  }
}
