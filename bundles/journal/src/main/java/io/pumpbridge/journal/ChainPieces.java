// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One stream as pieces that are chained without a break, so that who vouches for one record is
 * known to vouch for those before it. A stream that is whole is one piece. Pure.
 */
final class ChainPieces {

  /** A record that somebody asks about. */
  record Place(long sequence, String hash) {}

  /** Records of which each names the one before it. */
  private static final class Piece {
    private final String before;
    private final long first;
    private long last;
    private long vouchedUpTo;

    private Piece(Evidence first) {
      this.before = first.previous();
      this.first = first.sequence();
      this.last = first.sequence();
    }
  }

  private final Set<Place> asked;
  private final Map<Place, Piece> pieces = new HashMap<>();
  private final Set<Long> numbers;
  private final Set<Long> standing = new HashSet<>();

  /** By the hash of its last record: all that the next one must name. */
  private final Map<String, Piece> heads = new HashMap<>();

  /**
   * @param asked all that somebody will ask about: of the others nothing is kept
   */
  ChainPieces(StreamEvidence stream, Set<Place> asked) {
    this.asked = asked;
    this.numbers = asked.stream().map(Place::sequence).collect(Collectors.toSet());
    stream.forEach(this::see);
  }

  private void see(Evidence one) {
    if (!one.isSound()) {
      return;
    }
    Piece piece = heads.get(one.previous());
    if (piece != null && piece.last + 1 == one.sequence()) {
      heads.remove(one.previous());
      piece.last = one.sequence();
    } else {
      piece = new Piece(one);
    }
    heads.merge(one.claimed(), piece, ChainPieces::longer);
    if (numbers.contains(one.sequence())) {
      Place place = new Place(one.sequence(), one.claimed());
      standing.add(one.sequence());
      if (asked.contains(place)) {
        pieces.merge(place, piece, ChainPieces::longer);
      }
    }
  }

  /** A copy that stands somewhere else cuts off nothing. */
  private static Piece longer(Piece one, Piece other) {
    return one.first <= other.first ? one : other;
  }

  /** Whether it is there, whole. */
  boolean has(Place place) {
    return pieces.containsKey(place);
  }

  /** Whether only others have its number. */
  boolean hasAnother(Place place) {
    return !has(place) && standing.contains(place.sequence());
  }

  /** Somebody vouches for it, and so for all that it is chained to. */
  void vouch(Place place) {
    long upTo = place.sequence();
    Optional<Piece> piece = Optional.ofNullable(pieces.get(place));
    while (piece.isPresent() && piece.get().vouchedUpTo < upTo) {
      Piece vouched = piece.get();
      vouched.vouchedUpTo = upTo;
      piece =
          Optional.ofNullable(heads.get(vouched.before))
              .filter(before -> before.last + 1 == vouched.first);
      upTo = piece.map(before -> before.last).orElse(0L);
    }
  }

  boolean isVouched(Place place) {
    return Optional.ofNullable(pieces.get(place))
        .filter(piece -> piece.vouchedUpTo >= place.sequence())
        .isPresent();
  }
}
