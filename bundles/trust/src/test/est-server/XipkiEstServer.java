// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.xipki.audit.AuditEvent;
import org.xipki.ca.gateway.PopControl;
import org.xipki.ca.gateway.Requestor;
import org.xipki.ca.gateway.RequestorAuthenticator;
import org.xipki.ca.gateway.conf.CaProfileConf;
import org.xipki.ca.gateway.conf.CaProfilesControl;
import org.xipki.ca.gateway.conf.PopControlConf;
import org.xipki.ca.gateway.est.EstResponder;
import org.xipki.ca.sdk.CertprofileInfoResponse;
import org.xipki.ca.sdk.EnrollCertRequestEntry;
import org.xipki.ca.sdk.EnrollCertsRequest;
import org.xipki.ca.sdk.EnrollOrPollCertsResponse;
import org.xipki.ca.sdk.EnrollOrPullCertResponseEntry;
import org.xipki.ca.sdk.SdkClient;
import org.xipki.security.SecurityFactoryImpl;
import org.xipki.security.X509Cert;
import org.xipki.util.http.HttpResponse;
import org.xipki.util.http.XiHttpRequest;

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
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An authority of one root. */
  private record Root(KeyPair keys, X509Certificate certificate) {
    static Root make() throws Exception {
      KeyPair keys = ec();
      X500Name name = new X500Name("CN=EST test root");
      Extensions extensions =
          new Extensions(
              new Extension[] {
                extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              });
      return new Root(
          keys, sign(keys.getPrivate(), name, name, info(keys), extensions, Duration.ofDays(3650)));
    }

    X509Certificate issue(X500Name subject, SubjectPublicKeyInfo key, Extensions some, Duration life)
        throws Exception {
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      return sign(keys.getPrivate(), issuer, subject, key, some, life);
    }
  }

  private static KeyPair ec() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static SubjectPublicKeyInfo info(KeyPair keys) {
    return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
  }

  private static Extension extension(
      org.bouncycastle.asn1.ASN1ObjectIdentifier id,
      boolean critical,
      org.bouncycastle.asn1.ASN1Encodable value)
      throws IOException {
    return new Extension(id, critical, value.toASN1Primitive().getEncoded());
  }

  private static X509Certificate sign(
      PrivateKey signer,
      X500Name issuer,
      X500Name subject,
      SubjectPublicKeyInfo key,
      Extensions extensions,
      Duration life)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            new BigInteger(64, RANDOM).add(BigInteger.ONE),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plus(life)),
            subject,
            key);
    for (var id : extensions.getExtensionOIDs()) {
      builder.addExtension(extensions.getExtension(id));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }

  /** XiPKI's way to its certificate authority, which is here instead of behind a network. */
  private static final class Authority extends SdkClient {
    private final Root root;
    private final Duration life;

    Authority(Root root, Duration life) {
      super("https://127.0.0.1:1/", null, null);
      this.root = root;
      this.life = life;
    }

    @Override
    public byte[] cacert(String ca) throws IOException {
      return encoded(root.certificate());
    }

    @Override
    public byte[][] cacerts(String ca) throws IOException {
      return new byte[][] {encoded(root.certificate())};
    }

    @Override
    public CertprofileInfoResponse profileInfo(String ca, String profile) {
      return new CertprofileInfoResponse(new String[0], new String[0], null);
    }

    @Override
    public EnrollOrPollCertsResponse enrollCerts(String ca, EnrollCertsRequest request)
        throws IOException {
      EnrollCertRequestEntry asked = request.getEntries()[0];
      try {
        X509Certificate issued = issue(asked);
        EnrollOrPollCertsResponse response = new EnrollOrPollCertsResponse();
        response.setTransactionId("1");
        response.setEntries(
            new EnrollOrPullCertResponseEntry[] {
              new EnrollOrPullCertResponseEntry(
                  asked.getCertReqId(), null, issued.getEncoded(), null)
            });
        return response;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    @Override
    public EnrollOrPollCertsResponse reenrollCerts(String ca, EnrollCertsRequest request)
        throws IOException {
      return enrollCerts(ca, request);
    }

    private X509Certificate issue(EnrollCertRequestEntry asked) throws Exception {
      if (asked.getP10req() != null) {
        PKCS10CertificationRequest request = new PKCS10CertificationRequest(asked.getP10req());
        return root.issue(
            request.getSubject(),
            request.getSubjectPublicKeyInfo(),
            request.getRequestedExtensions(),
            life);
      }
      return root.issue(
          X500Name.getInstance(asked.getSubject().getEncoded()),
          SubjectPublicKeyInfo.getInstance(asked.getSubjectPublicKey()),
          Extensions.getInstance(asked.getExtensions()),
          life);
    }

    private static byte[] encoded(X509Certificate certificate) throws IOException {
      try {
        return certificate.getEncoded();
      } catch (java.security.cert.CertificateException e) {
        throw new IOException(e);
      }
    }
  }

  /** Everybody with the code, once, and everybody with a certificate of the root. */
  private record Doorkeeper(String user, String code, Set<String> used, Root root)
      implements RequestorAuthenticator {
    private record WithCode(Doorkeeper door, String name) implements Requestor.PasswordRequestor {
      @Override
      public boolean authenticate(char[] password) {
        return new String(password).equals(door.code()) && door.used().add(door.code());
      }

      @Override
      public boolean authenticate(byte[] password) {
        return authenticate(new String(password, StandardCharsets.UTF_8).toCharArray());
      }

      @Override
      public String getName() {
        return name;
      }

      @Override
      public boolean isCertprofilePermitted(String ca, String profile) {
        return true;
      }

      @Override
      public boolean isPermitted(int permission) {
        return true;
      }
    }

    private record WithCertificate(X509Cert getCert) implements Requestor.CertRequestor {
      @Override
      public byte[] getKeyId() {
        return new byte[] {1};
      }

      @Override
      public String getName() {
        return getCert.getCommonName();
      }

      @Override
      public boolean isCertprofilePermitted(String ca, String profile) {
        return true;
      }

      @Override
      public boolean isPermitted(int permission) {
        return true;
      }
    }

    @Override
    public Requestor.SimplePasswordRequestor getSimplePasswordRequestorByKeyId(byte[] id) {
      return null;
    }

    @Override
    public Requestor.PasswordRequestor getPasswordRequestorByUser(String name) {
      return name.equals(user) ? new WithCode(this, name) : null;
    }

    @Override
    public Requestor.CertRequestor getCertRequestor(X509Cert certificate) {
      try {
        certificate.verify(root.certificate().getPublicKey());
        return new WithCertificate(certificate);
      } catch (java.security.GeneralSecurityException e) {
        return null;
      }
    }
  }

  /** The JDK's exchange as XiPKI sees requests. */
  private record Asked(HttpsExchange exchange, byte[] body, Map<String, String> attributes)
      implements XiHttpRequest {
    @Override
    public String getHeader(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public String getParameter(String name) {
      return null;
    }

    @Override
    public String getMethod() {
      return exchange.getRequestMethod();
    }

    @Override
    public String getServletPath() {
      return exchange.getRequestURI().getPath().substring("/.well-known".length());
    }

    @Override
    public String getContentType() {
      return getHeader("Content-Type");
    }

    @Override
    public Object getAttribute(String name) {
      return attributes.get(name);
    }

    @Override
    public String getRequestURI() {
      return exchange.getRequestURI().getPath();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public void setAttribute(String name, String value) {
      attributes.put(name, value);
    }

    @Override
    public String getContextPath() {
      return "";
    }

    @Override
    public X509Certificate[] getCertificateChain() {
      try {
        Certificate[] chain = exchange.getSSLSession().getPeerCertificates();
        return List.of(chain).toArray(new X509Certificate[0]);
      } catch (SSLPeerUnverifiedException nobody) {
        return null;
      }
    }
  }

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
      byte[] decoded =
          body.length == 0 ? body : Base64.getMimeDecoder().decode(body);
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

  private static X509Certificate issue(Root root, String name, KeyPair keys, KeyPurposeId use)
      throws Exception {
    Extensions extensions =
        new Extensions(
            new Extension[] {
              extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
              extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use)),
              extension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
            });
    return root.issue(new X500Name("CN=" + name), info(keys), extensions, Duration.ofDays(3650));
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  /** Certificate and key of somebody else who belongs to the hospital. */
  private static void writeIdentity(Root root, Path directory, String name, KeyPurposeId use)
      throws Exception {
    KeyPair keys = ec();
    write(
        directory.resolve(name + ".pem"),
        "CERTIFICATE",
        issue(root, name, keys, use).getEncoded());
    write(directory.resolve(name + ".key"), "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** That nobody is revoked. */
  private static void writeList(Root root, Path file, int number) throws Exception {
    X500Name name = X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded());
    Instant issued = Instant.now().minusSeconds(60 - number);
    X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(issued));
    list.setNextUpdate(Date.from(issued.plus(Duration.ofDays(7))));
    list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(root.keys().getPrivate());
    write(file, "X509 CRL", list.build(signer).getEncoded());
  }

  private static SSLContext tls(Root root) throws Exception {
    KeyPair keys = ec();
    X509Certificate own = issue(root, "est", keys, KeyPurposeId.id_kp_serverAuth);
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
    write(directory.resolve("root.pem"), "CERTIFICATE", root.certificate().getEncoded());
    writeList(root, directory.resolve("root.crl"), 1);
    writeList(root, directory.resolve("root-2.crl"), 2);
    writeIdentity(root, directory, "server", KeyPurposeId.id_kp_serverAuth);
    writeIdentity(root, directory, "client", KeyPurposeId.id_kp_clientAuth);
    Files.writeString(directory.resolve("url.new"), "https://localhost:" + server.getAddress().getPort());
    Files.move(directory.resolve("url.new"), directory.resolve("url"));
  }
}
