// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * Who this gateway is, whom it trusts, and until when. JDK types only: the launcher calls it
 * without sharing a class. Nothing in it is secret, and all of it is bounded. It never fails: what
 * cannot be read is said in its place.
 */
public interface TrustOverview {

  /** For a technician, as {@code trust show --json} tells it. */
  Map<String, Object> showTrust();

  /**
   * For the pump server, as the answer to {@code GET status} carries it under {@code trust}: {@code
   * certificates}, {@code trusted}, {@code revocation}, {@code clock}, {@code stopped}, {@code
   * attention}.
   */
  Map<String, Object> trustInBrief();
}
