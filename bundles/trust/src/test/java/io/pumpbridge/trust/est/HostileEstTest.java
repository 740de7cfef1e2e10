// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.refusal.Refusal.EST_ANSWER_MALFORMED;
import static io.pumpbridge.trust.refusal.Refusal.EST_ANSWER_TOO_LARGE;
import static io.pumpbridge.trust.refusal.Refusal.EST_REDIRECTED;
import static io.pumpbridge.trust.refusal.Refusal.EST_REQUEST_REFUSED;
import static io.pumpbridge.trust.refusal.Refusal.EST_SERVER_FAILED;
import static io.pumpbridge.trust.refusal.Refusal.EST_TIMEOUT;
import static io.pumpbridge.trust.refusal.Refusal.EST_UNAUTHORIZED;
import static io.pumpbridge.trust.refusal.Refusal.EST_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.EstStand.Answering;
import io.pumpbridge.trust.lab.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A server that is proven and speaks HTTP badly: each refused by its code, nothing changes. */
final class HostileEstTest {
  private static final String TYPE = "application/pkcs7-mime";

  @TempDir Path folder;
  private EstBench bench;
  private BadAnswers bad;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder).trusting();
    bench.enrol(Map.of());
    bad = new BadAnswers(bench);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private static String headers(String headers, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + TYPE + "\r\n" + headers + "\r\n" + body;
  }

  @TestFactory
  Stream<DynamicTest> aStatusOtherThanWellIsARefusalWithItsOwnCode() {
    return Stream.of(
        bad.text("401", EST_UNAUTHORIZED, BadAnswers.status("401 Unauthorized", "no")),
        bad.text("403", EST_UNAUTHORIZED, BadAnswers.status("403 Forbidden", "no")),
        bad.text("400", EST_REQUEST_REFUSED, BadAnswers.status("400 Bad Request", "no")),
        bad.text("404", EST_REQUEST_REFUSED, BadAnswers.status("404 Not Found", "")),
        bad.text("429", EST_REQUEST_REFUSED, BadAnswers.status("429 Too Many Requests", "")),
        bad.text("500", EST_SERVER_FAILED, BadAnswers.status("500 Oh", "no")),
        bad.text("503", EST_SERVER_FAILED, BadAnswers.status("503 Busy", "no")),
        bad.text("204", EST_ANSWER_MALFORMED, BadAnswers.status("204 No Content", "")),
        bad.text("206", EST_ANSWER_MALFORMED, BadAnswers.status("206 Partial Content", "x")),
        bad.text("100", EST_ANSWER_MALFORMED, "HTTP/1.1 100 Continue\r\n\r\n"),
        bad.text(
            "redirect",
            EST_REDIRECTED,
            "HTTP/1.1 302 Found\r\nLocation: " + bench.server.url() + "/other\r\n\r\n"),
        bad.text("redirect kept", EST_REDIRECTED, "HTTP/1.1 308 So\r\nLocation: /x\r\n\r\n"));
  }

  @TestFactory
  Stream<DynamicTest> anAnswerThatTwoReadersCouldReadDifferentlyIsRefused() {
    return Stream.of(
        bad.text("nothing", EST_UNREACHABLE, ""),
        bad.text("half a line", EST_UNREACHABLE, "HTTP/1.1 20"),
        bad.text("no HTTP", EST_ANSWER_MALFORMED, "SSH-2.0-OpenSSH\r\n"),
        bad.text("HTTP/1.0", EST_ANSWER_MALFORMED, "HTTP/1.0 200 OK\r\n\r\n"),
        bad.text("bare line feeds", EST_ANSWER_MALFORMED, "HTTP/1.1 200 OK\n\n"),
        bad.text("a control character", EST_ANSWER_MALFORMED, "HTTP/1.1 200 \u0007\r\n\r\n"),
        bad.text("a folded header", EST_ANSWER_MALFORMED, headers("A: b\r\n c\r\n", "")),
        bad.text("a header without a name", EST_ANSWER_MALFORMED, headers(": x\r\n", "")),
        bad.text("a blank before the colon", EST_ANSWER_MALFORMED, headers("A : x\r\n", "")),
        bad.text("no length", EST_ANSWER_MALFORMED, headers("", "aGVsbG8=")),
        bad.text("a negative length", EST_ANSWER_MALFORMED, headers("Content-Length: -1\r\n", "")),
        bad.text(
            "two lengths",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4\r\nContent-Length: 0\r\n", "AAAA")),
        bad.text(
            "length and chunks",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        bad.text("compressed", EST_ANSWER_MALFORMED, headers("Transfer-Encoding: gzip\r\n", "x")),
        bad.text(
            "a chunk without a size",
            EST_ANSWER_MALFORMED,
            headers("Transfer-Encoding: chunked\r\n", "x\r\n")),
        bad.text(
            "a chunk that lies",
            EST_ANSWER_MALFORMED,
            headers("Transfer-Encoding: chunked\r\n", "2\r\nAAAA\r\n0\r\n\r\n")),
        bad.text(
            "a length that lies",
            EST_ANSWER_MALFORMED,
            headers("Content-Length: 4000\r\n", "AAAA")),
        bad.text("two content types", EST_ANSWER_MALFORMED, headers("content-type: x\r\n", "")));
  }

  @TestFactory
  Stream<DynamicTest> whatHasNoEndIsRefusedAtItsLimit() {
    return Stream.of(
        BadAnswers.badly(
            "a line", () -> bad.refused(EST_ANSWER_MALFORMED, endless("HTTP/1.1 200 OK\r\nA: "))),
        BadAnswers.badly(
            "headers",
            () -> bad.refused(EST_ANSWER_MALFORMED, endless("HTTP/1.1 200 OK\r\n", "A: b\r\n"))),
        BadAnswers.badly(
            "chunks",
            () ->
                bad.refused(
                    EST_ANSWER_TOO_LARGE,
                    endless(
                        headers("Transfer-Encoding: chunked\r\n", ""),
                        "1000\r\n" + "A".repeat(4096) + "\r\n"))),
        BadAnswers.badly(
            "a refusal",
            () -> bad.refused(EST_SERVER_FAILED, endless("HTTP/1.1 500 Oh\r\n\r\n", "AAAA"))),
        bad.text(
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

  @Test
  void theServersTextIsShownShortAndOnOneLineWithoutTheCode() throws Exception {
    String text =
        "no\r\n\u001b[31m such " + EstBench.CODE + " " + BadAnswers.coded() + "x".repeat(500);
    bench.server.on("simpleenroll", BadAnswers.status("401 Unauthorized", text));
    TrustException refused = Refused.with(EST_UNAUTHORIZED, () -> bench.enrol(Map.of()));
    assertThat(refused.getMessage()).contains("(401: no  [31m such … …x").hasSizeLessThan(350);
    bench.server.on("simpleenroll", "HTTP/1.1 400 Bad\r\nContent-Type: text/html\r\n\r\n<p>hi");
    assertThat(Refused.with(EST_REQUEST_REFUSED, () -> bench.enrol(Map.of())).getMessage())
        .endsWith("(400).");
  }

  @Test
  void nothingIsSentTwiceByItself() throws Exception {
    int before = bench.operations().size();
    bad.refused(EST_UNREACHABLE, (asked, out) -> out.close());
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
