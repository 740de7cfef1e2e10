// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How an enrolment or a renewal went. */
sealed interface Outcome {

  /** As the port tells it, without the server. */
  Map<String, Object> told() throws TrustException;

  /** As it is remembered. */
  RenewalNotes.Attempt noted(Instant at);

  /** There is a new certificate in place. */
  record Installed(X509Certificate leaf, Optional<Instant> previousEnds, boolean newKey)
      implements Outcome {
    @Override
    public Map<String, Object> told() {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("outcome", "installed");
      told.put("subject", Certificates.subjectOf(leaf));
      told.put("serial", leaf.getSerialNumber().toString(16));
      told.put("begins", leaf.getNotBefore().toInstant().toString());
      told.put("ends", leaf.getNotAfter().toInstant().toString());
      previousEnds.ifPresent(ends -> told.put("previous_ends", ends.toString()));
      told.put("new_key", newKey);
      return told;
    }

    @Override
    public RenewalNotes.Attempt noted(Instant at) {
      String reason = "A certificate until " + leaf.getNotAfter().toInstant() + ".";
      return new RenewalNotes.Attempt(at, "installed", "ok", reason);
    }
  }

  /** Somebody has to approve it first. */
  record Pending(Duration pause) implements Outcome {
    @Override
    public Map<String, Object> told() {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("outcome", "pending");
      told.put("retry_after_s", pause.toSeconds());
      return told;
    }

    @Override
    public RenewalNotes.Attempt noted(Instant at) {
      return new RenewalNotes.Attempt(at, "pending", RenewalLoop.PENDING, RenewalLoop.WAITS);
    }
  }

  /** The server said no; perhaps with a time to come again. */
  record Refused(TrustException why, Optional<Duration> pause) implements Outcome {
    @Override
    public Map<String, Object> told() throws TrustException {
      throw why;
    }

    @Override
    public RenewalNotes.Attempt noted(Instant at) {
      return RenewalNotes.Attempt.failed(at, why);
    }
  }
}
