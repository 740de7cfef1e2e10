// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

/** Hears how the server took the certificate that a socket showed it. */
interface Reception {

  /** The server said its first byte of the application; called once for a socket at most. */
  void worked();

  /** It refused the certificate, or hung up before it said a word. */
  void refused();
}
