// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.site;

/**
 * A file that is kept out.
 *
 * @param file its name in the directory; the directory's own path if all of it is kept out
 * @param code short and stable, for programs: {@code unsigned}, {@code profile-wrong}, …, or that
 *     of a {@link io.pumpbridge.model.trust.TrustException}
 * @param sentence for people: what happened and what to do
 */
public record RefusedProfile(String file, String code, String sentence) {

  /** Whether it may still count, once somebody is there who verifies. */
  public boolean waits() {
    return code.equals(SiteProfiles.NOBODY_VERIFIES);
  }
}
