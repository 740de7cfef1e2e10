// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the gateway's own key sign what the journal says of its losses. So a loss that the gateway
 * owns up to is told from one that somebody has made: whoever can write to the server's store can
 * chain records anew, but cannot sign for a gateway.
 *
 * <p>The signature is a record of its own, behind the gap record that it holds whole, and made on a
 * thread of its own: a token may take a minute, and no alarm waits for that. As each record's hash
 * goes through all before it, the signature of one gap record vouches for every earlier one.
 *
 * <p>What the server has taken is here no more, and so nobody knows whether a killed run has signed
 * all that it said. Then the first signature of the next run is of the newest record that there is,
 * and vouches for all of that. While the server takes nothing, there is no need for it: however
 * often an agent is started, this adds one record for each time that the server came.
 */
final class GapVoucher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GapVoucher.class);

  private static final Duration LOOK = Duration.ofSeconds(10);

  /** From one signature to the next: under a storm of losses the newest vouches for the others. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Until its record is on the disk. */
  private static final Duration STORING = Duration.ofSeconds(30);

  /** Newest audit records that are searched for what the last run has left unsigned. */
  private static final int SEARCHED = 2_000;

  private static final int PAGE = 200;

  private final SqliteEventJournal journal;
  private final OwnSignature signature;
  private final BooleanSupplier certificateCounts;
  private final ScheduledThreadPoolExecutor looks =
      new ScheduledThreadPoolExecutor(1, task -> JournalWriter.daemon(task, "journal-voucher"));

  /** Where the stored records were searched; other streams were not. */
  private Optional<StreamId> searched = Optional.empty();

  private Optional<EventRecord> found = Optional.empty();

  /** Up to here nobody can look any more. */
  private long unseenUpTo;

  private Optional<EventRecord> newestRead = Optional.empty();
  private long vouchedUpTo;
  private boolean isRefused;

  /**
   * @param certificateCounts whether a signature made now would verify: it would not for a
   *     certificate that has ended, and so waits for the next one
   */
  GapVoucher(
      SqliteEventJournal journal, OwnSignature signature, BooleanSupplier certificateCounts) {
    this.journal = journal;
    this.signature = signature;
    this.certificateCounts = certificateCounts;
  }

  void start() {
    lookAfter(LOOK);
  }

  private void lookAfter(Duration pause) {
    var unused = looks.schedule(this::lookAndGoOn, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookAndGoOn() {
    Duration pause = LOOK;
    try {
      pause = look() ? PAUSE : LOOK;
    } catch (InterruptedException e) {
      return; // it is the end
    } catch (RuntimeException | Error e) { // must not end the looking
      log.error("gap records cannot be signed now", e);
    }
    if (!looks.isShutdown()) {
      lookAfter(pause);
    }
  }

  /**
   * Signs the newest gap record unless that is done; what cannot be done now is left to the next
   * look.
   *
   * @return whether it has signed
   */
  boolean look() throws InterruptedException {
    Optional<Ledger> ledger = journal.ledger();
    if (ledger.isEmpty() || !certificateCounts.getAsBoolean()) {
      return false;
    }
    Head audit = ledger.get().current(Lane.AUDIT);
    try {
      if (!searched.equals(Optional.of(audit.stream()))) {
        search(audit);
        searched = Optional.of(audit.stream());
      }
      Ledger now = ledger.get();
      Optional<EventRecord> gap = now.newestGap().or(() -> found).or(() -> inPlaceOfUnseen(now));
      if (gap.isEmpty() || gap.get().sequence() <= vouchedUpTo) {
        return false;
      }
      sign(gap.get());
      vouchedUpTo = gap.get().sequence();
      isRefused = false;
      return true;
    } catch (TrustException | JournalException | ExecutionException | TimeoutException e) {
      if (!isRefused) {
        log.warn("gap record not signed yet reason={}", e.getMessage());
      }
      isRefused = true;
      return false;
    }
  }

  /** For gap records of the last run, or of an opening, behind which no signature stands. */
  private void search(Head audit) throws JournalException {
    found = Optional.empty();
    newestRead = Optional.empty();
    vouchedUpTo = 0;
    long after = Math.max(0, audit.last() - SEARCHED);
    unseenUpTo = Math.max(after, audit.removedUpTo());
    List<EventRecord> page = journal.read(audit.stream(), after, PAGE);
    while (!page.isEmpty()) {
      for (EventRecord record : page) {
        see(record);
        after = record.sequence();
      }
      page = journal.read(audit.stream(), after, PAGE);
    }
  }

  /** What vouches for gap records that may have been there; empty if that is done. */
  private Optional<EventRecord> inPlaceOfUnseen(Ledger ledger) {
    return unseenUpTo > vouchedUpTo ? ledger.newestAudit().or(() -> newestRead) : Optional.empty();
  }

  private void see(EventRecord record) {
    newestRead = Optional.of(record);
    try {
      String text = record.canonical().toText(StandardCharsets.UTF_8);
      Fields event = Fields.from(JSON.std.mapFrom(text)).fields("event");
      String name = event.text("name");
      if (name.equals(EventName.JOURNAL_GAP.name())) {
        found = Optional.of(record);
      } else if (name.equals(EventName.JOURNAL_GAP_SIGNED.name())
          && event.text("epoch").equals(record.stream().epoch())) {
        vouchedUpTo = Math.max(vouchedUpTo, event.whole("seq"));
      }
    } catch (IOException | DocumentException e) {
      throw new IllegalStateException("a record of ours is no document", e);
    }
  }

  private void sign(EventRecord gap)
      throws TrustException, ExecutionException, InterruptedException, TimeoutException {
    byte[] signed = signature.sign(gap.canonical().toArray());
    EventRecord unused =
        journal
            .append(
                Event.of(
                    EventName.JOURNAL_GAP_SIGNED,
                    Fields.builder()
                        .put("epoch", gap.stream().epoch())
                        .put("lane", gap.stream().lane().wireName())
                        .put("seq", gap.sequence())
                        .put("hash", gap.hash())
                        .put("signed", Base64.getEncoder().encodeToString(signed))
                        .build()))
            .get(STORING.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
