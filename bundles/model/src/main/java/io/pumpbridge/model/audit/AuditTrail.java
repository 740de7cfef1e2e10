// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import io.pumpbridge.model.event.Event;
import java.util.concurrent.CompletableFuture;

/**
 * Where security-relevant acts are told. Offered by the journal; safe for many threads; never
 * blocks and never throws. What cannot be stored is said in the log by whoever offers this.
 */
public interface AuditTrail {

  /** Nobody listens: for commands that work without a journal. */
  AuditTrail NOWHERE = event -> CompletableFuture.completedFuture(null);

  /**
   * An act; told each time.
   *
   * @param event of the audit lane; never a secret value in it
   * @return completes once it would survive a power cut, or exceptionally if it was not stored
   */
  CompletableFuture<Void> keep(Event event);

  /** As {@link #keep}, for whoever has nothing to do afterwards. */
  default void record(Event event) {
    var unused = keep(event);
  }

  /**
   * Something that others can bring about as often as they like, a refusal most of all. The first
   * is told at once; equal ones within an hour are counted and told as one ({@code repeated}), so
   * that no storm can flush the lane.
   *
   * @param event of whatever lane: a refused order belongs to the clinical one
   */
  default void refuse(Event event) {
    record(event);
  }
}
