// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.tls.MutualTls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one EST server (RFC 7030), one connection a question: a plain exchange over a socket that
 * has been proven. Nothing is sent twice by itself, nobody is followed elsewhere, nothing is kept.
 */
final class EstClient {
  /** From connecting to the last byte. An authority that signs by hand answers 202 at once. */
  static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(60);

  private static final int CONNECT_LIMIT_MS = 15_000;
  private static final String CERTIFICATES = "application/pkcs7-mime";
  private static final String ATTRIBUTES = "application/csrattrs";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;

  private static final Logger log = LoggerFactory.getLogger(EstClient.class);

  private final EstServer server;
  private final String gateway;
  private final TrustedClock clock;
  private final ScheduledExecutorService watchdog;
  private final Duration limit;

  /**
   * @param gateway the gateway's id, the user's name beside a one-time code
   * @param watchdog closes connections that take longer than {@code limit}; its owner ends it
   */
  EstClient(
      EstServer server,
      String gateway,
      TrustedClock clock,
      ScheduledExecutorService watchdog,
      Duration limit) {
    this.server = server;
    this.gateway = gateway;
    this.clock = clock;
    this.watchdog = watchdog;
    this.limit = limit;
  }

  /** What the server calls its authorities (RFC 7030, 4.1); nothing in it is believed yet. */
  List<X509Certificate> authorities(SSLSocketFactory sockets) throws TrustException {
    HttpAnswer answer = ask(sockets, HttpQuestion.get("cacerts", CERTIFICATES));
    if (answer.status() != OK) {
      throw refusal(answer, Optional.empty());
    }
    return certificates(answer);
  }

  /** What it wants in a request (RFC 7030, 4.5); a server may have no such list. */
  CsrAttributes attributes(SSLSocketFactory sockets) throws TrustException {
    HttpAnswer answer = ask(sockets, HttpQuestion.get("csrattrs", ATTRIBUTES));
    if (answer.status() == NO_CONTENT || answer.status() == NOT_FOUND) {
      return CsrAttributes.NONE;
    }
    if (answer.status() != OK) {
      throw refusal(answer, Optional.empty());
    }
    if (answer.body().length() == 0) {
      return CsrAttributes.NONE;
    }
    requireType(answer, ATTRIBUTES);
    return CsrAttributes.read(answer.body());
  }

  /**
   * Asks for a first certificate (RFC 7030, 4.2.1).
   *
   * @param request PKCS#10 in PEM
   * @param code empty if the sockets show a bootstrap certificate
   */
  EstReply enrol(SSLSocketFactory sockets, String request, Optional<OneTimeCode> code)
      throws TrustException {
    return post(sockets, "simpleenroll", request, code);
  }

  /** Asks for the next certificate (RFC 7030, 4.2.2), showing the present one. */
  EstReply reenrol(SSLSocketFactory sockets, String request) throws TrustException {
    return post(sockets, "simplereenroll", request, Optional.empty());
  }

