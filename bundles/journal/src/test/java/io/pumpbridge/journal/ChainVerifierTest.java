// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.ChainVerifier.Kind;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
  private static final StreamId STREAM = new StreamId("gw \"7\"", "e1", Lane.CLINICAL);
  private final List<EventRecord> chain = chain(STREAM, 5);

  @Test
  void aWholeChainHolds() {
    ChainVerifier verifier = new ChainVerifier(STREAM, 0, EventRecord.FIRST_PREVIOUS);
    for (EventRecord record : chain) {
      assertThat(verifier.check(record)).isEmpty();
    }
    assertThat(verifier.lastSequence()).isEqualTo(5);
  }

  @Test
  void itCanBeginAnywhereWithTheRecordBefore() {
    ChainVerifier verifier = new ChainVerifier(STREAM, 3, chain.get(2).hash());
    assertThat(verifier.check(chain.get(3))).isEmpty();
    assertThat(verifier.check(chain.get(4))).isEmpty();
  }

  @Test
  void aMissingRecordIsNamed() {
    ChainVerifier verifier = new ChainVerifier(STREAM, 0, EventRecord.FIRST_PREVIOUS);
    verifier.check(chain.get(0));
    assertThat(verifier.check(chain.get(2)))
        .hasValueSatisfying(
            fault -> {
              assertThat(fault.kind()).isEqualTo(Kind.MISSING);
              assertThat(fault.sequence()).isEqualTo(2);
              assertThat(fault.sentence()).contains("e1/clinical/2 is missing");
            });
  }

  @Test
  void aRecordThatComesAgainIsNamed() {
    ChainVerifier verifier = new ChainVerifier(STREAM, 0, EventRecord.FIRST_PREVIOUS);
    verifier.check(chain.get(0));
    assertThat(verifier.check(chain.get(0)).orElseThrow().kind()).isEqualTo(Kind.REPEATED);
    assertThat(verifier.check(chain.get(1))).as("and does not spoil the rest").isEmpty();
  }

  @Test
  void everyFlippedBitOfTheCanonicalBytesIsFound() {
    EventRecord record = chain.get(2);
    byte[] canonical = record.canonical().toArray();
    for (int bit = 0; bit < canonical.length * 8; bit++) {
      byte[] flipped = canonical.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      EventRecord changed =
          new EventRecord(STREAM, 3, record.previousHash(), record.hash(), Bytes.of(flipped));
      assertThat(after(2).check(changed).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
    }
  }

  /** Somebody recomputed the hash: then the next record does not follow. */
  @Test
  void aRewrittenRecordDoesNotFitItsSuccessor() {
    EventRecord rewritten = next(STREAM, chain.get(1), 99);
    ChainVerifier verifier = after(2);
    assertThat(verifier.check(rewritten)).isEmpty();
    assertThat(verifier.check(chain.get(3)).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
  }

  @Test
  void whatStandsInsideCountsAndNotWhatStandsBeside() {
    EventRecord third = chain.get(2);
    for (StreamId other :
        List.of(
            new StreamId("gw-8", "e1", Lane.CLINICAL),
            new StreamId("gw \"7\"", "e2", Lane.CLINICAL),
            new StreamId("gw \"7\"", "e1", Lane.ALARM))) {
      EventRecord foreign = next(other, chain.get(1), 3);
      assertThat(after(2).check(foreign).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
      EventRecord relabelled =
          new EventRecord(STREAM, 3, third.previousHash(), foreign.hash(), foreign.canonical());
      assertThat(after(2).check(relabelled).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
    }
    EventRecord fourthAsThird =
        new EventRecord(
            STREAM, 3, third.previousHash(), chain.get(3).hash(), chain.get(3).canonical());
    assertThat(after(2).check(fourthAsThird).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
  }

  /** An event's own fields can be called what they like. */
  @Test
  void fieldsOfTheSameNamesInsideTheEventDoNotConfuse() {
    Fields inner =
        Fields.builder()
            .put("epoch", "x")
            .put("gateway", "x")
            .put("lane", "alarm")
            .put("mono_ms", 1)
            .put("prev", "x")
            .put("seq", 9)
            .put("t", ",\"gateway\":\"x\",\"epoch\":\"y\"")
            .build();
    Event event =
        Event.of(EventName.DELIV_START, Fields.builder().putAll(inner).put("inner", inner).build());
    EventRecord record =
        EventRecord.of(STREAM, 1, EventRecord.FIRST_PREVIOUS, new TickingClock().read(), event);
    ChainVerifier verifier = new ChainVerifier(STREAM, 0, EventRecord.FIRST_PREVIOUS);
    assertThat(verifier.check(record)).isEmpty();
  }

  @Test
  void noBytesBringItDown() {
    for (String text :
        List.of("", "{", ",\"epoch\":", ",\"gateway\":,\"epoch\":", "\u0000\uffff")) {
      Bytes bytes = Bytes.of(text, StandardCharsets.UTF_8);
      EventRecord record =
          new EventRecord(STREAM, 3, chain.get(2).previousHash(), EventRecord.hashOf(bytes), bytes);
      assertThat(after(2).check(record).orElseThrow().kind()).isEqualTo(Kind.CHANGED);
    }
  }

  private ChainVerifier after(int sequence) {
    return new ChainVerifier(STREAM, sequence, chain.get(sequence - 1).hash());
  }

  private static List<EventRecord> chain(StreamId stream, int count) {
    List<EventRecord> chain = new ArrayList<>();
    chain.add(
        EventRecord.of(stream, 1, EventRecord.FIRST_PREVIOUS, new TickingClock().read(), event(1)));
    while (chain.size() < count) {
      chain.add(next(stream, chain.get(chain.size() - 1), chain.size() + 1));
    }
    return chain;
  }

  private static EventRecord next(StreamId stream, EventRecord before, long number) {
    return EventRecord.of(
        stream, before.sequence() + 1, before.hash(), new TickingClock().read(), event(number));
  }

  private static Event event(long number) {
    return TestBench.event(EventName.DELIV_START, number);
  }
}
