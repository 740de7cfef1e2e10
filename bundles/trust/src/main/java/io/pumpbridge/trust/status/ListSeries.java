// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.trust.revocation.RevocationLists;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of one series of lists, and where its next one goes; pure, and told the time. There
 * is room for one that has begun and one that has not: a list of tomorrow is held against lists of
 * tomorrow only, and one of today against those of today.
 */
record ListSeries(List<Kept> kept) {
  private static final String END_OF_NAME = ".crl";

  ListSeries {
    kept = List.copyOf(kept);
  }

  /** One list, and the file that holds it. */
  record Kept(String file, X509CRL list) {}

  /**
   * Of all lists those that are of a series with this one.
   *
   * @param key that signed it: an authority that takes a new key under its old name, as a new root
   *     does, may begin to count anew
   */
  static ListSeries of(X509CRL list, PublicKey key, Map<Path, List<X509CRL>> all) {
    List<Kept> series = new ArrayList<>();
    all.forEach(
        (file, lists) ->
            lists.stream()
                .filter(one -> RevocationLists.areOfOneSeries(one, list))
                .filter(one -> RevocationLists.isSignedBy(one, key))
                .map(one -> new Kept(String.valueOf(file.getFileName()), one))
                .forEach(series::add));
    return new ListSeries(series);
  }

  boolean has(X509CRL list) {
    return kept.stream().anyMatch(one -> one.list().equals(list));
  }

  boolean uses(String file) {
    return kept.stream().anyMatch(one -> one.file().equals(file));
  }

  /** What is known and no older, if that has begun as it has, or has not begun as it has not. */
  Optional<X509CRL> notBefore(X509CRL list, Instant at) {
    return newest(RevocationLists.hasBegun(list, at), at)
        .map(Kept::list)
        .filter(known -> RevocationLists.byAge().compare(known, list) >= 0);
  }

  /**
   * The file it goes to: that of the one whose place it takes, else one that holds nothing that has
   * to stay.
   *
   * @param name what the series' files are called
   */
  String placeOf(X509CRL list, Instant at, String name) {
    boolean begun = RevocationLists.hasBegun(list, at);
    String first = name + END_OF_NAME;
    boolean firstStays = newest(!begun, at).map(Kept::file).filter(first::equals).isPresent();
    return newest(begun, at).map(Kept::file).orElse(firstStays ? name + "-2" + END_OF_NAME : first);
  }

  private Optional<Kept> newest(boolean begun, Instant at) {
    return kept.stream()
        .filter(one -> RevocationLists.hasBegun(one.list(), at) == begun)
        .max((one, other) -> RevocationLists.byAge().compare(one.list(), other.list()));
  }
}
