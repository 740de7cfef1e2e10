// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client held against an EST server that is not ours: XiPKI's, as a program of its own. */
final class ForeignEstServerTest {
  private static final String CODE = "Kx7-one-time";
  private static final Duration LIFE = Duration.ofDays(30);

  @TempDir static Path shared;
  private static Process server;
  private static String url;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Path output = shared.resolve("output");
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                "target/est-server/classes" + File.pathSeparator + "target/est-server/*",
                "XipkiEstServer",
                shared.toString(),
                "gw-1",
                CODE,
                Long.toString(LIFE.toSeconds()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.exists(shared.resolve("url"))) {
      if (System.nanoTime() > until || server.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("the EST server does not start: " + Files.readString(output));
      }
    }
    url = Files.readString(shared.resolve("url"));
  }

  @AfterAll
  static void stop() {
    server.destroy();
  }

  private static String fingerprint() throws Exception {
    X509Certificate root =
        Certificates.fromPem(Files.readString(shared.resolve("root.pem"))).get(0);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(root.getEncoded()));
  }

  /** From nothing to the first certificate, to the next one, and with the old key once more. */
  @Test
  void aGatewayIsEnrolledByCodeAndRenewedAndTheCodeWorksOnce() throws Exception {
    try (EstBench bench = new EstBench(folder)) {
      bench.clock.set(Instant.now(), ClockQuality.SYNCHRONISED);
      RenewalSettings settings = RenewalSettings.from(url, 0, false);
      EstEnrolment enrolment = bench.enrolment(bench.vault, settings);
      Refused.with(Refusal.EST_UNAUTHORIZED, () -> enrolment.enrol(order("wrong")));
      assertThat(enrolment.enrol(order(CODE))).containsEntry("outcome", "installed");
      X509Certificate first = bench.identity().leaf();
      Refused.with(Refusal.EST_UNAUTHORIZED, () -> enrolment.enrol(order(CODE)));
      assertThat(bench.identity().leaf()).isEqualTo(first);

      assertThat(enrolment.renew()).containsEntry("new_key", true);
      X509Certificate second = bench.identity().leaf();
      assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
      assertThat(second.getSubjectAlternativeNames())
          .containsExactlyElementsOf(first.getSubjectAlternativeNames());

      EstEnrolment keeping = bench.enrolment(bench.vault, RenewalSettings.from(url, 0, true));
      assertThat(keeping.renew()).containsEntry("new_key", false);
      assertThat(bench.identity().leaf().getPublicKey()).isEqualTo(second.getPublicKey());
    }
  }

  private static Map<String, Object> order(String code) throws Exception {
    return Map.of("fingerprint", fingerprint(), "code", code.toCharArray());
  }

  @Test
  void aStrangersCertificateRenewsNothing() throws Exception {
    try (EstBench bench = new EstBench(folder)) {
      Instant now = Instant.now();
      bench.clock.set(now, ClockQuality.SYNCHRONISED);
      Files.createDirectories(folder.resolve("server"));
      Files.copy(shared.resolve("root.pem"), folder.resolve("server").resolve("root.pem"));
      var key = bench.vault.waiting();
      Wish wish =
          Wish.gateway("gw-1")
              .withKeys(new KeyPair(key.publicKey(), key.key()))
              .valid(now.minusSeconds(60), now.plus(LIFE));
      bench.vault.install(Authority.root("other").issue(wish).chain());
      Refused.with(
          Refusal.EST_UNAUTHORIZED,
          () -> bench.enrolment(bench.vault, RenewalSettings.from(url, 0, false)).renew());
    }
  }
}
