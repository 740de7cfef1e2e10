// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTime;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationLists;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lists that somebody passed on to this gateway, kept over restarts. Nobody need be trusted for
 * passing on. But only what one of our authorities signed takes room here, and only something newer
 * takes the place of anything: else a server that was taken over could make us forget who has been
 * revoked.
 *
 * <p><b>Lists of tomorrow.</b> A gateway that boots in 1970 is given lists that are months ahead of
 * its clock. That one is signed shows that it is later, as far as its signer is believed ({@link
 * SignedTimes}): then it counts, and the clock has learned something. What is a little ahead of a
 * clock that is right is kept beside the list in force and takes its place when its time has come:
 * so nobody, by a date, puts a list out of force before its follower counts, nor keeps the true
 * follower out. What is further ahead is refused.
 */
public final class ListShelf {
  /** A hospital has a few authorities, each with a complete list and a delta. */
  private static final int MAX_LISTS = 16;

  /** How far an authority's clock may be ahead of ours. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

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

  /**
   * By whom a list may be signed, and by what time it is taken.
   *
   * @param anchors all authorities that are trusted for something
   * @param brought whoever may stand between one of them and the list
   * @param times hears what lists say of the time
   */
  public record Ground(
      List<X509Certificate> anchors,
      List<X509Certificate> brought,
      TrustedClock clock,
      SignedTimes times) {
    public Ground {
      anchors = List.copyOf(anchors);
      brought = List.copyOf(brought);
    }

    private Ground with(List<X509Certificate> more) {
      List<X509Certificate> all = new ArrayList<>(brought);
      all.addAll(more);
      return new Ground(anchors, all, clock, times);
    }
  }

  ListFolder.Found load() {
    return files.load();
  }

  /**
   * Takes a list.
   *
   * @param content one list, DER or PEM, or a PKCS#7 of one list and its signer's certificates
   * @throws TrustException if it is no list, nobody trusted signed it, it is not newer than what is
   *     known, it is too far ahead, or it cannot be kept; what was known stays
   */
  public synchronized Outcome accept(byte[] content, Ground ground) throws TrustException {
    ListFile file = read(content);
    if (file.lists().size() != 1) {
      throw malformed(new CRLException("there is more than one list in it"));
    }
    return take(file.lists().get(0), ground.with(file.certificates()));
  }

  /**
   * Takes all lists of a file that a person brings; one that is older than what is known is passed
   * over, since what is known says more.
   *
   * @throws TrustException as {@link #accept}, at the first that is refused; those before it count
   */
  public synchronized void acceptAll(byte[] content, Ground ground) throws TrustException {
    ListFile file = read(content);
    for (X509CRL list : file.lists()) {
      try {
        var unused = take(list, ground.with(file.certificates()));
      } catch (TrustException refused) {
        if (!refused.code().equals(Refusal.REVOCATION_LIST_OLD.code())) {
          throw refused;
        }
      }
    }
  }

  private static ListFile read(byte[] content) throws TrustException {
    if (content.length > ListFolder.MAX_LIST_BYTES) {
      throw Refusal.TOO_LARGE.because(
          "A revocation list may have at most " + ListFolder.MAX_LIST_BYTES + " bytes.");
    }
    try {
      return ListFile.read(content);
    } catch (CRLException e) {
      throw malformed(e);
    }
  }

  private static TrustException malformed(CRLException why) {
    return Refusal.MALFORMED.because(
        "It cannot be read as a revocation list: " + why.getMessage() + ".", "", why);
  }

  private Outcome take(X509CRL list, Ground ground) throws TrustException {
    String issuer = list.getIssuerX500Principal().getName();
    requireUsable(list, issuer);
    ClockReading now = ground.clock().read();
    Signer signer = signerOf(list, issuer, ground, now);
    List<SignedTime> said = List.of(SignedTime.present(issued(list)));
    Instant believed = ground.times().judgingTime(said, signer.anchor()).wall();
    requireNotAhead(list, issuer, believed, now);
    Outcome outcome = keep(list, signer, believed);
    ground.times().heard(said, signer.anchor());
    return outcome;
  }

  private static Instant issued(X509CRL list) {
    return list.getThisUpdate().toInstant();
  }

