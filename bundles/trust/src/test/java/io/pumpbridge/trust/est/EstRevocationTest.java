// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that knows nobody and nothing, under the policy that ships. */
final class EstRevocationTest {
  @TempDir Path folder;
  private EstBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder);
    bench.status =
        new StatusKnowledge(
            RevocationRules.staleOk(Optional.of(Duration.ofDays(14))),
            new ListFolder(folder.resolve("revocation")),
            StateFolder.open(folder.resolve("shelf")));
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private Map<String, Object> enrol(byte[]... lists) throws Exception {
    return enrol(bench.server.url(), lists);
  }

  private Map<String, Object> enrol(String url, byte[]... lists) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(bench.hospital.certificate().getEncoded());
    Map<String, Object> order = new HashMap<>();
    order.put("server", url);
    order.put("fingerprint", HexFormat.of().formatHex(digest));
    order.put("revocation_lists", List.of(lists));
    return bench.enrol(order);
  }

  private static byte[] list(Authority issuer, X509Certificate... revoked) {
    Revocation today = new Revocation(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(7)));
    return Base64.getDecoder().decode(today.list(issuer, revoked));
  }

  private static byte[] pem(byte[]... lists) {
    StringBuilder text = new StringBuilder();
    for (byte[] one : lists) {
      text.append("-----BEGIN X509 CRL-----\n").append(EstStand.base64(one));
      text.append("\n-----END X509 CRL-----\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void nothingWasSent() {
    assertThat(bench.operations()).containsOnly("cacerts");
    assertThat(folder.resolve("server")).doesNotExist();
  }

  @Test
  void withoutAListTheServerIsRefusedAndTheSentenceSaysWhatToBring() {
    var refused = Refused.with(Refusal.REVOCATION_UNKNOWN, this::enrol);
    assertThat(refused).hasMessageContaining("--revocation-list FILE");
    nothingWasSent();
  }

  @Test
  void theListOfTheVouchedRootIsEnoughAndIsKept() throws Exception {
    assertThat(enrol(list(bench.hospital))).containsEntry("outcome", "installed");
    assertThat(bench.status.lists().lists()).hasSize(1);
    assertThat(bench.enrol(Map.of())).as("and later too").containsEntry("outcome", "installed");
  }

  @Test
  void aServerThatIsOnItIsRefused() throws Exception {
    var est = bench.hospital.issue(Wish.server("localhost"));
    try (EstStand taken = new EstStand(est)) {
      taken.on("cacerts", EstStand.certificates(bench.hospital.certificate()));
      Refused.with(
          Refusal.CERTIFICATE_REVOKED, () -> enrol(taken.url(), list(bench.hospital, est.leaf())));
      assertThat(taken.operations()).containsOnly("cacerts");
    }
    nothingWasIssued();
  }

  private void nothingWasIssued() throws Exception {
    assertThat(bench.vault.find()).isEmpty();
  }

  /** What stands between them the server shows itself, and is believed in nothing else. */
  @Test
  void theListOfAnAuthorityBelowTheRootNeedsNoMore() throws Exception {
    Authority servers = bench.hospital.subordinate(Authority.asAuthority(Wish.named("CN=servers")));
    try (EstStand below = new EstStand(servers.issue(Wish.server("localhost")))) {
      below.on(
          "cacerts",
          EstStand.certificates(
              bench.hospital.certificate(), servers.certificate(), bench.devices.certificate()));
      below.on("csrattrs", "HTTP/1.1 204 No Content\r\n\r\n");
      below.on("simpleenroll", bench.issuing(Wish.gateway("gw-1")));
      Refused.with(Refusal.REVOCATION_UNKNOWN, () -> enrol(below.url(), list(bench.hospital)));
      byte[] both = pem(list(bench.hospital), list(servers));
      assertThat(enrol(below.url(), both)).containsEntry("outcome", "installed");
      assertThat(bench.status.lists().lists()).hasSize(2);
    }
  }

  @Test
  void aListThatTheVouchedRootDidNotSignIsRefusedBeforeAnythingIsSent() {
    byte[] forged = list(Authority.root("hospital root"));
    Refused.with(Refusal.REVOCATION_LIST_UNTRUSTED, () -> enrol(forged));
    Refused.with(Refusal.MALFORMED, () -> enrol("<html>".getBytes(StandardCharsets.US_ASCII)));
    Refused.with(Refusal.TOO_LARGE, () -> enrol(new byte[1024 * 1024 + 1]));
    Refused.with(Refusal.TOO_LARGE, () -> enrol(new byte[17][1]));
    nothingWasSent();
    assertThat(bench.status.lists().lists()).isEmpty();
  }

  @Test
  void aListThatIsOverdueForTooLongIsNotEnough() {
    Revocation old = new Revocation(NOW.minus(Duration.ofDays(30)), NOW.minus(Duration.ofDays(15)));
    byte[] list = Base64.getDecoder().decode(old.list(bench.hospital));
    var refused = Refused.with(Refusal.REVOCATION_STALE, () -> enrol(list));
    assertThat(refused).hasMessageContaining("--revocation-list FILE");
    nothingWasSent();
  }

  /** Also where the file holds an older list than is known, for the pump server brought a newer. */
  @Test
  void theSameCommandMayBeGivenAgain() throws Exception {
    byte[] list = list(bench.hospital);
    bench.server.on("simpleenroll", "HTTP/1.1 202 Accepted\r\nRetry-After: 60\r\n\r\n");
    assertThat(enrol(list)).containsEntry("outcome", "pending");
    Revocation older = new Revocation(NOW.minusSeconds(90), NOW.plus(Duration.ofDays(7)));
    bench.server.on("simpleenroll", bench.issuing(Wish.gateway("gw-1")));
    byte[] old = Base64.getDecoder().decode(older.list(bench.hospital));
    assertThat(enrol(list, old)).containsEntry("outcome", "installed");
  }
}
