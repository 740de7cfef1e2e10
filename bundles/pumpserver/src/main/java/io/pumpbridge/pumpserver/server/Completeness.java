// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.StreamId;
import java.util.List;
import java.util.Map;

/**
 * What a look at every stored byte says.
 *
 * @param records how many sound records each stream has
 * @param faults none means: complete, unchanged, in order, each once
 * @param declaredGaps what gateways themselves said is lost; listed, but no faults
 */
public record Completeness(
    Map<StreamId, Long> records, List<Fault> faults, List<DeclaredGap> declaredGaps) {
  public Completeness {
    records = Map.copyOf(records);
    faults = List.copyOf(faults);
    declaredGaps = List.copyOf(declaredGaps);
  }

  public boolean isComplete() {
    return faults.isEmpty();
  }

  /** The contract's words for faults. */
  public enum Kind {
    MISSING,
    CHANGED,
    REORDERED,
    DUPLICATE
  }

  /**
   * One fault.
   *
   * @param sequence 0 if the record cannot be read at all
   */
  public record Fault(Kind kind, String gateway, String epoch, String lane, long sequence) {}

  /** Lost, and said to be. */
  public record DeclaredGap(StreamId stream, long first, long last) {}
}
