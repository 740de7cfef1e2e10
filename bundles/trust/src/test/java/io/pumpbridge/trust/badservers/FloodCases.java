// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.refusal.Refusal.HANDSHAKE_TIMEOUT;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_BREAKS_TLS;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_MESSAGE_TOO_LARGE;

import io.pumpbridge.trust.lab.RawPeer;
import io.pumpbridge.trust.refusal.Refusal;
import java.util.HexFormat;
import java.util.List;

/**
 * Servers that want our time or memory. They say themselves when the time is over, as soon as they
 * have sent enough to show that nothing else would have stopped them.
 */
final class FloodCases {
  private static final int MANY = 2_000;
  private static final int RECORD = 16_384;

  private static final String HELLO =
      "16 0303 002a 02 000026 0303" + "11".repeat(32) + "00 c02b 00";

  /** Warning, no certificate: the least harmful of alerts. */
  private static final String WARNING = "15 0303 0002 0129";

  private FloodCases() {}

  static List<BadServer> all() {
    return List.of(
        late("says nothing", "", 1),
        late("a byte at a time", "16 0303 3fff 02 003ffb", 1, "00"),
        late("empty handshake records", "", MANY, "16 0303 0000"),
        flood("alerts", SERVER_BREAKS_TLS, "", WARNING),
        flood("alerts after its hello", SERVER_BREAKS_TLS, HELLO, WARNING),
        flood("change of keys without end", SERVER_BREAKS_TLS, HELLO, "14 0303 0001 01"),
        late("requests for a hello", HELLO, MANY, "16 0303 0004 00000000"),
        unending("never ending records", "16 0303 0000"),
        flood("certificate of 16 MB", SERVER_MESSAGE_TOO_LARGE, HELLO, endless("0b ffffff")),
        flood("hello of 16 MB", SERVER_MESSAGE_TOO_LARGE, "", endless("02 ffffff")),
        flood("record of 64 kB", SERVER_BREAKS_TLS, "", "16 0303 ffff" + "00".repeat(RECORD)));
  }

  /** A record that begins such a message, and others that go on with it. */
  private static String endless(String head) {
    return "16 0303 4000" + head + "00".repeat(RECORD - 4);
  }

  private static BadServer flood(String name, Refusal reason, String first, String again) {
    return BadServer.talking(
        name, reason, timeIsUp -> sending(FloodCases::timeNeverIsUp, first, MANY, again));
  }

  private static void timeNeverIsUp() {
    // It is refused before, or the test waits in vain.
  }

  private static BadServer late(String name, String first, int times, String again) {
    return BadServer.talking(
        name, HANDSHAKE_TIMEOUT, timeIsUp -> sending(timeIsUp, first, times, again));
  }

  /** And goes on after the time is up, until we hang up. */
  private static BadServer unending(String name, String again) {
    byte[] some = bytes(again.repeat(MANY));
    return BadServer.talking(
        name,
        HANDSHAKE_TIMEOUT,
        timeIsUp ->
            RawPeer.talking(
                (client, hello) -> {
                  client.write(some);
                  new Thread(timeIsUp, "time is up").start();
                  while (true) {
                    client.write(some);
                  }
                }));
  }

  private static BadServer late(String name, String first, int times) {
    return late(name, first, times, "");
  }

  private static io.pumpbridge.trust.lab.Peer sending(
      Runnable timeIsUp, String first, int times, String again) {
    byte[] more = bytes(again);
    return RawPeer.talking(
        (client, hello) -> {
          client.write(bytes(first));
          for (int i = 0; i < times; i++) {
            client.write(more);
          }
          timeIsUp.run();
        });
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
