// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * An EST server on loopback that does what a test tells it: well by default, and any bytes at all
 * where a test says so. It remembers what it was asked.
 */
public final class EstStand implements AutoCloseable {
  /** A request as it arrived. */
  public record Asked(
      String method,
      String operation,
      List<String> headers,
      String body,
      List<X509Certificate> client) {
    public boolean has(String header) {
      return headers.contains(header);
    }

    /** The key of the request. */
    public KeyPair keys() {
      try {
        byte[] der = Base64.getMimeDecoder().decode(body);
        var request =
            new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(der))
                .setProvider(Authority.BOUNCY_CASTLE);
        return new KeyPair(request.getPublicKey(), null);
      } catch (IOException | GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What to send back; everything of it, status line and all. */
  public interface Answering {
    void answer(Asked asked, OutputStream out) throws IOException;
  }

  private final SSLServerSocket socket;
  private final Map<String, Answering> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  public EstStand(Identity server) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", server.key(), new char[0], server.chain().toArray(new X509Certificate[0]));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), TlsServer.trustingAnybody(), null);
      socket =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
      socket.setWantClientAuth(true);
      Thread thread = new Thread(this::serve, "test est server");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public String url() {
    return "https://localhost:" + socket.getLocalPort();
  }

  public EstStand on(String operation, Answering answering) {
    answers.put(operation, answering);
    return this;
  }

  /** The same bytes for everybody. */
  public EstStand on(String operation, String answer) {
    return on(operation, (request, out) -> out.write(latin(answer)));
  }

  /** Requests so far, and what became of those that failed in the handshake is not among them. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public List<String> operations() {
    return asked.stream().map(Asked::operation).toList();
  }

  public static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A whole answer of status 200. */
  public static String ok(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A whole answer with these certificates. */
  public static String certificates(X509Certificate... some) {
    return ok("application/pkcs7-mime; smime-type=certs-only", base64(certsOnly(some)));
  }

  public static String base64(byte[] der) {
    return Base64.getMimeEncoder().encodeToString(der);
  }

  public static byte[] certsOnly(X509Certificate... some) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addCertificates(new JcaCertStore(List.of(some)));
      return generator.generate(new CMSAbsentContent()).getEncoded();
    } catch (CMSException | GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket connection = (SSLSocket) socket.accept()) {
        connection.setSoTimeout(10_000);
        Optional<Asked> request = read(connection);
        if (request.isPresent()) {
          asked.add(request.get());
          Answering answering =
              answers.getOrDefault(
                  request.get().operation(),
                  (any, out) -> out.write(latin("HTTP/1.1 404 Not Found\r\n\r\n")));
          answering.answer(request.get(), connection.getOutputStream());
        }
      } catch (IOException endedByTheOtherSide) {
        // What was asked until then is what counts.
      }
    }
  }

  private static Optional<Asked> read(SSLSocket connection) throws IOException {
    InputStream in = connection.getInputStream();
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String[] first = lines.get(0).split(" ", 3);
    int length =
        lines.stream()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring(16)))
            .findAny()
            .orElse(0);
    String body = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    String operation = first[1].substring(first[1].lastIndexOf('/') + 1);
    return Optional.of(
        new Asked(first[0], operation, lines.subList(1, lines.size()), body, client(connection)));
  }

  private static List<X509Certificate> client(SSLSocket connection) {
    try {
      return List.of((X509Certificate) connection.getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException nobody) {
      return List.of();
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      if (octet != '\r') {
        line.write(octet);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
