// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.Hearing;
import io.pumpbridge.trust.chain.JudgedAt;
import io.pumpbridge.trust.chain.PemFile;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificate that a hospital names for key escrow, judged anew each time: as strictly as one
 * of its signers, since whoever holds its key reads what a gateway has written.
 */
public final class EscrowCertificate {
  private static final int KEY_USAGE_KEY_ENCIPHERMENT = 2;
  private static final int KEY_USAGE_KEY_AGREEMENT = 4;

  private final Path file;
  private final Anchors anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final Hearing hearing;

  /**
   * @param file PEM, the certificate first, then whoever is between it and its anchor
   * @param anchors those of signers
   */
  public EscrowCertificate(
      Path file, Anchors anchors, StatusKnowledge status, TrustedClock clock, SignedTimes times) {
    this.file = file;
    this.anchors = anchors;
    this.status = status;
    this.clock = clock;
    this.hearing = new Hearing(Purpose.ESCROW, times);
  }

  /**
   * Reads and judges it.
   *
   * @throws TrustException with a code of its own for each thing that can be wrong
   */
  X509Certificate judge() throws TrustException {
    List<X509Certificate> shown = read();
    X509Certificate leaf = shown.get(0);
    List<X509Certificate> others = shown.subList(1, shown.size());
    List<X509Certificate> roots = anchors.load();
    Evidence evidence = status.ofSigners();
    JudgedAt at =
        hearing.judgingTime(leaf, others, roots, clock.read(), Purpose.KEY_ESCROW, evidence);
    ChainJudge judge = new ChainJudge(ChainRules.of(Purpose.ESCROW, status.rules()));
    List<X509Certificate> path =
        judge.judge(leaf, others, roots, at, Set.of(Purpose.KEY_ESCROW), evidence);
    requireNotWithdrawn(path);
    requireUsable(leaf);
    return leaf;
  }

  private List<X509Certificate> read() throws TrustException {
    try {
      return PemFile.read(file);
    } catch (IOException | CertificateException e) {
      throw Refusal.ESCROW_CERTIFICATE_UNREADABLE.because(
          "The escrow certificate cannot be read as PEM from "
              + file
              + ": put it there, or empty escrow.certificate.",
          "",
          e);
    }
  }

  private void requireNotWithdrawn(List<X509Certificate> path) throws TrustException {
    for (X509Certificate certificate : path) {
      if (anchors.withdrawals().cover(certificate)) {
        String subject = Certificates.subjectOf(certificate);
        throw Refusal.SIGNER_WITHDRAWN.because(
            "The hospital has withdrawn the certificate of " + subject + ".", subject);
      }
    }
  }

  private static void requireUsable(X509Certificate leaf) throws TrustException {
    String subject = Certificates.subjectOf(leaf);
    Optional<String> weakness = AlgorithmFloor.signerKeyWeakness(leaf);
    if (weakness.isPresent()) {
      throw Refusal.ESCROW_KEY_WEAK.because(
          "The escrow certificate of " + subject + " is too weak: " + weakness.get() + ".",
          subject);
    }
    if (leaf.getPublicKey() instanceof RSAPublicKey) {
      requireUsage(leaf, KEY_USAGE_KEY_ENCIPHERMENT, "keyEncipherment");
    } else if (leaf.getPublicKey() instanceof ECPublicKey) {
      requireUsage(leaf, KEY_USAGE_KEY_AGREEMENT, "keyAgreement");
    } else {
      throw Refusal.ESCROW_KEY_PURPOSE.because(
          "The escrow certificate of " + subject + " has a key that can only sign.", subject);
    }
  }

  private static void requireUsage(X509Certificate leaf, int bit, String name)
      throws TrustException {
    boolean[] usage = leaf.getKeyUsage();
    if (usage == null || !usage[bit]) {
      String subject = Certificates.subjectOf(leaf);
      throw Refusal.ESCROW_KEY_PURPOSE.because(
          "The escrow certificate of " + subject + " has no key usage " + name + ".", subject);
    }
  }
}
