// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.xipki.audit.AuditEvent;
import org.xipki.ca.gateway.PopControl;
import org.xipki.ca.gateway.conf.CaProfileConf;
import org.xipki.ca.gateway.conf.CaProfilesControl;
import org.xipki.ca.gateway.conf.PopControlConf;
import org.xipki.ca.gateway.est.EstResponder;
import org.xipki.security.SecurityFactoryImpl;
import org.xipki.util.http.HttpResponse;

/**
 * XiPKI's EST gateway on loopback, behind the JDK's HTTPS server, with an authority in memory. What
 * it reads, checks and answers is XiPKI's; the authority and the adapter are ours. Started by tests
 * as a program of its own, because its Bouncy Castle is another one than the gateway's.
 *
 * <p>Arguments: a directory, the gateway's id, a code that works once, and how many seconds a
 * certificate is good. Writes {@code root.pem} there, the root's revocation list {@code root.crl}
 * (and {@code root-2.crl}, the next one), a pump server's {@code server.pem} and {@code server.key}
 * for localhost, a client's {@code client.pem} and {@code client.key} beside it, and then {@code
 * url}.
 */
public final class XipkiEstServer {
  private static EstResponder responder(Root root, String[] arguments) throws Exception {
    CaProfileConf profile = new CaProfileConf();
    profile.setName("default");
    profile.setCa("ca");
    profile.setCertprofile("gateway");
    PopControlConf proof = new PopControlConf();
    proof.setSigAlgos(List.of("SHA256withECDSA", "SHA384withECDSA"));
    return new EstResponder(
        new Authority(root, Duration.ofSeconds(Long.parseLong(arguments[3]))),
        new SecurityFactoryImpl(),
        new Doorkeeper(arguments[1], arguments[2], ConcurrentHashMap.newKeySet(), root),
        new PopControl(proof),
        new CaProfilesControl(new CaProfileConf[] {profile}));
  }

  private static void answer(EstResponder responder, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Asked asked = new Asked((HttpsExchange) exchange, body, new ConcurrentHashMap<>());
      byte[] decoded = body.length == 0 ? body : Base64.getMimeDecoder().decode(body);
      HttpResponse told =
          responder.service(asked.getServletPath(), decoded, asked, new AuditEvent());
      told.getHeaders().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      byte[] content = told.getBody() == null ? new byte[0] : told.getBody();
      byte[] sent = told.isBase64() ? Base64.getMimeEncoder().encode(content) : content;
      if (told.getContentType() != null) {
        exchange.getResponseHeaders().set("Content-Type", told.getContentType());
      }
      exchange.sendResponseHeaders(told.getStatusCode(), sent.length == 0 ? -1 : sent.length);
      exchange.getResponseBody().write(sent);
    }
  }

  private static SSLContext tls(Root root) throws Exception {
    KeyPair keys = Root.ec();
    X509Certificate own = root.issue("est", keys, KeyPurposeId.id_kp_serverAuth);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("est", keys.getPrivate(), new char[0], new Certificate[] {own});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), new TrustManager[] {new LeavesItToXipki()}, null);
    return context;
  }

  /** Who may enrol is decided above TLS, so that a refusal has words. */
  private static final class LeavesItToXipki implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  public static void main(String[] arguments) throws Exception {
    java.security.Security.addProvider(new BouncyCastleProvider());
    Path directory = Path.of(arguments[0]);
    Root root = Root.make();
    EstResponder responder = responder(root, arguments);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls(root)) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters own = getSSLContext().getDefaultSSLParameters();
            own.setWantClientAuth(true);
            parameters.setSSLParameters(own);
          }
        });
    server.createContext("/.well-known/est", exchange -> answer(responder, exchange));
    server.start();
    root.write(directory.resolve("root.pem"));
    root.writeList(directory.resolve("root.crl"), 1);
    root.writeList(directory.resolve("root-2.crl"), 2);
    root.writeIdentity(directory, "server", KeyPurposeId.id_kp_serverAuth);
    root.writeIdentity(directory, "client", KeyPurposeId.id_kp_clientAuth);
    Files.writeString(
        directory.resolve("url.new"), "https://localhost:" + server.getAddress().getPort());
    Files.move(directory.resolve("url.new"), directory.resolve("url"));
  }
}
