// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.status.ListShelf;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The revocation lists that a technician brings along, for a gateway that knows none: of the EST
 * server, and of the pump server after it. They are signed by the very authorities that the
 * fingerprint vouches for, so it does not matter on which way they came.
 */
record BroughtLists(ListShelf shelf, TrustedClock clock, SignedTimes times) {
  /** As many as are kept. */
  private static final int MAX_FILES = 16;

  /** As the order has them; none if it has none. */
  static List<byte[]> of(Map<String, Object> order) throws TrustException {
    List<byte[]> files = new ArrayList<>();
    if (order.get("revocation_lists") instanceof List<?> given) {
      for (Object one : given) {
        if (one instanceof byte[] content) {
          files.add(content);
        }
      }
    }
    if (files.size() > MAX_FILES) {
      throw Refusal.TOO_LARGE.because(
          "At most " + MAX_FILES + " files of revocation lists are taken.");
    }
    return files;
  }

  /**
   * Keeps them: they count from now on, also if the enrolment fails.
   *
   * @param offered what the server shows without being believed, for lists of authorities between
   */
  void take(List<byte[]> files, List<X509Certificate> trusted, List<X509Certificate> offered)
      throws TrustException {
    for (byte[] file : files) {
      shelf.acceptAll(file, new ListShelf.Ground(trusted, offered, clock, times));
    }
  }

  /** With what to do next, if it is lists that are missing. */
  static TrustException hinted(TrustException refused) {
    for (Refusal reason : List.of(Refusal.REVOCATION_UNKNOWN, Refusal.REVOCATION_STALE)) {
      if (reason.code().equals(refused.code())) {
        return reason.because(
            refused.getMessage()
                + " Get the present list of each authority above the server from the hospital and"
                + " give them along (--revocation-list FILE); nothing was sent yet.",
            refused.subject(),
            refused);
      }
    }
    return refused;
  }
}
