// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.site.Site;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Whom this gateway trusts, and what it knows of those who are trusted no more.
 *
 * @param serversByHand where people put roots of servers
 * @param server for TLS servers and this gateway's own certificate
 * @param signers for signatures
 */
record TrustedParties(
    StatusKnowledge status,
    AnchorFolder serversByHand,
    Site site,
    Anchors server,
    Anchors signers) {

  static TrustedParties open(Path state, Foundation base, OwnKeys own, Settings settings)
      throws IOException {
    StatusKnowledge status =
        new StatusKnowledge(
            settings.revocation(),
            new ListFolder(settings.revocationLists()),
            StateFolder.open(state.resolve("revocation")));
    AnchorFolder serversByHand = new AnchorFolder(settings.serverAnchors());
    Site site =
        Site.open(
            settings.hospital(),
            new Site.ByHand(serversByHand, new AnchorFolder(settings.signerAnchors())),
            () -> own.vault().find().map(KeyVault.Identity::chain).orElse(List.of()),
            new Site.Surroundings(
                base.folder(), base.sealer(), base.clock(), status, base.audit()));
    return new TrustedParties(
        status, serversByHand, site, site.serverAnchors(), site.signerAnchors());
  }
}
