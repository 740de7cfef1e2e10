// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

/**
 * The values of GNERR (page 15); those that begin with 4 or 5 are "extended" and off by default.
 */
final class RackError {

  /** No further data, or no pumps at all: the rack is there and has said all. */
  static final String NO_MORE = "11";

  /** Names the place of a pump that was taken out. */
  static final String REMOVED = "39";

  /** It did not understand the request, or the request names another bed. */
  static final String REQUEST = "68";

  private RackError() {}
}
