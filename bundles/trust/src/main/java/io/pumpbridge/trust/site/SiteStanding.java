// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom this gateway trusts and who said so, for whoever reports it.
 *
 * @param source {@code site-package}, {@code folder}, {@code nobody} or {@code damaged}
 * @param inForce what the package in force says of itself
 * @param withdrawn each by {@code sha256}, or by {@code issuer} and {@code serial}
 */
public record SiteStanding(
    String source, Optional<Fields> inForce, Side server, Side signers, List<Fields> withdrawn) {

  public SiteStanding {
    withdrawn = List.copyOf(withdrawn);
  }

  /**
   * Those who are trusted for one thing.
   *
   * @param trouble why there is nobody, or nobody can tell
   */
  public record Side(List<SiteAnchor> anchors, Optional<TrustException> trouble) {
    public Side {
      anchors = List.copyOf(anchors);
    }

    /** As a folder has them. */
    public static Side of(Anchors folder) {
      try {
        return new Side(
            folder.load().stream().map(one -> new SiteAnchor(one, Optional.empty())).toList(),
            Optional.empty());
      } catch (TrustException e) {
        return new Side(List.of(), Optional.of(e));
      }
    }

    /** Nobody was ever put there; that is no riddle. */
    boolean isNobody() {
      return trouble.filter(why -> why.code().equals(Refusal.NO_ANCHORS.code())).isPresent();
    }

    /** Those that count then. */
    public List<X509Certificate> countingAt(Instant now) {
      return anchors.stream()
          .filter(anchor -> anchor.countsAt(now))
          .map(SiteAnchor::certificate)
          .toList();
    }
  }

  static SiteStanding unknown(String source, TrustException why) {
    Side nobody = new Side(List.of(), Optional.of(why));
    return new SiteStanding(source, Optional.empty(), nobody, nobody, List.of());
  }
}
