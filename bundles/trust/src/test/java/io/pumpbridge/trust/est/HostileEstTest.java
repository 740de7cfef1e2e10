// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.refusal.Refusal.CERTIFICATE_NOT_OURS;
import static io.pumpbridge.trust.refusal.Refusal.CERTIFICATE_WRONG_GATEWAY;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_CERTIFICATE_EXPIRED;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_CHAIN_UNTRUSTED;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_KEY_PURPOSE;
import static io.pumpbridge.trust.refusal.Refusal.EST_ANSWER_MALFORMED;
import static io.pumpbridge.trust.refusal.Refusal.EST_ANSWER_TOO_LARGE;
import static io.pumpbridge.trust.refusal.Refusal.EST_CERTIFICATES_MALFORMED;
import static io.pumpbridge.trust.refusal.Refusal.EST_CERTIFICATE_UNEXPECTED;
import static io.pumpbridge.trust.refusal.Refusal.EST_CONTENT_TYPE;
import static io.pumpbridge.trust.refusal.Refusal.EST_REDIRECTED;
import static io.pumpbridge.trust.refusal.Refusal.EST_REQUEST_REFUSED;
import static io.pumpbridge.trust.refusal.Refusal.EST_SERVER_FAILED;
import static io.pumpbridge.trust.refusal.Refusal.EST_TIMEOUT;
import static io.pumpbridge.trust.refusal.Refusal.EST_UNAUTHORIZED;
import static io.pumpbridge.trust.refusal.Refusal.EST_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.EstStand.Answering;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A server that is proven and answers badly: each refused by its code, and nothing changes. */
final class HostileEstTest {
  private static final String TYPE = "application/pkcs7-mime";

