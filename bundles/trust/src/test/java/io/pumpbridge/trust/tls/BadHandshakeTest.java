// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static io.pumpbridge.trust.tls.TlsBench.GOOD;
import static io.pumpbridge.trust.tls.TlsBench.HOST;
import static io.pumpbridge.trust.tls.TlsBench.TLS12;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.RawServer;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that do not shake hands as they should are refused, and the reason is said. */
final class BadHandshakeTest {
  @TempDir Path folder;
  private TlsBench bench;

  @BeforeEach
  void provisionTheGateway() throws Exception {
    bench = new TlsBench(folder);
  }

  @AfterEach
  void endTheWatchdog() {
    bench.watchdog.shutdownNow();
  }

  @Test
  void oldVersionsAreRefused() throws Exception {
    // ServerHello: TLS 1.1, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.
    String hello = "16 0302 002a 02 000026 0302" + "11".repeat(32) + "00 c02b 00";
    try (RawServer server = RawServer.answering(hello)) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("no-common-tls-version");
    }
    // Alert: fatal, protocol_version.
    try (RawServer server = RawServer.answering("15 0301 0002 02 46")) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("no-common-tls-version");
    }
  }

  @Test
  void keyExchangeWithoutForwardSecrecyIsRefused() throws Exception {
    // ServerHello: TLS 1.2, TLS_RSA_WITH_AES_128_GCM_SHA256.
    String hello = "16 0303 002a 02 000026 0303" + "11".repeat(32) + "00 009c 00";
    try (RawServer server = RawServer.answering(hello)) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("no-common-cipher-suite");
    }
  }

  @Test
  void ciphersWithoutAuthenticatedEncryptionAreRefused() throws Exception {
    List<String> cbc = List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(TLS12), cbc)) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("handshake-refused");
    }
  }

  @Test
  void whatSpeaksNoTlsIsSaidSo() throws Exception {
    try (RawServer server = RawServer.answering("48 54 54 50 2f 31 2e 31 20 34 30 30")) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("server-not-tls");
    }
  }

  @Test
  void aServerThatHangsUpIsSaidSo() throws Exception {
    try (RawServer server = RawServer.hangingUp()) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("server-ended-handshake");
    }
  }

  @Test
  void aServerThatTricklesIsGivenUp() throws Exception {
    bench.tls = bench.tlsWithin(Duration.ofMillis(300));
    // A record of 16 KiB, a byte each 20 ms: every single read is in time, the whole never is.
    String endless = "16 0303 3fff 02 003ffb" + "00".repeat(2000);
    long start = System.nanoTime();
    try (RawServer server = RawServer.trickling(endless, 20)) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("handshake-timeout");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    bench.tls = bench.tlsWithin(Duration.ofMillis(300));
    try (RawServer server = RawServer.answering("")) {
      assertThat(bench.failure(HOST, server.port()).code()).isEqualTo("handshake-timeout");
    }
  }
}
