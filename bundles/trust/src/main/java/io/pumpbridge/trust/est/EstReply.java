// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a server makes of a request. */
sealed interface EstReply {

  /** Certificates; not judged yet. */
  record Issued(List<X509Certificate> certificates) implements EstReply {
    public Issued {
      certificates = List.copyOf(certificates);
    }
  }

  /** Somebody has to approve it; the same request is to be sent again. */
  record Later(Duration pause) implements EstReply {}

  /** No; and perhaps when to come again. */
  record Refused(TrustException why, Optional<Duration> pause) implements EstReply {}
}
