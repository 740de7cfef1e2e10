// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Hands out sockets that prove both ends. */
public interface TlsContexts {

  /**
   * Sockets for one server. Each speaks TLS 1.3, or 1.2 with ECDHE and AEAD, checks the server's
   * chain and name, sends this gateway's certificate, and refuses a server that does not ask for
   * it, before a single byte of the application goes out. Asks the key store anew each time, so
   * that a renewed certificate is used at the next connection.
   *
   * @param host the name or address the server must prove
   * @throws TrustException if there is no identity or no anchor yet; says how to get one
   */
  SSLSocketFactory socketsTo(String host) throws TrustException;

  /** Which check failed, if this failure came from one; follows causes. */
  Optional<TrustException> explain(Throwable failure);
}
