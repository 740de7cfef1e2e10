// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

/** What the evidence says of one certificate. */
enum Status {
  /** Its issuer says that it is not revoked, for every reason there is. */
  GOOD,
  REVOKED,
  /** It would be good if the information were not older than allowed. */
  STALE,
  UNKNOWN
}
