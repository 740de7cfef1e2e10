// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.ListShelf;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** What is known of revocation where a test is about something else. */
public final class Statuses {
  private Statuses() {}

  /** Nobody asks, and nothing is known. */
  public static StatusKnowledge unasked() {
    Path nowhere = Path.of("nowhere");
    return new StatusKnowledge(
        RevocationRules.OFF, new ListFolder(nowhere), new StateFolder(nowhere, new LocalDisk()));
  }

  /** For taking lists of one anchor's by a clock that they do not move. */
  public static ListShelf.Ground below(X509Certificate anchor, TrustedClock clock) {
    return new ListShelf.Ground(List.of(anchor), List.of(), clock, SignedTimes.ignoredBy(clock));
  }
}
