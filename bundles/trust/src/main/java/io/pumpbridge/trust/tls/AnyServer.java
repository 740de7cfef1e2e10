// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/**
 * Judges nobody. For one thing only: fetching an authority's certificate that a person then vouches
 * for by its fingerprint (RFC 7030, 4.1.1).
 */
final class AnyServer extends ClientTrust {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    // What comes from there counts only by its fingerprint.
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    checkServerTrusted(chain, authType);
  }
}
