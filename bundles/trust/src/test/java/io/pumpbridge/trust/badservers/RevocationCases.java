// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import java.util.List;

/** Servers whose certificate was taken back, by a list or by a response (stapled or not). */
final class RevocationCases {

  private RevocationCases() {}

  /** None before the agent looks at revocation. */
  static List<BadServer> all() {
    return List.of();
  }
}
