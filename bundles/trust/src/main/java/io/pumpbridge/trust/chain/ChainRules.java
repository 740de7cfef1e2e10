// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.revocation.RevocationRules;

/**
 * By what a chain is judged.
 *
 * @param maxIntermediates authorities between leaf and anchor, 0 to 8
 */
public record ChainRules(
    Purpose purpose,
    Profile profile,
    int maxIntermediates,
    PolicyRules policies,
    RevocationRules revocation) {

  /** Root, two intermediates, leaf is the usual; each more is a way to make us work. */
  public static final int USUAL_INTERMEDIATES = 4;

  private static final int MAX_INTERMEDIATES = 8;

  /** How strict. */
  public enum Profile {
    /** RFC 5280, and on top what it leaves open. */
    HOSPITAL,
    /** RFC 5280 and nothing else: for comparing, never for believing. */
    RFC5280
  }

  public ChainRules {
    if (maxIntermediates < 0 || maxIntermediates > MAX_INTERMEDIATES) {
      throw new IllegalArgumentException(
          "max_depth must be 0 to " + MAX_INTERMEDIATES + ", is " + maxIntermediates);
    }
  }

  /** As the agent judges. */
  public static ChainRules of(Purpose purpose, RevocationRules revocation) {
    return new ChainRules(
        purpose, Profile.HOSPITAL, USUAL_INTERMEDIATES, PolicyRules.NONE, revocation);
  }
}
