// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.site;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.trust.Signer;
import java.util.List;

/**
 * A profile of the site's own that may count.
 *
 * @param file its name in the directory
 * @param sha256 of the profile as it was parsed, in hex: which of its versions it is
 * @param signers who answers for it; empty if it has no signature
 */
public record SiteProfile(String file, DeviceProfile profile, String sha256, List<Signer> signers) {
  public SiteProfile {
    signers = List.copyOf(signers);
  }
}
