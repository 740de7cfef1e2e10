// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;

/** Asks the NTP server of this very machine; only root can sit on its port. */
public final class LoopbackNtp implements TimeService {
  /** Of NTP (RFC 5905, 16). */
  public static final int PORT = 123;

  /** It is on this machine: what is not there at once does not come. */
  private static final int LIMIT_MS = 500;

  /** An answer with authentication is longer; what is more is cut, and not looked at. */
  private static final int MAX_BYTES = 512;

  private final int port;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** At that port, by the machine's clock. */
  public LoopbackNtp(int port) {
    this(port, Clock.systemUTC());
  }

  LoopbackNtp(int port, Clock clock) {
    this.port = port;
    this.clock = clock;
  }

  @Override
  public TimeSource source() {
    return TimeSource.NTP;
  }

  @Override
  public Statement ask(Instant now) {
    long nonce = random.nextLong();
    // Connected: what comes from elsewhere is not received.
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(LIMIT_MS);
      byte[] question = NtpAnswer.question(nonce);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket answer = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
      socket.receive(answer);
      byte[] said = Arrays.copyOf(answer.getData(), answer.getLength());
      return NtpAnswer.from(said, nonce, clock.instant());
    } catch (IOException nobody) {
      return Statement.silent(TimeSource.NTP);
    }
  }
}
