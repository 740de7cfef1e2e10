// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.path.WorkingKeys;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When what was brought of revocation was signed, as far as an authority of a path signed it. */
public final class EvidenceTimes {
  /** As many as are looked at when a path is judged. */
  private static final int MAX_LISTS = 64;

  private static final int MAX_RESPONSES = 16;

  private EvidenceTimes() {}

  /**
   * The moments of signing: thisUpdate of lists that an authority of the path signed itself,
   * producedAt of responses that one of them, or its delegate whose revocation need not be looked
   * for, signed. Only signatures are checked, no dates: they are what is asked for.
   *
   * @param path leaf first, anchor last; holds apart from its dates
   */
  public static List<Instant> of(
      List<X509Certificate> path, Evidence evidence, Verifiers verifiers) {
    List<Instant> times = new ArrayList<>();
    for (X509CRL list : evidence.lists().stream().limit(MAX_LISTS).toList()) {
      for (int i = 1; i < path.size(); i++) {
        if (RevocationLists.isOf(list, path.get(i), WorkingKeys.of(path, i))) {
          times.add(list.getThisUpdate().toInstant());
        }
      }
    }
    for (Bytes response : evidence.responses().stream().limit(MAX_RESPONSES).toList()) {
      for (X509Certificate issuer : path.subList(1, path.size())) {
        ResponseCheck.producedAt(response, issuer, verifiers).ifPresent(times::add);
      }
    }
    return times;
  }
}
