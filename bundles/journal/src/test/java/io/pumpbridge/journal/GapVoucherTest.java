// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.TrustException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal says of its losses is signed; who signs here only notes what it was given. */
class GapVoucherTest {
  private static final String FILLING = "x".repeat(12_000);

  @TempDir Path temp;
  private TestBench bench;
  private final Notary notary = new Notary();
  private boolean certificateCounts = true;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  /** Signs by turning bytes round. */
  private static final class Notary implements OwnSignature {
    private final List<Bytes> signed = new ArrayList<>();
    private boolean hasKey = true;

    @Override
    public Map<String, Object> who() {
      return Map.of();
    }

    @Override
    public byte[] sign(byte[] content) throws TrustException {
      if (!hasKey) {
        throw new TrustException("identity-missing", "There is no key yet.", "");
      }
      signed.add(Bytes.of(content));
      return turned(content);
    }

    @Override
    public Map<String, Object> verify(byte[] signed) {
      return Map.of("content", turned(signed));
    }

    private static byte[] turned(byte[] content) {
      byte[] turned = new byte[content.length];
      for (int i = 0; i < content.length; i++) {
        turned[i] = content[content.length - 1 - i];
      }
      return turned;
    }
  }

  private GapVoucher voucher(SqliteEventJournal journal) {
    return new GapVoucher(journal, notary, () -> certificateCounts);
  }

  /** Until some of them gave way. */
  private static void overflow(SqliteEventJournal journal) {
    for (int i = 0; i < 1_200; i++) {
      Fields filled = Fields.builder().put("filling", FILLING).put("number", i).build();
      EventRecord unused = result(journal.append(Event.of(EventName.PUMP_IDENTIFIED, filled)));
    }
  }

  private static List<EventRecord> audit(SqliteEventJournal journal, EventName name)
      throws Exception {
    return readAll(journal, stream(journal, Lane.AUDIT)).stream()
        .filter(record -> text(record).contains("\"name\":\"" + name + "\""))
        .toList();
  }

  /** The newest one; the server has it, so that it is here no more. */
  private static EventRecord confirmedGap(SqliteEventJournal journal) throws Exception {
    List<EventRecord> gaps = audit(journal, EventName.JOURNAL_GAP);
    EventRecord gap = gaps.get(gaps.size() - 1);
    journal.confirm(gap.stream(), gap.sequence(), gap.hash());
    return gap;
  }

  private void assertVouched(SqliteEventJournal journal, EventRecord gap) throws Exception {
    List<EventRecord> vouchers = audit(journal, EventName.JOURNAL_GAP_SIGNED);
    EventRecord voucher = vouchers.get(vouchers.size() - 1);
    Fields event = Fields.from(JSON.std.mapFrom(text(voucher))).fields("event");
    assertThat(event.text("epoch")).isEqualTo(gap.stream().epoch());
    assertThat(event.text("lane")).isEqualTo("audit");
    assertThat(event.whole("seq")).isEqualTo(gap.sequence());
    assertThat(event.text("hash")).isEqualTo(gap.hash());
    byte[] content =
        (byte[]) notary.verify(Base64.getDecoder().decode(event.text("signed"))).get("content");
    assertThat(Bytes.of(content)).isEqualTo(gap.canonical());
    assertThat(voucher.sequence()).isGreaterThan(gap.sequence());
  }

  @Test
  void theNewestGapRecordIsSignedWholeAndOnce() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      overflow(journal);
      List<EventRecord> gaps = audit(journal, EventName.JOURNAL_GAP);
      assertThat(gaps).hasSizeGreaterThan(1);
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, gaps.get(gaps.size() - 1));
      assertThat(voucher.look()).isFalse();
      assertThat(notary.signed).hasSize(1);
    }
  }

  /** By then the server may have taken the gap record, and it is here no more. */
  @Test
  void aGapRecordThatTheServerHasIsSignedToo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      assertThat(voucher.look()).isFalse();
      overflow(journal);
      EventRecord gap = confirmedGap(journal);
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, gap);
    }
  }

  /** A moment of a bad disk lies between. */
  @Test
  void aGapRecordIsKnownWhenTheStoreWasOpenedAnew() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      assertThat(voucher.look()).isFalse();
      overflow(journal);
      EventRecord gap = confirmedGap(journal);
      bench.disk.failWhen(FaultyDisk.Fault.BEFORE_COMMIT);
      JournalException unused =
          TestBench.failure(journal.append(TestBench.event(EventName.ASSOCIATION_REFUSED, 1)));
      bench.disk.failWhen(FaultyDisk.Fault.NONE);
      EventRecord unusedRecord = result(journal.append(TestBench.alarm(1)));
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, gap);
    }
  }

  /** Killed before it signed, and by then the server had taken the gap record. */
  @Test
  void theFirstSignatureOfARunVouchesForWhatTheLastOneMayHaveLeft() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      overflow(journal);
      EventRecord unused = confirmedGap(journal);
    }
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      assertThat(voucher.look()).as("nothing is there to sign").isFalse();
      EventRecord started = appendAll(journal, EventName.BRIDGE_STARTED, 1).get(0);
      journal.confirm(started.stream(), started.sequence(), started.hash());
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, started);
      assertThat(voucher.look()).isFalse();
    }
    for (int run = 0; run < 3; run++) {
      try (SqliteEventJournal journal = bench.open(EAGER);
          GapVoucher voucher = voucher(journal)) {
        List<EventRecord> unused = appendAll(journal, EventName.BRIDGE_STARTED, 1);
        assertThat(voucher.look()).as("the server has taken nothing since").isFalse();
      }
    }
  }

  /** Nobody would believe it. */
  @Test
  void aCertificateThatHasEndedSignsNothing() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      overflow(journal);
      certificateCounts = false;
      assertThat(voucher.look()).isFalse();
      certificateCounts = true;
      assertThat(voucher.look()).isTrue();
    }
  }

  @Test
  void nothingIsSignedWhereNothingIsMissing() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      List<EventRecord> unused = appendAll(journal, EventName.COMMAND_REFUSED, 5);
      assertThat(voucher.look()).isFalse();
      assertThat(audit(journal, EventName.JOURNAL_GAP_SIGNED)).isEmpty();
    }
  }

  @Test
  void whatTheLastRunHasLeftUnsignedIsSignedAndNothingTwice() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      overflow(journal);
    }
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      List<EventRecord> gaps = audit(journal, EventName.JOURNAL_GAP);
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, gaps.get(gaps.size() - 1));
    }
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      assertThat(voucher.look()).isFalse();
    }
  }

  @Test
  void withoutAKeyItWaitsForOne() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER);
        GapVoucher voucher = voucher(journal)) {
      overflow(journal);
      notary.hasKey = false;
      assertThat(voucher.look()).isFalse();
      assertThat(audit(journal, EventName.JOURNAL_GAP_SIGNED)).isEmpty();
      notary.hasKey = true;
      assertThat(voucher.look()).isTrue();
    }
  }

  @Test
  void thatAStoreWasSetAsideIsSignedThoughTheServerHasItAtOnce() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> unused = appendAll(journal, EventName.ALARM, 3);
    }
    try (RandomAccessFile file = new RandomAccessFile(bench.file().toFile(), "rw")) {
      file.seek(20);
      file.write(1);
    }
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED);
        GapVoucher voucher = voucher(journal)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      EventRecord gap = confirmedGap(journal);
      assertThat(voucher.look()).isTrue();
      assertVouched(journal, gap);
    }
  }
}
