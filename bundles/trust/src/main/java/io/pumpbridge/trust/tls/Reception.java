// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.security.cert.X509Certificate;

/** Hears how the server took the certificate that a socket showed it; may note nothing of it. */
interface Reception {
  /** For servers whose opinion changes nothing: a refusal is told to whoever connects. */
  Reception IGNORED = new Reception() {};

  /** For servers whose opinion of us changes nothing, but who are witnesses of the time. */
  static Reception provenTo(ServerJudge judge) {
    return new Reception() {
      @Override
      public void proven(X509Certificate server) {
        judge.proven(server);
      }
    };
  }

  /** The handshake is done and both ends are proven; the certificate is the server's. */
  default void proven(X509Certificate server) {}

  /** The server said its first byte of the application; called once for a socket at most. */
  default void worked() {}

  /** It refused the certificate, or hung up before it said a word. */
  default void refused() {}
}
