// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Why a connection was cut, if its server lost our trust: whatever fails then fails by that. */
final class LostTrust {
  private volatile @Nullable TrustException why;

  void because(TrustException lost) {
    why = lost;
  }

  void requireNone() throws IOException {
    TrustException lost = why;
    if (lost != null) {
      throw HandshakeFailures.wrap(lost, new SocketException("the connection was cut"));
    }
  }

  /** What a failure was about. */
  IOException behind(IOException failure) {
    TrustException lost = why;
    return lost == null ? failure : HandshakeFailures.wrap(lost, failure);
  }
}
