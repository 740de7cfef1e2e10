// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.SignedTime;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.EvidenceTimes;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hears the signed times in what somebody shows, before it is judged. A gateway whose clock stands
 * in the past meets certificates that have not begun and revocation lists of tomorrow; that they
 * are signed shows that it is later than it knew. If everything but the dates holds, the clock is
 * asked by what time to judge, and then it is judged in full: what has ended by then is refused.
 *
 * @param purpose what the leaf is for
 */
public record Hearing(Purpose purpose, SignedTimes times) {

  /**
   * What is signed below one anchor.
   *
   * @param said verified
   */
  public record Heard(List<SignedTime> said, X509Certificate anchor) {
    public Heard {
      said = List.copyOf(said);
    }
  }

  /**
   * By what time to judge.
   *
   * @param now the clock's reading
   * @param keyUse the extended key usage the leaf must have
   */
  public JudgedAt judgingTime(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      ClockReading now,
      String keyUse,
      Evidence evidence) {
    if (now.quality() == ClockQuality.SYNCHRONISED) {
      return JudgedAt.by(now);
    }
    return undated(leaf, others, anchors, now, keyUse)
        .map(path -> heard(path, evidence))
        .map(heard -> JudgedAt.by(times.judgingTime(heard.said(), heard.anchor())))
        .orElse(JudgedAt.by(now));
  }

  /**
   * What a path and what came with it say of the time.
   *
   * @param path accepted; leaf first, anchor last
   */
  public static Heard heard(List<X509Certificate> path, Evidence evidence) {
    List<SignedTime> said = new ArrayList<>();
    path.stream()
        .map(certificate -> certificate.getNotBefore().toInstant())
        .max(Instant::compareTo)
        .map(SignedTime::planned)
        .ifPresent(said::add);
    Evidence strong = AlgorithmFloor.strongOf(evidence);
    for (Instant signed : EvidenceTimes.of(path, strong, new ResponderKeys(true))) {
      said.add(SignedTime.present(signed));
    }
    return new Heard(said, path.get(path.size() - 1));
  }

  /** The path, if there is a moment not before now at which all of it has begun and holds. */
  private Optional<List<X509Certificate>> undated(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      ClockReading now,
      String keyUse) {
    List<X509Certificate> shown = new ArrayList<>(others);
    shown.add(leaf);
    anchors.stream().filter(anchor -> issued(anchor, shown)).forEach(shown::add);
    Instant begun =
        shown.stream()
            .map(certificate -> certificate.getNotBefore().toInstant())
            .filter(now.wall()::isBefore)
            .max(Instant::compareTo)
            .orElse(now.wall());
    try {
      ChainJudge judge = new ChainJudge(ChainRules.of(purpose, RevocationRules.OFF));
      return Optional.of(judge.judge(leaf, others, anchors, begun, Set.of(keyUse), Evidence.NONE));
    } catch (TrustException refused) {
      return Optional.empty(); // the judge will say why
    }
  }

  private static boolean issued(X509Certificate anchor, List<X509Certificate> shown) {
    return shown.stream()
        .anyMatch(one -> one.getIssuerX500Principal().equals(anchor.getSubjectX500Principal()));
  }
}
