// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.clock.SignedTime;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An EST server is a witness of the time as every server is: by what it shows, once it is proven.
 */
final class EstTimeTest {
  private static final String UNAUTHORIZED = "HTTP/1.1 401 Unauthorized\r\n\r\n";

  /** When the server's certificate begins. */
  private static final SignedTime SHOWN = SignedTime.planned(NOW.minusSeconds(60));

  @TempDir Path folder;
  private EstBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder);
    bench.server.on("simpleenroll", UNAUTHORIZED);
    bench.server.on("simplereenroll", UNAUTHORIZED);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @Test
  void aServerThatIsProvenIsHeardThoughItIssuesNothing() {
    bench.trusting();
    Refused.with(Refusal.EST_UNAUTHORIZED, () -> bench.enrol(Map.of()));
    assertThat(bench.heard).contains(SHOWN);
  }

  @Test
  void soItIsAtARenewal() throws Exception {
    bench.server.on("simpleenroll", bench.issuing(Wish.gateway("gw-1")));
    bench.trusting().enrol(Map.of());
    bench.heard.clear();
    Refused.with(Refusal.EST_UNAUTHORIZED, () -> bench.enrolment().renew());
    assertThat(bench.heard).contains(SHOWN);
  }

  /** Only by the fingerprint is it anybody: what is shown to fetch the root says nothing. */
  @Test
  void aServerThatNobodyVouchesForIsNotHeard() throws Exception {
    try (EstStand other = new EstStand(Authority.root("x").issue(Wish.server("localhost")))) {
      other.on("cacerts", EstStand.certificates(bench.hospital.certificate()));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(bench.hospital.certificate().getEncoded());
      Map<String, Object> order =
          Map.of("server", other.url(), "fingerprint", HexFormat.of().formatHex(digest));
      Refused.with(Refusal.SERVER_CHAIN_UNTRUSTED, () -> bench.enrol(order));
    }
    assertThat(bench.heard).isEmpty();
  }
}
