// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.trust.path.PathFinder;
import io.pumpbridge.trust.path.PathRules;
import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.path.WorkingKeys;
import io.pumpbridge.trust.revocation.RevocationRules.Demand;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a path by what has been brought of revocation: each certificate but the anchor. An OCSP
 * response and a list are worth the same; whoever says "revoked" is believed.
 *
 * <p>Who signs the lists of an issuer under another key must be shown by a certificate that leads
 * to the same anchor and is not revoked itself; that question is asked at most {@value #MAX_DEPTH}
 * deep.
 */
public final class RevocationJudge {

  /** A signer of lists, and the signer of the list that vouches for it; nobody nests deeper. */
  private static final int MAX_DEPTH = 3;

  private static final int MAX_INTERMEDIATES = 4;

  /** More lists than certificates in any path, each with its delta. */
  private static final int MAX_LISTS = 64;

  private static final int MAX_RESPONSES = 16;

  /** What is wrong with one certificate of a path. */
  public record Objection(X509Certificate certificate, Kind kind) {}

  /** What can be wrong. */
  public enum Kind {
    REVOKED,
    /** What is known is older than the hospital allows. */
    STALE,
    /** Nobody says. */
    UNKNOWN
  }

  private final RevocationRules rules;
  private final List<RevocationList> lists;
  private final ResponseCheck responses;
  private final List<X509Certificate> pool;
  private final Instant at;

  /**
   * @param pool all certificates that came, among which signers of lists may be
   */
  public RevocationJudge(
      RevocationRules rules,
      Evidence evidence,
      List<X509Certificate> pool,
      Instant at,
      Verifiers verifiers) {
    this.rules = rules;
    this.pool = List.copyOf(pool);
    this.at = at;
    List<RevocationList> read = new ArrayList<>();
    for (X509CRL list : evidence.lists().stream().limit(MAX_LISTS).toList()) {
      RevocationList.from(list).ifPresent(read::add);
    }
    read.sort(RevocationList.newestFirst());
    this.lists = List.copyOf(read);
    this.responses =
        new ResponseCheck(
            evidence.responses().stream().limit(MAX_RESPONSES).toList(),
            at,
            rules.stale(),
            verifiers);
  }

  /**
   * What stands against a path: a certificate that is revoked, or else the first from the anchor
   * down that is not known to be good. That an authority's own standing is not known keeps nothing
   * that it has revoked from being told.
   *
   * @param path leaf first, anchor last
   */
  public Optional<Objection> objection(List<X509Certificate> path) {
    if (rules.demand() == Demand.NOTHING) {
      return Optional.empty();
    }
    Optional<Objection> doubt = Optional.empty();
    for (int i = path.size() - 2; i >= 0; i--) {
      X509Certificate certificate = path.get(i);
      switch (status(certificate, i, path, new HashSet<>())) {
        case REVOKED -> {
          return Optional.of(new Objection(certificate, Kind.REVOKED));
        }
        case STALE -> doubt = doubt.or(() -> Optional.of(new Objection(certificate, Kind.STALE)));
        case UNKNOWN ->
            doubt = doubt.or(() -> Optional.of(new Objection(certificate, Kind.UNKNOWN)));
        case GOOD -> {}
      }
    }
    return rules.demand() == Demand.KNOWN_GOOD ? doubt : Optional.empty();
  }

  private Status status(
      X509Certificate certificate,
      int index,
      List<X509Certificate> path,
      Set<X509Certificate> asked) {
    List<X509Certificate> above = path.subList(index + 1, path.size());
    Status byResponse =
        responses.of(certificate, above.get(0), delegate -> isGood(delegate, above, asked));
    Status byList = byList(certificate, path, asked);
    if (byResponse == Status.REVOKED || byList == Status.REVOKED) {
      return Status.REVOKED;
    }
    if (byResponse == Status.GOOD || byList == Status.GOOD) {
      return Status.GOOD;
    }
    return byResponse == Status.STALE ? Status.STALE : byList;
  }

  private Status byList(
      X509Certificate certificate, List<X509Certificate> path, Set<X509Certificate> asked) {
    if (asked.size() >= MAX_DEPTH || !asked.add(certificate)) {
      return Status.UNKNOWN;
    }
    try {
      ListCheck.ListSigners signers = (list, about) -> signers(list, about, path, asked);
      return new ListCheck(lists, at, rules.stale(), signers).of(certificate);
    } catch (IOException unreadable) {
      return Status.UNKNOWN;
    } finally {
      asked.remove(certificate);
    }
  }

  /** The issuer above it in the path, or somebody else of the list's name who can show a path. */
  private List<PublicKey> signers(
      RevocationList list,
      X509Certificate about,
      List<X509Certificate> path,
      Set<X509Certificate> asked) {
    X509Certificate anchor = path.get(path.size() - 1);
    List<PublicKey> signers = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      X509Certificate above = path.get(i);
      // A signer of indirect lists may stand in its own list (PKITS 4.14.30); nobody else vouches.
      boolean itself = above.equals(about);
      if (isOfName(above, list)
          && (!itself || list.isIndirect())
          && RevocationLists.maySign(above)) {
        signers.add(WorkingKeys.of(path, i));
      }
    }
    for (X509Certificate other : pool) {
      if (isOfName(other, list)
          && !path.contains(other)
          && RevocationLists.maySign(other)
          && list.isSignedBy(other.getPublicKey())
          && isShown(other, anchor, asked)) {
        signers.add(other.getPublicKey());
      }
    }
    return signers;
  }

  private static boolean isOfName(X509Certificate certificate, RevocationList list) {
    return certificate.getSubjectX500Principal().equals(list.crl().getIssuerX500Principal());
  }

  private boolean isShown(
      X509Certificate signer, X509Certificate anchor, Set<X509Certificate> asked) {
    for (List<X509Certificate> path :
        PathFinder.paths(signer, pool, List.of(anchor), MAX_INTERMEDIATES)) {
      if (holds(path, anchor) && isGood(path, asked)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(List<X509Certificate> path, X509Certificate anchor) {
    try {
      PathRules.requireHolds(path.subList(0, path.size() - 1), anchor, at, PolicyRules.NONE);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    }
  }

  /** By lists alone: nobody vouches for himself with a response. */
  private boolean isGood(
      X509Certificate delegate, List<X509Certificate> above, Set<X509Certificate> asked) {
    List<X509Certificate> path = new ArrayList<>(List.of(delegate));
    path.addAll(above);
    return byList(delegate, path, asked) == Status.GOOD;
  }

  private boolean isGood(List<X509Certificate> path, Set<X509Certificate> asked) {
    for (int i = path.size() - 2; i >= 0; i--) {
      if (status(path.get(i), i, path, asked) != Status.GOOD) {
        return false;
      }
    }
    return true;
  }
}
