// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.ChainPieces.Place;
import io.pumpbridge.journal.Evidence.Voucher;
import io.pumpbridge.journal.Finding.Kind;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.GatewaySignatures.Signed;
import io.pumpbridge.model.trust.GatewaySignatures.Verifier;
import io.pumpbridge.model.trust.TrustException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether what a journal says of its losses is signed by the gateway whose journal it is. Each
 * signature is verified as it comes; what it vouches for is known only when all have come.
 *
 * <p>A signature vouches for the record that it names and, since each hash goes through all before
 * it, for those to which that is chained. So a gap record needs no signature of its own.
 */
final class VoucherReview {
  /**
   * How much older than the newest record of its gateway a gap record must be to be named: the
   * agent looks every 10 s and signs once a minute; a token may take another.
   */
  static final Duration TO_SIGN = Duration.ofMinutes(10);

  private static final String OF_NOTHING = "";

  /** A gap record. */
  private record Loss(Place place, String time, long line) {
    /** The record behind it was written later, whatever time the gap record claims. */
    Loss before(String other) {
      return other.compareTo(time) < 0 ? new Loss(place, other, line) : this;
    }
  }

  /**
   * A signature that verifies.
   *
   * @param sequence of the record that holds it
   */
  private record Vouching(Place named, long sequence, long line) {}

  /** What is said of losses in one stream. */
  private static final class Said {
    private final List<Loss> losses = new ArrayList<>();
    private final List<Vouching> vouchings = new ArrayList<>();
    private final List<Finding> faults = new ArrayList<>();
    private int signatures;
    private int vouched;
    private int waiting;

    private void goesOn(Evidence one) {
      int last = losses.size() - 1;
      if (last >= 0 && losses.get(last).place().sequence() + 1 == one.sequence()) {
        losses.set(last, losses.get(last).before(one.word().time()));
      }
    }
  }

  private final Optional<Verifier> verifier;
  private final Map<StreamId, Said> streams = new TreeMap<>(JournalReview.ORDER);

  /** By gateway. */
  private final Map<String, String> newestTime = new HashMap<>();

  /**
   * @param verifier empty if nobody asks for signatures; then gap records are counted only
   */
  VoucherReview(Optional<Verifier> verifier) {
    this.verifier = verifier;
  }

  void add(Evidence one) {
    newestTime.merge(
        one.stream().gateway(), one.word().time(), (a, b) -> a.compareTo(b) < 0 ? b : a);
    Optional.ofNullable(streams.get(one.stream())).ifPresent(said -> said.goesOn(one));
    if (one.word().isGap()) {
      Place place = new Place(one.sequence(), one.claimed());
      said(one).losses.add(new Loss(place, one.word().time(), one.line()));
    }
    if (verifier.isPresent() && one.word().voucher().isPresent()) {
      judge(one, one.word().voucher().get(), verifier.get());
    }
  }

  private Said said(Evidence one) {
    return streams.computeIfAbsent(one.stream(), stream -> new Said());
  }

  private void judge(Evidence one, Voucher voucher, Verifier by) {
    Said said = said(one);
    said.signatures++;
    try {
      Signed signed = by.verify(Bytes.of(Base64.getDecoder().decode(voucher.signed())));
      boolean same = EventRecord.hashOf(signed.content()).equals(voucher.hash());
      if (!signed.gateway().equals(one.stream().gateway())) {
        said.faults.add(fault(Kind.SIGNATURE_FOREIGN, one, "It is of " + signed.gateway() + "."));
      } else if (!same || !isBehind(voucher, one)) {
        said.faults.add(fault(Kind.SIGNATURE_MISPLACED, one, OF_NOTHING));
      } else if (voucher.epoch().equals(one.stream().epoch())) {
        Place named = new Place(voucher.sequence(), voucher.hash());
        said.vouchings.add(new Vouching(named, one.sequence(), one.line()));
      } // else it was told again in this epoch, and vouches for nothing in it
    } catch (IllegalArgumentException e) {
      said.faults.add(fault(Kind.SIGNATURE_INVALID, one, "It is no base64."));
    } catch (TrustException e) {
      said.faults.add(fault(Kind.SIGNATURE_INVALID, one, String.valueOf(e.getMessage())));
    }
  }

  private static boolean isBehind(Voucher voucher, Evidence one) {
    return !voucher.epoch().equals(one.stream().epoch())
        || (voucher.lane().equals(one.stream().lane().wireName())
            && voucher.sequence() < one.sequence());
  }

  private static Finding fault(Kind kind, Evidence one, String detail) {
    return Finding.of(kind, one.stream(), one.sequence(), one.line(), detail);
  }

  /**
   * What is wrong, by stream; to be asked once.
   *
   * @param found all that came of each stream
   */
  Map<StreamId, List<Finding>> faults(Map<StreamId, StreamEvidence> found) {
    Map<StreamId, List<Finding>> faults = new LinkedHashMap<>();
    if (verifier.isPresent()) {
      streams.forEach(
          (stream, said) -> {
            review(stream, said, found.getOrDefault(stream, new StreamEvidence(stream)));
            faults.put(stream, said.faults);
          });
    }
    return faults;
  }

  private void review(StreamId stream, Said said, StreamEvidence evidence) {
    Set<Place> asked = new HashSet<>();
    said.losses.forEach(loss -> asked.add(loss.place()));
    said.vouchings.forEach(vouching -> asked.add(vouching.named()));
    ChainPieces pieces = new ChainPieces(evidence, asked);
    for (Vouching one : said.vouchings) {
      if (pieces.hasAnother(one.named())) {
        said.faults.add(
            Finding.of(Kind.SIGNATURE_MISPLACED, stream, one.sequence(), one.line(), OF_NOTHING));
      }
      pieces.vouch(one.named());
    }
    for (Loss loss : said.losses) {
      if (pieces.isVouched(loss.place())) {
        said.vouched++;
      } else if (mayStillBeSigned(loss, newestTime.getOrDefault(stream.gateway(), ""))) {
        said.waiting++;
      } else {
        said.faults.add(
            Finding.of(Kind.UNVOUCHED, stream, loss.place().sequence(), loss.line(), OF_NOTHING));
      }
    }
  }

  private static boolean mayStillBeSigned(Loss loss, String newest) {
    try {
      return !Instant.parse(loss.time()).plus(TO_SIGN).isBefore(Instant.parse(newest));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** After {@link #faults}: how many gap records there are, and how they stand. */
  void tell(Consumer<Map<String, Object>> findings) {
    if (verifier.isPresent()) {
      streams.forEach((stream, said) -> findings.accept(describe(stream, said)));
      return;
    }
    long losses = streams.values().stream().mapToLong(said -> said.losses.size()).sum();
    if (losses > 0) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("type", "signatures");
      map.put("asked", false);
      map.put("gap_records", losses);
      findings.accept(map);
    }
  }

  private static Map<String, Object> describe(StreamId stream, Said said) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "signatures");
    map.put("asked", true);
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    map.put("gap_records", (long) said.losses.size());
    map.put("vouched", (long) said.vouched);
    map.put("waiting", (long) said.waiting);
    map.put("signatures", (long) said.signatures);
    return map;
  }
}
