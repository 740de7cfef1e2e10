// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Finds the paths that names allow, whatever else may be wrong with them. Bounded: a heap of
 * certificates that all could have issued each other costs no more than {@link #MAX_STEPS} looks.
 */
public final class PathFinder {

  /** A hospital's hierarchy has one path, two while an authority changes its key. */
  static final int MAX_PATHS = 8;

  private static final int MAX_STEPS = 256;

  private final List<X509Certificate> pool;
  private final List<X509Certificate> anchors;
  private final int maxIntermediates;
  private final BiPredicate<X509Certificate, X509Certificate> signed;
  private final List<List<X509Certificate>> found = new ArrayList<>();
  private int steps;

  private PathFinder(
      List<X509Certificate> pool,
      List<X509Certificate> anchors,
      int maxIntermediates,
      BiPredicate<X509Certificate, X509Certificate> signed) {
    this.signed = signed;
    this.pool = pool;
    this.anchors = anchors;
    this.maxIntermediates = maxIntermediates;
  }

  /**
   * Paths from a leaf to an anchor, short ones first among those that share a beginning.
   *
   * @param pool what may stand between, in any order; the leaf may be among them
   * @return each leaf first and anchor last, at least these two; at most {@value #MAX_PATHS}
   */
  public static List<List<X509Certificate>> paths(
      X509Certificate leaf,
      List<X509Certificate> pool,
      List<X509Certificate> anchors,
      int maxIntermediates) {
    return paths(leaf, pool, anchors, maxIntermediates, (issuer, issued) -> true);
  }

  /**
   * The same, among those whose signatures hold.
   *
   * @param signed whether the first signed the second; asked only where the names fit
   */
  public static List<List<X509Certificate>> paths(
      X509Certificate leaf,
      List<X509Certificate> pool,
      List<X509Certificate> anchors,
      int maxIntermediates,
      BiPredicate<X509Certificate, X509Certificate> signed) {
    PathFinder finder = new PathFinder(pool, anchors, maxIntermediates, signed);
    finder.extend(List.of(leaf));
    return List.copyOf(finder.found);
  }

  private void extend(List<X509Certificate> begun) {
    X509Certificate last = begun.get(begun.size() - 1);
    for (X509Certificate anchor : anchors) {
      if (mayHaveIssued(anchor, last)
          && !begun.contains(anchor)
          && isWorthALook()
          && signed.test(anchor, last)) {
        found.add(with(begun, anchor));
      }
    }
    if (begun.size() > maxIntermediates) {
      return;
    }
    for (X509Certificate issuer : pool) {
      if (mayHaveIssued(issuer, last)
          && !begun.contains(issuer)
          && !anchors.contains(issuer)
          && isWorthALook()
          && signed.test(issuer, last)) {
        extend(with(begun, issuer));
      }
    }
  }

  private boolean isWorthALook() {
    steps++;
    return steps <= MAX_STEPS && found.size() < MAX_PATHS;
  }

  private static boolean mayHaveIssued(X509Certificate issuer, X509Certificate issued) {
    return issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal());
  }

  private static List<X509Certificate> with(List<X509Certificate> begun, X509Certificate more) {
    List<X509Certificate> longer = new ArrayList<>(begun);
    longer.add(more);
    return longer;
  }
}
