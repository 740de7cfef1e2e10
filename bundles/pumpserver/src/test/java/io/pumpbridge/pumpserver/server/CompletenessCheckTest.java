// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.server.Completeness.Fault;
import io.pumpbridge.pumpserver.server.Completeness.Kind;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessCheckTest {
  private static final List<EventRecord> CHAIN = Streams.chain(Streams.ALARMS, 5);
  private static final List<StreamPosition> CONFIRMED =
      List.of(new StreamPosition(Streams.ALARMS, 5, CHAIN.get(4).hash()));

  private static List<Fault> faults(List<EventRecord> stored) {
    CompletenessCheck check = new CompletenessCheck();
    stored.forEach(record -> check.see(Streams.received(record), record.hash()));
    return check.finish(CONFIRMED).faults();
  }

  private static Fault fault(Kind kind, long sequence) {
    return new Fault(kind, "gw-1", "e1", "alarm", sequence);
  }

  @Test
  void aWholeChainHasNoFault() {
    assertThat(faults(CHAIN)).isEmpty();
  }

  @Test
  void eachMissingRecordIsNamedAlsoTheLast() {
    for (int i = 0; i < 5; i++) {
      List<EventRecord> stored = new ArrayList<>(CHAIN);
      stored.remove(i);
      assertThat(faults(stored)).containsExactly(fault(Kind.MISSING, i + 1));
    }
  }

  @Test
  void aLostStreamIsNamedRecordByRecord() {
    assertThat(faults(List.of()))
        .containsExactlyElementsOf(
            List.of(1, 2, 3, 4, 5).stream().map(n -> fault(Kind.MISSING, n)).toList());
  }

  @Test
  void eachDuplicateIsNamedWhereverItStands() {
    for (int i = 0; i < 5; i++) {
      for (int at = i + 1; at <= 5; at++) {
        List<EventRecord> stored = new ArrayList<>(CHAIN);
        stored.add(at, CHAIN.get(i));
        assertThat(faults(stored)).containsExactly(fault(Kind.DUPLICATE, i + 1));
      }
    }
  }

  @Test
  void eachSwapIsNamed() {
    for (int i = 0; i < 4; i++) {
      List<EventRecord> stored = new ArrayList<>(CHAIN);
      Collections.swap(stored, i, i + 1);
      assertThat(faults(stored)).containsExactly(fault(Kind.REORDERED, i + 1));
    }
  }

  @Test
  void aRecordWrittenAnewWithItsHashIsNamedByTheChainOrTheConfirmation() {
    for (int i = 0; i < 5; i++) {
      List<EventRecord> stored = new ArrayList<>(CHAIN);
      stored.set(
          i, Streams.record(Streams.ALARMS, i + 1, CHAIN.get(i).previousHash(), "another story"));
      assertThat(faults(stored)).containsExactly(fault(Kind.CHANGED, i + 1));
    }
  }

  @Test
  void anyFlippedBitIsNoticed() {
    byte[] good = CHAIN.get(2).canonical().toArray();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      CompletenessCheck check = new CompletenessCheck();
      for (EventRecord record : CHAIN) {
        Bytes canonical = record.sequence() == 3 ? Bytes.of(bad) : record.canonical();
        try {
          check.see(RecordReader.fromCanonical(canonical), record.hash());
        } catch (DocumentException e) {
          check.seeUnreadable("gw-1");
        }
      }
      assertThat(check.finish(CONFIRMED).isComplete()).as("bit %d", bit).isFalse();
    }
  }
}
