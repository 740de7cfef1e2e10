// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.SealingKeyFile;
import io.pumpbridge.trust.site.Site;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway as far as it matters for whom it trusts: a state directory, a clock, a certificate. */
public final class SiteGateway {
  public final FixedClock clock = new FixedClock();
  public final Heard heard = new Heard();
  private final Path folder;
  private StatusKnowledge status = Statuses.unasked();
  private volatile Optional<Identity> own = Optional.empty();
  private Site site;

  public SiteGateway(Path folder) {
    this.folder = folder;
    restart();
  }

  /** As after a power cut: everything is read from the disk. */
  public void restart() {
    try {
      StateFolder state = StateFolder.open(folder.resolve("trust"));
      SecureRandom random = new SecureRandom();
      site =
          Site.open(
              SiteStatement.HOSPITAL,
              new Site.ByHand(
                  new AnchorFolder(folder.resolve("anchors/server")),
                  new AnchorFolder(folder.resolve("anchors/signers"))),
              () -> own.map(Identity::chain).orElse(List.of()),
              new Site.Surroundings(
                  state,
                  new GcmSealer(SealingKeyFile.loadOrMake(state, random), random),
                  clock,
                  status,
                  heard));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What is demanded and known of revocation, from the next start on. */
  public void knows(StatusKnowledge knowledge) {
    status = knowledge;
  }

  public Path state() {
    return folder.resolve("trust");
  }

  public Path serverFolder() {
    return folder.resolve("anchors/server");
  }

  public Path signerFolder() {
    return folder.resolve("anchors/signers");
  }

  public void has(Identity certificate) {
    own = Optional.of(certificate);
  }

  public Site site() {
    return site;
  }

  /**
   * @return the code of the answer
   */
  public String install(Bytes signed, String code) {
    Map<String, Object> answer = site.installSite(signed.toArray(), code);
    return String.valueOf(answer.get("code"));
  }

  public String install(Bytes signed) {
    return install(signed, "");
  }
}