  private static void requireUsable(X509CRL list, String issuer) throws TrustException {
    if (!RevocationLists.isUsable(list) || !AlgorithmFloor.allowsList(list)) {
      throw Refusal.REVOCATION_LIST_UNUSABLE.because(
          "The revocation list of "
              + issuer
              + " does not say when the next one comes, has a critical extension that nobody here"
              + " understands, or is signed by a weak algorithm.",
          issuer);
    }
  }

  private static void requireNotAhead(
      X509CRL list, String issuer, Instant believed, ClockReading now) throws TrustException {
    if (issued(list).isAfter(believed.plus(CLOCK_TOLERANCE))) {
      throw Refusal.REVOCATION_LIST_UNUSABLE.because(
          "The revocation list of "
              + issuer
              + " is of "
              + issued(list)
              + ", and it is "
              + now.wall()
              + " ("
              + now.quality().wireName()
              + "), too far before that to take its signer's word for it; look at this gateway's"
              + " clock.",
          issuer);
    }
  }

  /** Whoever signed it, and the anchor above. */
  private record Signer(X509Certificate certificate, X509Certificate anchor) {}

  private Signer signerOf(X509CRL list, String issuer, Ground ground, ClockReading now)
      throws TrustException {
    List<X509Certificate> possible = new ArrayList<>(ground.anchors());
    possible.addAll(ground.brought());
    // A list of tomorrow may be signed by an authority of tomorrow, and not by one that has ended.
    Instant at = issued(list).isAfter(now.wall()) ? issued(list) : now.wall();
    for (X509Certificate signer : possible) {
      if (RevocationLists.isOf(list, signer)) {
        Optional<X509Certificate> anchor = anchorOf(signer, ground, at);
        if (anchor.isPresent()) {
          return new Signer(signer, anchor.get());
        }
      }
    }
    throw Refusal.REVOCATION_LIST_UNTRUSTED.because(
        "No trusted authority signed the revocation list of "
            + issuer
            + "; if it is below a root, bring its certificate along (openssl crl2pkcs7).",
        issuer);
  }

  private Optional<X509Certificate> anchorOf(X509Certificate signer, Ground ground, Instant at) {
    if (ground.anchors().contains(signer)) {
      return Optional.of(signer);
    }
    try {
      List<X509Certificate> path =
          authorities.judge(
              signer, ground.brought(), ground.anchors(), at, Set.of(), Evidence.NONE);
      return Optional.of(path.get(path.size() - 1));
    } catch (TrustException refused) {
      return Optional.empty();
    }
  }

  /** In the place that {@link ListSeries} gives it. */
  private Outcome keep(X509CRL list, Signer signer, Instant at) throws TrustException {
    String issuer = list.getIssuerX500Principal().getName();
    PublicKey key = signer.certificate().getPublicKey();
    Map<Path, List<X509CRL>> all = files.byFile();
    ListSeries series = ListSeries.of(list, key, all);
    if (series.has(list)) {
      return new Outcome(list, issuer, true);
    }
    Optional<X509CRL> newer = series.notBefore(list, at);
    if (newer.isPresent()) {
      throw Refusal.REVOCATION_LIST_OLD.because(
          "The revocation list of "
              + issuer
              + " is not newer than the one that is known, of "
              + issued(newer.get())
              + ": send the newest.",
          issuer);
    }
    String file = series.placeOf(list, at, nameOf(list, key));
    if (all.size() >= MAX_LISTS && !series.uses(file)) {
      throw Refusal.REVOCATION_LIST_UNWRITABLE.because(
          "This gateway keeps " + MAX_LISTS + " revocation lists and has no room for another.");
    }
    write(file, list);
    return new Outcome(list, issuer, false);
  }

  private void write(String file, X509CRL list) throws TrustException {
    try {
      folder.replace(file, list.getEncoded());
    } catch (IOException | CRLException e) {
      throw Refusal.REVOCATION_LIST_UNWRITABLE.because(
          "The revocation list cannot be written: " + e.getMessage() + ".", "", e);
    }
  }

  /** The same for all lists of a series. */
  private static String nameOf(X509CRL list, PublicKey key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(list.getIssuerX500Principal().getEncoded());
      digest.update(RevocationLists.scopeOf(list).toArray());
      digest.update(key.getEncoded());
      byte[] name = digest.digest();
      return HexFormat.of().formatHex(name, 0, NAME_BYTES)
          + (RevocationLists.isDelta(list) ? "-delta" : "");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
