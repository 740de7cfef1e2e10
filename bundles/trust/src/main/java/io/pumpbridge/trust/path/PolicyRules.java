// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.util.Set;

/**
 * The inputs of RFC 5280, 6.1.1 that are about certificate policies.
 *
 * @param initial acceptable policies, dotted; empty for any
 */
public record PolicyRules(
    Set<String> initial, boolean explicit, boolean inhibitAny, boolean inhibitMapping) {

  /** Policies mean nothing here. */
  public static final PolicyRules NONE = new PolicyRules(Set.of(), false, false, false);

  public PolicyRules {
    initial = Set.copyOf(initial);
  }
}