  @TempDir Path folder;
  private EstBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder).trusting();
    bench.enrol(Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private void refused(Refusal reason, Answering answering) throws Exception {
    Identity before = bench.identity();
    bench.server.on("simpleenroll", answering);
    bench.server.on("simplereenroll", answering);
    TrustException enrol = Refused.with(reason, () -> bench.enrol(Map.of()));
    assertThat(spoken(enrol)).doesNotContain(EstBench.CODE, coded());
    Refused.with(reason, () -> bench.enrolment().renew());
    assertThat(bench.identity()).isEqualTo(before);
  }

  /** Everything a log would show. */
  private static String spoken(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String coded() {
    return Base64.getEncoder().encodeToString(EstStand.latin("gw-1:" + EstBench.CODE));
  }

  private static Answering saying(String answer) {
    return (asked, out) -> out.write(EstStand.latin(answer));
  }

  private static DynamicTest badly(String name, Case one) {
    return dynamicTest(name, one::run);
  }

  private interface Case {
    void run() throws Exception;
  }

  private DynamicTest text(String name, Refusal reason, String answer) {
    return badly(name, () -> refused(reason, saying(answer)));
  }

  private static String status(String line, String body) {
    return "HTTP/1.1 "
        + line
        + "\r\nContent-Type: text/plain\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String headers(String headers, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + TYPE + "\r\n" + headers + "\r\n" + body;
  }

  @TestFactory
  Stream<DynamicTest> aStatusOtherThanWellIsARefusalWithItsOwnCode() {
    return Stream.of(
        text("401", EST_UNAUTHORIZED, status("401 Unauthorized", "no")),
        text("403", EST_UNAUTHORIZED, status("403 Forbidden", "no")),
        text("400", EST_REQUEST_REFUSED, status("400 Bad Request", "no")),
        text("404", EST_REQUEST_REFUSED, status("404 Not Found", "")),
        text("429", EST_REQUEST_REFUSED, status("429 Too Many Requests", "")),
        text("500", EST_SERVER_FAILED, status("500 Oh", "no")),
        text("503", EST_SERVER_FAILED, status("503 Busy", "no")),
        text("204", EST_ANSWER_MALFORMED, status("204 No Content", "")),
        text("206", EST_ANSWER_MALFORMED, status("206 Partial Content", "x")),
        text("100", EST_ANSWER_MALFORMED, "HTTP/1.1 100 Continue\r\n\r\n"),
        text(
            "redirect",
            EST_REDIRECTED,
            "HTTP/1.1 302 Found\r\nLocation: " + bench.server.url() + "/other\r\n\r\n"),
        text("redirect kept", EST_REDIRECTED, "HTTP/1.1 308 So\r\nLocation: /x\r\n\r\n"));
  }

  @TestFactory
  Stream<DynamicTest> anAnswerThatTwoReadersCouldReadDifferentlyIsRefused() {
    return Stream.of(
        text("nothing", EST_UNREACHABLE, ""),
        text("half a line", EST_UNREACHABLE, "HTTP/1.1 20"),
        text("no HTTP", EST_ANSWER_MALFORMED, "SSH-2.0-OpenSSH\r\n"),
        text("HTTP/1.0", EST_ANSWER_MALFORMED, "HTTP/1.0 200 OK\r\n\r\n"),
        text("bare line feeds", EST_ANSWER_MALFORMED, "HTTP/1.1 200 OK\n\n"),
        text("a control character", EST_ANSWER_MALFORMED, "HTTP/1.1 200 \u0007\r\n\r\n"),
        text("a folded header", EST_ANSWER_MALFORMED, headers("A: b\r\n c\r\n", "")),
        text("a header without a name", EST_ANSWER_MALFORMED, headers(": x\r\n", "")),
        text("a blank before the colon", EST_ANSWER_MALFORMED, headers("A : x\r\n", "")),
        text("no length", EST_ANSWER_MALFORMED, headers("", "aGVsbG8=")),
        text("a negative length", EST_ANSWER_MALFORMED, headers("Content-Length: -1\r\n", "")),
        text(
            "two lengths",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4\r\nContent-Length: 0\r\n", "AAAA")),
        text(
            "length and chunks",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        text("compressed", EST_ANSWER_MALFORMED, headers("Transfer-Encoding: gzip\r\n", "x")),
        text(
            "a chunk without a size",
            EST_ANSWER_MALFORMED,
            headers("Transfer-Encoding: chunked\r\n", "x\r\n")),
        text(
            "a chunk that lies",
            EST_ANSWER_MALFORMED,
            headers("Transfer-Encoding: chunked\r\n", "2\r\nAAAA\r\n0\r\n\r\n")),
        text(
            "a length that lies",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4000\r\n", "AAAA")),
        text("two content types", EST_ANSWER_MALFORMED, headers("content-type: x\r\n", "")));
  }

  @TestFactory
  Stream<DynamicTest> whatHasNoEndIsRefusedAtItsLimit() {
    return Stream.of(
        badly("a line", () -> refused(EST_ANSWER_MALFORMED, endless("HTTP/1.1 200 OK\r\nA: "))),
        badly(
            "headers",
            () -> refused(EST_ANSWER_MALFORMED, endless("HTTP/1.1 200 OK\r\n", "A: b\r\n"))),
        badly(
            "chunks",
            () ->
                refused(
                    EST_ANSWER_TOO_LARGE,
                    endless(
                        headers("Transfer-Encoding: chunked\r\n", ""),
                        "1000\r\n" + "A".repeat(4096) + "\r\n"))),
        badly(
            "a refusal",
            () -> refused(EST_SERVER_FAILED, endless("HTTP/1.1 500 Oh\r\n\r\n", "AAAA"))),
        text(
            "a length beyond all",
            EST_ANSWER_TOO_LARGE,
            headers("Content-Length: 999999999\r\n", "")));
  }

  private static Answering endless(String begin) {
    return endless(begin, "AAAAAAAA");
  }

  /** Until the other side hangs up. */
  private static Answering endless(String begin, String more) {
    return (asked, out) -> {
      out.write(EstStand.latin(begin));
      while (true) {
        out.write(EstStand.latin(more));
      }
    };
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotJustCertificatesIsRefused() throws Exception {
    X509Certificate some = bench.identity().leaf();
    String good = EstStand.base64(EstStand.certsOnly(some));
    byte[] longer = Arrays.copyOf(EstStand.certsOnly(some), 2000);
    Identity author = bench.hospital.issue(SignedFile.person("A", SignerRole.LIBRARY_AUTHOR));
    byte[] signed = SignedFile.of("content").by(author).bytes().toArray();
    return Stream.of(
        text("an HTML page", EST_CONTENT_TYPE, EstStand.ok("text/html", "<html>Log in</html>")),
        text("no type", EST_CONTENT_TYPE, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        text(
            "another kind",
            EST_CONTENT_TYPE,
            EstStand.ok(TYPE + "; smime-type=CMC-response", good)),
        text("nothing", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, "")),
        text("no base64", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, "<html>")),
        text(
            "base64 cut off",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, good.substring(0, 401))),
        text("PEM", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, Authority.pem(some))),
        text(
            "a bare certificate",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(some.getEncoded()))),
        text(
            "more behind it",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(longer))),
        text("no certificate", EST_CERTIFICATES_MALFORMED, EstStand.certificates()),
        text("17 certificates", EST_CERTIFICATES_MALFORMED, EstStand.certificates(many(17))),
        text(
            "signed content",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(signed))));
  }

  private X509Certificate[] many(int count) {
    return Stream.generate(() -> bench.hospital.issue(Wish.named("CN=x")).leaf())
        .limit(count)
        .toArray(X509Certificate[]::new);
  }

  private DynamicTest issued(String name, Refusal reason, Function<Wish, X509Certificate[]> by) {
    return badly(
        name,
        () ->
            refused(
                reason,
                (asked, out) ->
                    out.write(
                        EstStand.latin(
                            EstStand.certificates(
                                by.apply(Wish.gateway("gw-1").withKeys(asked.keys())))))));
  }

  private X509Certificate[] from(Authority authority, Wish wish, X509Certificate... more) {
    return Stream.concat(Stream.of(authority.issue(wish).leaf()), Stream.of(more))
        .toArray(X509Certificate[]::new);
  }

  @TestFactory
  Stream<DynamicTest> aCertificateThatIsNotWhatWasAskedForIsRefused() {
    Authority devices = bench.devices;
    Authority stranger = Authority.root("other");
    return Stream.of(
        issued("other key", CERTIFICATE_NOT_OURS, w -> from(devices, Wish.gateway("gw-1"))),
        issued(
            "other gateway",
            CERTIFICATE_WRONG_GATEWAY,
            w -> from(devices, Wish.gateway("gw-2").withKeys(w.keys()))),
        issued("no URI", CERTIFICATE_WRONG_GATEWAY, w -> from(devices, w.withNames())),
        issued("unknown issuer", DEVICE_CHAIN_UNTRUSTED, w -> from(stranger, w)),
        issued(
            "unknown issuer and its root",
            DEVICE_CHAIN_UNTRUSTED,
            w -> from(stranger, w, stranger.certificate())),
        issued(
            "no client", DEVICE_KEY_PURPOSE, w -> from(devices, w.withUses("1.3.6.1.5.5.7.3.1"))),
        issued(
            "already over",
            DEVICE_CERTIFICATE_EXPIRED,
            w -> from(devices, w.valid(NOW.minusSeconds(9), NOW.minusSeconds(1)))),
        issued(
            "one too many",
            EST_CERTIFICATE_UNEXPECTED,
            w -> from(devices, w, bench.hospital.issue(Wish.named("CN=x")).leaf())),
        issued(
            "two for the same key",
            EST_CERTIFICATE_UNEXPECTED,
            w -> from(devices, w, devices.issue(w).leaf())));
  }

  /** Its issuer is only known from /cacerts. */
  @Test
  void withoutTheIssuerAmongItsAuthoritiesTheChainHasAGap() throws Exception {
    bench.server.on("cacerts", EstStand.certificates(bench.hospital.certificate()));
    refused(DEVICE_CHAIN_UNTRUSTED, bench.issuing(Wish.gateway("gw-1")));
  }

  @Test
  void theCertificateThatIsThereAlreadyIsNoRenewal() throws Exception {
    X509Certificate present = bench.identity().leaf();
    bench.server.on("simplereenroll", EstStand.certificates(present));
    Refused.with(
        EST_CERTIFICATE_UNEXPECTED,
        () -> bench.enrolment(bench.vault, bench.settings(0, true)).renew());
  }

  @Test
  void theServersTextIsShownShortAndOnOneLineWithoutTheCode() throws Exception {
    String text = "no\r\n\u001b[31m such " + EstBench.CODE + " " + coded() + "x".repeat(500);
    bench.server.on("simpleenroll", status("401 Unauthorized", text));
    TrustException refused = Refused.with(EST_UNAUTHORIZED, () -> bench.enrol(Map.of()));
    assertThat(refused.getMessage()).contains("(401: no  [31m such … …x").hasSizeLessThan(350);
    bench.server.on("simpleenroll", "HTTP/1.1 400 Bad\r\nContent-Type: text/html\r\n\r\n<p>hi");
    assertThat(Refused.with(EST_REQUEST_REFUSED, () -> bench.enrol(Map.of())).getMessage())
        .endsWith("(400).");
  }

  @Test
  void nothingIsSentTwiceByItself() throws Exception {
    int before = bench.operations().size();
    refused(EST_UNREACHABLE, (asked, out) -> out.close());
    assertThat(bench.operations().subList(before, bench.operations().size()))
        .containsOnlyOnce("simpleenroll", "simplereenroll");
  }

  @Test
  void aServerThatFallsSilentOrOnlyDripsIsLeftAtTheLimit() throws Exception {
    EstClient client = bench.client(Duration.ofSeconds(1));
    CountDownLatch over = new CountDownLatch(1);
    var sockets = bench.ground(bench.vault).tls().socketsTo("localhost");
    bench.server.on("cacerts", (asked, out) -> awaits(over, 60_000));
    bench.server.on("csrattrs", drip(over));
    Refused.with(EST_TIMEOUT, () -> client.attributes(sockets));
    Refused.with(EST_TIMEOUT, () -> client.authorities(sockets));
    over.countDown();
  }

  private static Answering drip(CountDownLatch over) {
    return (asked, out) -> {
      out.write(EstStand.latin("HTTP/1.1 200 OK\r\nA: "));
      while (!awaits(over, 50)) {
        out.write('a');
        out.flush();
      }
    };
  }

  private static boolean awaits(CountDownLatch over, long limitMs) {
    try {
      return over.await(limitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() throws Exception {
    bench.server.close();
    Refused.with(EST_UNREACHABLE, () -> bench.enrolment().renew());
  }
}
