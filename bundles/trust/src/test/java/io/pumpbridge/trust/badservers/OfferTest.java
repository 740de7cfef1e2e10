// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.trust.lab.Peer;
import io.pumpbridge.trust.lab.RawPeer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gateway offers a server, byte by byte (RFC 8446, 4.1.2): nothing that it would regret.
 */
final class OfferTest {
  private static final int SESSION_TICKET = 35;
  private static final int COMPRESS_CERTIFICATE = 27;
  private static final int PRE_SHARED_KEY = 41;
  private static final int EARLY_DATA = 42;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int FIRST_FINITE_FIELD = 0x100;
  private static final int LAST_FINITE_FIELD = 0x1ff;
  private static final int SHA1 = 2;

  /** What a hello says. */
  private record Hello(
      List<Integer> suites, byte compressions, Map<Integer, ByteBuffer> extensions) {

    static Hello read(byte[] message) {
      ByteBuffer in = ByteBuffer.wrap(message, 4 + 2 + 32, message.length - 38);
      skip(in, in.get());
      List<Integer> suites = numbers(in);
      byte compressions = in.get();
      skip(in, compressions);
      in.getShort();
      Map<Integer, ByteBuffer> extensions = new HashMap<>();
      while (in.hasRemaining()) {
        int kind = Short.toUnsignedInt(in.getShort());
        int length = Short.toUnsignedInt(in.getShort());
        extensions.put(kind, in.slice(in.position(), length));
        skip(in, length);
      }
      return new Hello(suites, compressions, extensions);
    }

    private static void skip(ByteBuffer in, int count) {
      in.position(in.position() + count);
    }

    private static List<Integer> numbers(ByteBuffer in) {
      int end = Short.toUnsignedInt(in.getShort()) + in.position();
      List<Integer> numbers = new ArrayList<>();
      while (in.position() < end) {
        numbers.add(Short.toUnsignedInt(in.getShort()));
      }
      return numbers;
    }

    List<Integer> numbersOf(int extension) {
      return numbers(extensions.get(extension));
    }
  }

  @TempDir static Path folder;
  private static Hello first;
  private static Hello second;

  @BeforeAll
  static void listen() throws Exception {
    try (Gateway gateway = new Gateway(Gateway.Provisioned.in(folder))) {
      SSLSocketFactory sockets = gateway.socketsTo(Site.HOST);
      first = heard(sockets);
      second = heard(sockets);
    }
  }

  private static Hello heard(SSLSocketFactory sockets) throws Exception {
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    try (Peer peer =
        RawPeer.talking(
            (client, hello) -> {
              heard.complete(hello);
              client.close();
            })) {
      Throwable refused =
          catchThrowable(
              () -> {
                try (SSLSocket socket =
                    (SSLSocket) sockets.createSocket("127.0.0.1", peer.port())) {
                  socket.startHandshake();
                }
              });
      assertThat(refused).isNotNull();
      return Hello.read(heard.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void onlySuitesOfTheFloorAreOffered() {
    // RFC 5746's sign that renegotiation would be secure is no suite.
    assertThat(first.suites())
        .isSubsetOf(0x1301, 0x1302, 0x1303, 0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca8, 0xcca9, 0x00ff);
  }

  @Test
  void noCompressionIsOffered() {
    assertThat(first.compressions()).isEqualTo((byte) 1);
    assertThat(first.extensions()).doesNotContainKey(COMPRESS_CERTIFICATE);
  }

  @Test
  void nothingIsResumedAndNothingSentEarly() {
    for (Hello hello : List.of(first, second)) {
      assertThat(hello.extensions()).doesNotContainKeys(PRE_SHARED_KEY, EARLY_DATA);
      if (hello.extensions().containsKey(SESSION_TICKET)) {
        assertThat(hello.extensions().get(SESSION_TICKET).remaining()).isZero();
      }
    }
  }

  /** A server may choose one of 8192 bits, and we would reckon for seconds. */
  @Test
  void noFiniteFieldIsOffered() {
    assertThat(first.numbersOf(SUPPORTED_GROUPS))
        .isNotEmpty()
        .noneMatch(group -> group >= FIRST_FINITE_FIELD && group <= LAST_FINITE_FIELD);
  }

  @Test
  void noOldDigestIsOffered() {
    assertThat(first.numbersOf(SIGNATURE_ALGORITHMS))
        .isNotEmpty()
        .noneMatch(algorithm -> algorithm >> Byte.SIZE == SHA1);
  }
}
