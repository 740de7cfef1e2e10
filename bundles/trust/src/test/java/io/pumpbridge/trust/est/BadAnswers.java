// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.EstStand.Answering;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;

/** A proven server's bad answers: each refused by its code, and nothing changes. */
record BadAnswers(EstBench bench) {

  void refused(Refusal reason, Answering answering) throws Exception {
    Identity before = bench.identity();
    bench.server.on("simpleenroll", answering);
    bench.server.on("simplereenroll", answering);
    TrustException enrol = Refused.with(reason, () -> bench.enrol(Map.of()));
    assertThat(spoken(enrol)).doesNotContain(EstBench.CODE, coded());
    Refused.with(reason, () -> bench.enrolment().renew());
    assertThat(bench.identity()).isEqualTo(before);
  }

  DynamicTest text(String name, Refusal reason, String answer) {
    return badly(name, () -> refused(reason, saying(answer)));
  }

  static DynamicTest badly(String name, Case one) {
    return dynamicTest(name, one::run);
  }

  interface Case {
    void run() throws Exception;
  }

  static Answering saying(String answer) {
    return (asked, out) -> out.write(EstStand.latin(answer));
  }

  static String status(String line, String body) {
    return "HTTP/1.1 "
        + line
        + "\r\nContent-Type: text/plain\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** Everything a log would show. */
  static String spoken(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static String coded() {
    return Base64.getEncoder().encodeToString(EstStand.latin("gw-1:" + EstBench.CODE));
  }
}
