// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the server takes our certificate, which a handshake of TLS 1.3 does not tell: by its first
 * byte it has taken it, and who hangs up before may have refused it.
 */
final class FirstWord {
  /** An alert that explains a broken connection has arrived already, or never will. */
  private static final int LAST_LOOK_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(FirstWord.class);

  private final Reception reception;

  /** Whether the server has said anything since the handshake. */
  private volatile boolean heard;

  /** Whether our side closed it: what fails then says nothing of the server. */
  private volatile boolean closedHere;

  FirstWord(Reception reception) {
    this.reception = reception;
  }

  void closedHere() {
    closedHere = true;
  }

  /**
   * @param count as streams count: negative at the end
   */
  void onRead(int count) {
    if (heard) {
      return;
    }
    if (count > 0) {
      heard = true;
      reception.worked();
    } else if (count < 0 && !closedHere) {
      reception.refused();
    }
  }

  /** Only before its first word: later it has taken our certificate. */
  void onFailure(IOException failure) {
    if (!heard && !closedHere && HandshakeFailures.meansRefused(failure)) {
      reception.refused();
    }
  }

  /**
   * In TLS 1.3 a server refuses a certificate after our side of the handshake is done, so the first
   * write may meet a closed connection while the reason lies unread before us.
   */
  IOException reasonBehind(SocketException failure, SSLSocket socket) {
    if (heard) {
      return failure;
    }
    try {
      socket.setSoTimeout(LAST_LOOK_MS);
      int unread = socket.getInputStream().read();
      log.debug("a broken connection held no alert read={}", unread);
      return HandshakeFailures.hungUp(failure);
    } catch (SSLException alert) {
      alert.addSuppressed(failure);
      return alert;
    } catch (IOException noReason) {
      return HandshakeFailures.hungUp(failure);
    }
  }
}
