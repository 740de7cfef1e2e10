// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationLists;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lists that somebody passed on to this gateway, kept over restarts: of each series the newest.
 * Nobody need be trusted for passing on. But only what one of our authorities signed takes room
 * here, and only something newer takes the place of anything: else a server that was taken over
 * could make us forget who has been revoked.
 */
public final class ListShelf {
  /** A hospital has a few authorities, each with a complete list and a delta. */
  private static final int MAX_LISTS = 16;

  /** How far an authority's clock may be ahead of ours. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  private static final int KEY_USAGE_CRL_SIGN = 6;
  private static final int NAME_BYTES = 16;

  private final StateFolder folder;
  private final ListFolder files;
  private final ChainJudge authorities = new ChainJudge(Purpose.PATH);

  /**
   * @param folder holds nothing but what this shelf puts there
   */
  public ListShelf(StateFolder folder) {
    this.folder = folder;
    this.files = new ListFolder(folder.path(""));
  }

  /**
   * A list that counts from now on.
   *
   * @param issuer who says so, RFC 2253
   * @param already whether it did before
   */
  public record Outcome(X509CRL list, String issuer, boolean already) {}

  ListFolder.Found load() {
    return files.load();
  }

  /**
   * Takes a list.
   *
   * @param content one list, DER or PEM, or a PKCS#7 of one list and its signer's certificates
   * @param anchors all authorities that are trusted for something
   * @param now the trusted clock's time
   * @throws TrustException if it is no list, nobody trusted signed it, it is not newer than what is
   *     known, or it cannot be kept; what was known stays
   */
  public synchronized Outcome accept(byte[] content, List<X509Certificate> anchors, Instant now)
      throws TrustException {
    ListFile file = read(content);
    X509CRL list = file.lists().get(0);
    String issuer = list.getIssuerX500Principal().getName();
    requireUsable(list, issuer, now);
    requireTrusted(list, issuer, file.certificates(), anchors, now);
    List<X509CRL> kept = load().lists();
    Optional<X509CRL> known =
        kept.stream().filter(one -> RevocationLists.areOfOneSeries(one, list)).findFirst();
    if (known.isPresent() && known.get().equals(list)) {
      return new Outcome(list, issuer, true);
    }
    if (known.isPresent() && RevocationLists.byAge().compare(known.get(), list) >= 0) {
      throw Refusal.REVOCATION_LIST_OLD.because(
          "The revocation list of "
              + issuer
              + " is not newer than the one that is known, of "
              + known.get().getThisUpdate().toInstant()
              + ": send the newest.",
          issuer);
    }
    if (known.isEmpty() && kept.size() >= MAX_LISTS) {
      throw Refusal.REVOCATION_LIST_UNWRITABLE.because(
          "This gateway keeps " + MAX_LISTS + " revocation lists and has no room for another.");
    }
    keep(list);
    return new Outcome(list, issuer, false);
  }

  private static ListFile read(byte[] content) throws TrustException {
    if (content.length > ListFolder.MAX_LIST_BYTES) {
      throw Refusal.TOO_LARGE.because(
          "A revocation list may have at most " + ListFolder.MAX_LIST_BYTES + " bytes.");
    }
    try {
      ListFile file = ListFile.read(content);
      if (file.lists().size() != 1) {
        throw new CRLException("there is more than one list in it");
      }
      return file;
    } catch (CRLException e) {
      throw Refusal.MALFORMED.because(
          "It cannot be read as a revocation list: " + e.getMessage() + ".", "", e);
    }
  }

  private static void requireUsable(X509CRL list, String issuer, Instant now)
      throws TrustException {
    if (!RevocationLists.isUsable(list) || !AlgorithmFloor.allowsSignature(list.getSigAlgOID())) {
      throw Refusal.REVOCATION_LIST_UNUSABLE.because(
          "The revocation list of "
              + issuer
              + " does not say when the next one comes, has a critical extension that nobody here"
              + " understands, or is signed by a weak algorithm.",
          issuer);
    }
    Instant issued = list.getThisUpdate().toInstant();
    if (issued.isAfter(now.plus(CLOCK_TOLERANCE))) {
      throw Refusal.REVOCATION_LIST_UNUSABLE.because(
          "The revocation list of "
              + issuer
              + " is of "
              + issued
              + ", and it is "
              + now
              + "; look at this gateway's clock.",
          issuer);
    }
  }

  private void requireTrusted(
      X509CRL list,
      String issuer,
      List<X509Certificate> brought,
      List<X509Certificate> anchors,
      Instant now)
      throws TrustException {
    List<X509Certificate> possible = new ArrayList<>(anchors);
    possible.addAll(brought);
    for (X509Certificate signer : possible) {
      if (signer.getSubjectX500Principal().equals(list.getIssuerX500Principal())
          && maySignLists(signer)
          && RevocationLists.isSignedBy(list, signer.getPublicKey())
          && isTrusted(signer, brought, anchors, now)) {
        return;
      }
    }
    throw Refusal.REVOCATION_LIST_UNTRUSTED.because(
        "No trusted authority signed the revocation list of "
            + issuer
            + "; if it is below a root, bring its certificate along (openssl crl2pkcs7).",
        issuer);
  }

  private static boolean maySignLists(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return usage == null || usage[KEY_USAGE_CRL_SIGN];
  }

  private boolean isTrusted(
      X509Certificate signer,
      List<X509Certificate> brought,
      List<X509Certificate> anchors,
      Instant now) {
    if (anchors.contains(signer)) {
      return true;
    }
    try {
      authorities.judge(signer, brought, anchors, now, Set.of(), Evidence.NONE);
      return true;
    } catch (TrustException refused) {
      return false;
    }
  }

  private void keep(X509CRL list) throws TrustException {
    try {
      folder.replace(nameOf(list), list.getEncoded());
    } catch (IOException | CRLException e) {
      throw Refusal.REVOCATION_LIST_UNWRITABLE.because(
          "The revocation list cannot be written: " + e.getMessage() + ".", "", e);
    }
  }

  /** The same for all lists of a series. */
  private static String nameOf(X509CRL list) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(list.getIssuerX500Principal().getEncoded());
      digest.update(RevocationLists.scopeOf(list).toArray());
      byte[] name = digest.digest();
      return HexFormat.of().formatHex(name, 0, NAME_BYTES)
          + (RevocationLists.isDelta(list) ? "-delta.crl" : ".crl");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