  private EstReply post(
      SSLSocketFactory sockets, String operation, String pem, Optional<OneTimeCode> code)
      throws TrustException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").strip().replace("\n", "\r\n") + "\r\n";
    HttpAnswer answer =
        ask(sockets, new HttpQuestion(operation, CERTIFICATES, Optional.of(base64), code));
    if (answer.status() == OK) {
      return new EstReply.Issued(certificates(answer));
    }
    if (answer.status() == ACCEPTED) {
      return new EstReply.Later(retryAfter(answer).orElse(RetryAfter.USUAL));
    }
    return new EstReply.Refused(refusal(answer, code), retryAfter(answer));
  }

  private Optional<Duration> retryAfter(HttpAnswer answer) {
    return answer
        .header("retry-after")
        .flatMap(value -> RetryAfter.from(value, clock.read().wall()));
  }

  private static List<X509Certificate> certificates(HttpAnswer answer) throws TrustException {
    requireType(answer, CERTIFICATES);
    return CertsOnly.read(answer.body());
  }

  private static void requireType(HttpAnswer answer, String type) throws TrustException {
    String whole = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    boolean otherKind = whole.contains("smime-type") && !whole.contains("certs-only");
    if (!answer.mediaType().equals(type) || otherKind) {
      throw Refusal.EST_CONTENT_TYPE.because(
          "The server answered with "
              + (answer.mediaType().isEmpty() ? "no content type" : shown(answer.mediaType()))
              + " instead of "
              + type
              + ": look whether the URL is that of an EST server.");
    }
  }

  private static String shown(String text) {
    return "\"" + text.substring(0, Math.min(text.length(), 80)) + "\"";
  }

  /** What a status other than 200 means, with what the server says to it. */
  private TrustException refusal(HttpAnswer answer, Optional<OneTimeCode> code) {
    int status = answer.status();
    String text =
        code.map(secret -> secret.removedFrom(answer.text(), gateway)).orElseGet(answer::text);
    String said = " (" + status + (text.isEmpty() ? "" : ": " + text) + ").";
    if (status / 100 == 3) {
      return Refusal.EST_REDIRECTED.because(
          "The EST server sends elsewhere, where nobody goes unasked (" + status + ").");
    }
    if (status == 401 || status == 403) {
      return Refusal.EST_UNAUTHORIZED.because(
          code.isPresent()
              ? "The EST server does not accept the one-time code: it is wrong, used or too old"
                  + said
              : "The EST server does not accept this gateway's certificate" + said);
    }
    if (status / 100 == 4) {
      return Refusal.EST_REQUEST_REFUSED.because("The EST server refused the request" + said);
    }
    if (status / 100 == 5) {
      return Refusal.EST_SERVER_FAILED.because("The EST server could not do it" + said);
    }
    return Refusal.EST_ANSWER_MALFORMED.because(
        "The EST server's answer cannot be read: its status " + status + " means nothing here.");
  }

  private HttpAnswer ask(SSLSocketFactory sockets, HttpQuestion question) throws TrustException {
    AtomicBoolean late = new AtomicBoolean();
    try (Socket socket = sockets.createSocket()) {
      ScheduledFuture<?> alarm =
          watchdog.schedule(
              () -> {
                late.set(true);
                closeQuietly(socket);
              },
              limit.toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return exchange(socket, question);
      } finally {
        alarm.cancel(false);
      }
    } catch (IOException e) {
      throw late.get() ? timeout(e) : unreachable(e);
    } catch (RejectedExecutionException stopped) {
      throw unreachable(new IOException("this gateway's trust has been stopped", stopped));
    }
  }

  private HttpAnswer exchange(Socket socket, HttpQuestion question)
      throws IOException, TrustException {
    socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_LIMIT_MS);
    socket.setSoTimeout((int) limit.toMillis());
    OutputStream out = socket.getOutputStream();
    out.write(question.toBytes(server, gateway));
    out.flush();
    HttpAnswer answer =
        new HttpAnswerReader(new BufferedInputStream(socket.getInputStream())).read();
    log.debug("asked an EST server what={} status={}", question.operation(), answer.status());
    return answer;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      log.debug("a late connection was broken already", alreadyBroken);
    }
  }

  private TrustException timeout(IOException cause) {
    return Refusal.EST_TIMEOUT.because(
        "The EST server " + server + " did not answer within " + limit.toSeconds() + " s.",
        "",
        cause);
  }

  private TrustException unreachable(IOException cause) {
    return MutualTls.reasonOf(cause)
        .orElseGet(
            () ->
                Refusal.EST_UNREACHABLE.because(
                    "The EST server "
                        + server
                        + " cannot be reached: "
                        + (cause.getMessage() == null ? cause.toString() : cause.getMessage())
                        + ".",
                    "",
                    cause));
  }
}
