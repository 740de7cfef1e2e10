// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.trust.Sealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Our journal among the stores: it encodes, numbers, chains, seals and commits. */
final class JournalPeer implements StorePeer {
  private final SqliteEventJournal journal;
  private volatile Optional<EventRecord> newest = Optional.empty();

  JournalPeer(Path directory, Sealer sealer) {
    this.journal =
        new SqliteEventJournal(
            new TickingClock(),
            sealer,
            TestBench.GATEWAY,
            directory.resolve("journal"),
            new Settings(1_024, 5_000, 20));
  }

  /** For a caller that sleeps until it is told, and must be woken. */
  @Override
  public void keep(List<Piece> batch) {
    List<CompletableFuture<EventRecord>> kept = new ArrayList<>(batch.size());
    batch.forEach(piece -> kept.add(journal.append(piece.event())));
    kept.forEach(future -> newest = Optional.of(future.join()));
  }

  @Override
  public void forget() throws Exception {
    if (newest.isPresent()) {
      EventRecord last = newest.orElseThrow();
      journal.confirm(last.stream(), last.sequence(), last.hash());
    }
  }

  /**
   * The same journal for a caller that goes on when it hears that the last batch is durable, as
   * whoever appends in the gateway does: its farewell apart, nobody there sleeps until a commit
   * returns.
   */
  StorePeer toldByCallback() {
    return new StorePeer() {
      @Override
      public void keep(List<Piece> batch) {
        JournalPeer.this.keep(batch);
      }

      @Override
      public long keepFor(long nanos, List<Piece> pieces, int batch) {
        Chain chain = new Chain(pieces, batch, System.nanoTime() + nanos);
        chain.next();
        chain.end.join();
        return chain.kept;
      }

      @Override
      public void forget() throws Exception {
        JournalPeer.this.forget();
      }

      @Override
      public void close() {
        // The journal's own peer closes it.
      }
    };
  }

  @Override
  public void close() {
    journal.close();
  }

  /** Batch after batch, one at a time. */
  private final class Chain {
    private final List<Piece> pieces;
    private final int batch;
    private final long endNanos;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int at;
    private long kept;

    Chain(List<Piece> pieces, int batch, long endNanos) {
      this.pieces = pieces;
      this.batch = batch;
      this.endNanos = endNanos;
    }

    private void next() {
      if (System.nanoTime() - endNanos >= 0) {
        end.complete(null);
        return;
      }
      if (at + batch > pieces.size()) {
        at = 0;
      }
      CompletableFuture<?>[] all =
          pieces.subList(at, at + batch).stream()
              .map(piece -> journal.append(piece.event()))
              .map(future -> future.thenAccept(record -> newest = Optional.of(record)))
              .toArray(CompletableFuture<?>[]::new);
      var unused =
          CompletableFuture.allOf(all)
              .whenComplete(
                  (durable, failure) -> {
                    if (failure != null) {
                      end.completeExceptionally(failure);
                      return;
                    }
                    kept += batch;
                    at += batch;
                    next();
                  });
    }
  }
}
