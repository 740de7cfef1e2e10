// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.pumpserver.server.LaneLedger.Decision;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LaneLedgerTest {
  private static final List<EventRecord> CHAIN = Streams.chain(Streams.ALARMS, 5);

  private static List<EventRecord> accepted(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Accepted.class::isInstance)
        .map(Decision::record)
        .toList();
  }

  private static long last(LaneLedger ledger) {
    return ledger.position().map(StreamPosition::sequence).orElse(0L);
  }

  /** Every sequence of this length over the symbols 0 to {@code symbols - 1}. */
  private static void forEachSequence(int symbols, int length, Consumer<int[]> action) {
    int[] sequence = new int[length];
    while (true) {
      action.accept(sequence);
      int digit = 0;
      while (digit < length && ++sequence[digit] == symbols) {
        sequence[digit++] = 0;
      }
      if (digit == length) {
        return;
      }
    }
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<T> rest = new ArrayList<>(items);
      T head = rest.remove(i);
      for (List<T> tail : permutations(rest)) {
        List<T> one = new ArrayList<>(List.of(head));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }

  @Test
  void inWhateverOrderRecordsComeTheyAreAcceptedInOrderAndOnce() {
    for (List<EventRecord> arrival : permutations(CHAIN)) {
      LaneLedger ledger = new LaneLedger(Streams.ALARMS);
      List<EventRecord> accepted = new ArrayList<>();
      arrival.forEach(record -> accepted.addAll(accepted(ledger.offer(record))));
      assertThat(accepted).isEqualTo(CHAIN);
      assertThat(ledger.position().orElseThrow())
          .isEqualTo(new StreamPosition(Streams.ALARMS, 5, CHAIN.get(4).hash()));
      assertThat(ledger.heldCount()).isZero();
    }
  }

  /** 4^7 arrivals: every order, repetition and loss of four records within seven messages. */
  @Test
  void whatIsAcceptedIsAlwaysTheLongestRunFromTheBeginningThatHasArrived() {
    forEachSequence(
        4,
        7,
        arrival -> {
          LaneLedger ledger = new LaneLedger(Streams.ALARMS);
          TreeSet<Integer> arrived = new TreeSet<>();
          List<EventRecord> accepted = new ArrayList<>();
          int duplicates = 0;
          for (int index : arrival) {
            boolean known = !arrived.add(index);
            List<Decision> decisions = ledger.offer(CHAIN.get(index));
            accepted.addAll(accepted(decisions));
            boolean duplicate = decisions.get(0) instanceof Decision.Duplicate;
            assertThat(duplicate).isEqualTo(known);
            duplicates += duplicate ? 1 : 0;
            int run = 0;
            while (arrived.contains(run)) {
              run++;
            }
            assertThat(last(ledger)).isEqualTo(run);
            assertThat(accepted).isEqualTo(CHAIN.subList(0, run));
            assertThat(ledger.heldCount()).isEqualTo(arrived.size() - run);
          }
          assertThat(duplicates).isEqualTo(arrival.length - arrived.size());
        });
  }

  /** Three true records and a lie for each: 6^5 arrivals. */
  @Test
  void whateverLiesComeWhatIsAcceptedIsOneChainAndALieAboutItIsRefused() {
    List<EventRecord> all = new ArrayList<>(CHAIN.subList(0, 3));
    for (int i = 0; i < 3; i++) {
      EventRecord truth = CHAIN.get(i);
      all.add(Streams.record(Streams.ALARMS, i + 1, truth.previousHash(), "a lie"));
    }
    forEachSequence(
        6,
        5,
        arrival -> {
          LaneLedger ledger = new LaneLedger(Streams.ALARMS);
          List<EventRecord> accepted = new ArrayList<>();
          for (int index : arrival) {
            EventRecord record = all.get(index);
            boolean conflict =
                accepted.stream()
                    .anyMatch(
                        other ->
                            other.sequence() == record.sequence()
                                && !other.hash().equals(record.hash()));
            List<Decision> decisions = ledger.offer(record);
            assertThat(decisions.get(0).record()).isEqualTo(record);
            if (conflict) {
              assertThat(decisions).singleElement().isInstanceOf(Decision.Refused.class);
            }
            accepted.addAll(accepted(decisions));
          }
          String previous = EventRecord.FIRST_PREVIOUS;
          for (int i = 0; i < accepted.size(); i++) {
            assertThat(accepted.get(i).sequence()).isEqualTo(i + 1);
            assertThat(accepted.get(i).previousHash()).isEqualTo(previous);
            previous = accepted.get(i).hash();
          }
          assertThat(last(ledger)).isEqualTo(accepted.size());
        });
  }

  @Test
  void aWrongPredecessorIsRefusedWhereverItStandsAndTheRightRecordStillFits() {
    for (int wrong = 0; wrong < CHAIN.size(); wrong++) {
      LaneLedger ledger = new LaneLedger(Streams.ALARMS);
      CHAIN.subList(0, wrong).forEach(ledger::offer);
      EventRecord flipped =
          Streams.record(Streams.ALARMS, wrong + 1, "f".repeat(64), "number " + (wrong + 1));
      assertThat(ledger.offer(flipped)).singleElement().isInstanceOf(Decision.Refused.class);
      assertThat(last(ledger)).isEqualTo(wrong);
      CHAIN.subList(wrong, 5).forEach(ledger::offer);
      assertThat(last(ledger)).isEqualTo(5);
    }
  }

  @Test
  void aHeldRecordWithAWrongPredecessorIsRefusedWhenTheGapCloses() {
    LaneLedger ledger = new LaneLedger(Streams.ALARMS);
    EventRecord wrong = Streams.record(Streams.ALARMS, 2, "f".repeat(64), "wrong");
    assertThat(ledger.offer(wrong)).singleElement().isInstanceOf(Decision.Held.class);
    List<Decision> decisions = ledger.offer(CHAIN.get(0));
    assertThat(decisions.get(0)).isInstanceOf(Decision.Accepted.class);
    assertThat(decisions.get(1)).isEqualTo(new Decision.Refused(wrong, problem(decisions.get(1))));
    ledger.offer(CHAIN.get(1));
    assertThat(last(ledger)).isEqualTo(2);
  }

  private static GapNotice lost(long first, long last) {
    return new GapNotice(
        Streams.ALARMS,
        first,
        last,
        last >= 1 && last <= 5 ? Optional.of(CHAIN.get((int) last - 1).hash()) : Optional.empty());
  }

  @Test
  void theChainHoldsAcrossAGapWhoseLastHashWasDeclared() {
    EventRecord forged = Streams.record(Streams.ALARMS, 4, "f".repeat(64), "forged");
    LaneLedger ledger = new LaneLedger(Streams.ALARMS);
    ledger.offer(CHAIN.get(0));
    ledger.declareGap(lost(2, 3));
    assertThat(ledger.offer(forged)).singleElement().isInstanceOf(Decision.Refused.class);
    assertThat(ledger.offer(CHAIN.get(3))).singleElement().isInstanceOf(Decision.Accepted.class);
    LaneLedger trusting = new LaneLedger(Streams.ALARMS);
    trusting.offer(CHAIN.get(0));
    trusting.declareGap(new GapNotice(Streams.ALARMS, 2, 3, Optional.empty()));
    assertThat(trusting.offer(forged)).singleElement().isInstanceOf(Decision.Accepted.class);
  }

  private static String problem(Decision decision) {
    return ((Decision.Refused) decision).problem();
  }

  /** Every gap in five records, with notice and survivors in every order. */
  @Test
  void behindADeclaredGapTheChainGoesOnWheneverTheNoticeComes() {
    for (int first = 1; first <= 4; first++) {
      for (int last = first; last <= 4; last++) {
        List<Integer> events = new ArrayList<>(List.of(0)); // 0 is the notice
        for (int sequence = 1; sequence <= 5; sequence++) {
          if (sequence < first || sequence > last) {
            events.add(sequence);
          }
        }
        for (List<Integer> order : permutations(events)) {
          LaneLedger ledger = new LaneLedger(Streams.ALARMS);
          List<EventRecord> accepted = new ArrayList<>();
          for (int event : order) {
            accepted.addAll(
                accepted(
                    event == 0
                        ? ledger.declareGap(lost(first, last))
                        : ledger.offer(CHAIN.get(event - 1))));
          }
          assertThat(accepted)
              .extracting(EventRecord::sequence)
              .containsExactlyElementsOf(events.stream().skip(1).map(Integer::longValue).toList());
          assertThat(last(ledger)).isEqualTo(5);
        }
      }
    }
  }

  @Test
  void whatWasDeclaredLostIsNotTakenAfterwards() {
    LaneLedger ledger = new LaneLedger(Streams.ALARMS);
    ledger.offer(CHAIN.get(0));
    ledger.declareGap(lost(2, 3));
    ledger.offer(CHAIN.get(3));
    assertThat(ledger.offer(CHAIN.get(1))).singleElement().isInstanceOf(Decision.Refused.class);
    assertThat(last(ledger)).isEqualTo(4);
  }

  @Test
  void aNoticeThatMakesNoSenseChangesNothing() {
    LaneLedger ledger = new LaneLedger(Streams.ALARMS);
    ledger.declareGap(lost(0, 3));
    ledger.declareGap(lost(3, 2));
    ledger.declareGap(lost(1, Long.MAX_VALUE));
    assertThat(ledger.offer(CHAIN.get(3))).singleElement().isInstanceOf(Decision.Held.class);
  }

  @Test
  void aheadOfAGapOnlySoMuchIsKept() {
    List<EventRecord> chain = Streams.chain(Streams.ALARMS, LaneLedger.MAX_HELD + 3);
    LaneLedger ledger = new LaneLedger(Streams.ALARMS);
    chain.subList(1, chain.size()).forEach(ledger::offer);
    assertThat(ledger.heldCount()).isEqualTo(LaneLedger.MAX_HELD);
    ledger.offer(chain.get(0));
    assertThat(last(ledger)).isEqualTo(LaneLedger.MAX_HELD + 1);
    chain.forEach(ledger::offer); // what found no room comes again
    assertThat(last(ledger)).isEqualTo(chain.size());
  }
}
