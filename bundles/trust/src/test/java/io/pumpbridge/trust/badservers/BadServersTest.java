// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.Peer;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each served over a socket, each refused for its own reason, and none gets a byte of the
 * application. To add one, add it to the cases: this class and the README follow.
 *
 * <p>The build runs it twice: on the JVM as it is, and on one whose own settings forbid nothing.
 */
final class BadServersTest {
  @TempDir static Path folder;
  private static Gateway.Provisioned provisioned;

  @BeforeAll
  static void provision() throws Exception {
    provisioned = Gateway.Provisioned.in(folder);
  }

  static List<BadServer> everyBadServer() {
    return Stream.of(
            NameCases.all(),
            CertificateCases.all(),
            ChainCases.all(),
            ProtocolCases.all(),
            FloodCases.all(),
            RevocationCases.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyBadServer")
  void aBadServerIsRefusedAndGetsNoByte(BadServer server, @TempDir Path known) throws Exception {
    for (Knowledge gateways : server.gateways()) {
      for (BadServer.Way way : server.ways()) {
        // Each of its own, so that none remembers what was stapled for another.
        Path own = Files.createTempDirectory(known, "gateway");
        try (Gateway gateway = new Gateway(provisioned, gateways.in(own));
            Peer peer = way.serve(gateway::timeIsUp)) {
          TrustException refused = failure(gateway, server.host(), peer.port());
          assertThat(refused.code()).as(refused.getMessage()).isEqualTo(server.reason().code());
          assertThat(refused.getMessage()).endsWith(".").hasSizeLessThan(1_000);
          assertThat(peer.applicationBytes()).isZero();
        }
      }
    }
  }

  @Test
  void theReadmeListsThemAll() throws Exception {
    StringBuilder table = new StringBuilder();
    for (Refusal reason : Refusal.values()) {
      List<String> names =
          everyBadServer().stream()
              .filter(server -> server.reason() == reason)
              .map(BadServer::name)
              .toList();
      if (!names.isEmpty()) {
        table.append("| `").append(reason.code()).append("` | ");
        table.append(String.join("; ", names)).append(" |\n");
      }
    }
    assertThat(Files.readString(Path.of("README.md"))).contains(table.toString());
  }

  /** Writes at once, as careless code would. */
  private static TrustException failure(Gateway gateway, String host, int port) {
    Throwable thrown =
        catchThrowable(
            () -> {
              try (SSLSocket socket = gateway.connect(host, port)) {
                socket.getOutputStream().write(new byte[100]);
                socket.getInputStream().read();
              }
            });
    assertThat(thrown).as("it was accepted").isNotNull();
    Optional<TrustException> explained = gateway.explain(thrown);
    assertThat(explained).as("unexplained: %s", thrown).isPresent();
    return explained.get();
  }
}
