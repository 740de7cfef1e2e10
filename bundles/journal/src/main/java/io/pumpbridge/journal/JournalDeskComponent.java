// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalDesk;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.trust.GatewaySignatures;
import io.pumpbridge.model.trust.GatewaySignatures.Verifier;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Exports and verifies, where a command asks for it by an empty configuration; an agent never does.
 * Lines are verified without a key; only a stored journal needs the sealer.
 */
@Component(
    name = JournalDeskComponent.PID,
    service = JournalDesk.class,
    immediate = true,
    configurationPid = JournalDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class JournalDeskComponent implements JournalDesk {
  static final String PID = "io.pumpbridge.journal.desk";

  private final AtomicReference<@Nullable Sealer> sealer = new AtomicReference<>();
  private final AtomicReference<@Nullable GatewaySignatures> signatures = new AtomicReference<>();

  /** Of signatures; nobody asks for them until somebody says whom to believe. */
  private final AtomicReference<@Nullable Verifier> verifier = new AtomicReference<>();

  /** Trust may come later than this: who needs it waits until every component is there. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSealer")
  void addSealer(Sealer added) {
    sealer.set(added);
  }

  void removeSealer(Sealer removed) {
    sealer.compareAndSet(removed, null);
  }

  /** Only there if somebody has asked for it. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSignatures")
  void addSignatures(GatewaySignatures added) {
    signatures.set(added);
  }

  void removeSignatures(GatewaySignatures removed) {
    signatures.compareAndSet(removed, null);
  }

  @Override
  public void askForSignatures(List<String> anchors) throws JournalException, TrustException {
    GatewaySignatures port = signatures.get();
    if (port == null) {
      throw new JournalException(Reason.UNAVAILABLE, "nobody verifies signatures here");
    }
    verifier.set(port.below(anchors));
  }

  private JournalReview review(boolean fromTheBeginning) {
    VoucherReview vouchers = new VoucherReview(Optional.ofNullable(verifier.get()));
    return new JournalReview(fromTheBeginning, Optional.of(vouchers));
  }

  @Override
  public int export(Path state, Consumer<String> lines) throws JournalException {
    AtomicInteger closed = new AtomicInteger();
    StoreCopy.read(
        state.resolve("journal"),
        seal(),
        new StoreCopy.Visitor() {
          @Override
          public void stream(Head head) {}

          @Override
          public void row(Head head, StoredRecord row, Optional<EventRecord> record)
              throws JournalException {
            if (record.isPresent()) {
              lines.accept(ExportLines.ofStored(record.get()));
            } else {
              closed.incrementAndGet();
            }
          }
        });
    return closed.get();
  }

  @Override
  public void verifyExport(Iterator<String> lines, Consumer<Map<String, Object>> findings) {
    verify(lines, findings, review(false), ExportLines::fromExport);
  }

  @Override
  public void verifyServerStream(Iterator<String> lines, Consumer<Map<String, Object>> findings) {
    verify(lines, findings, review(true), ExportLines::fromServer);
  }

  private interface Reading {
    Optional<Evidence> of(String text, long line);
  }

  private static void verify(
      Iterator<String> lines,
      Consumer<Map<String, Object>> findings,
      JournalReview review,
      Reading reading) {
    for (long line = 1; lines.hasNext(); line++) {
      String text = lines.next();
      if (!text.isBlank()) {
        Optional<Evidence> evidence = reading.of(text, line);
        evidence.ifPresent(review::add);
        if (evidence.isEmpty()) {
          review.addUnreadable(line);
        }
      }
    }
    review.tell(findings);
  }

  @Override
  public void verifyTold(Iterator<String> lines, Consumer<Map<String, Object>> findings) {
    JournalReview review = review(false);
    ToldLines.collect(lines, review);
    review.tell(findings);
  }

  @Override
  public void verifyState(Path state, Consumer<Map<String, Object>> findings)
      throws JournalException {
    JournalReview review = review(false);
    StoreCopy.read(
        state.resolve("journal"),
        seal(),
        new StoreCopy.Visitor() {
          @Override
          public void stream(Head head) {
            review.frame(
                head.stream(), new Anchor(head.removedUpTo(), Optional.of(head.removedHash())), 0);
          }

          @Override
          public void hole(Head head, Hole hole) {
            review.hole(head.stream(), hole);
          }

          @Override
          public void row(Head head, StoredRecord row, Optional<EventRecord> record) {
            review.add(StoredEvidence.of(head.stream(), row, record));
          }
        });
    review.tell(findings);
  }

  @Override
  public Map<String, Object> statistics(Path state) throws JournalException {
    return JournalStatistics.stored(state.resolve("journal"), seal());
  }

  @Override
  public void rescue(
      Path state,
      Path scratch,
      String gateway,
      Consumer<String> lines,
      Consumer<Map<String, Object>> findings)
      throws JournalException {
    new Rescue(seal(), gateway, lines).read(state.resolve("journal"), scratch, findings);
  }

  private RecordSeal seal() throws JournalException {
    return new RecordSeal(
        Optional.ofNullable(sealer.get())
            .orElseThrow(
                () ->
                    new JournalException(Reason.UNAVAILABLE, "the gateway's keys are not there")));
  }
}
