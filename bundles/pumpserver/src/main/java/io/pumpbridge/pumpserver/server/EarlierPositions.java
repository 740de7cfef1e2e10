// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a gateway has to hear, once, beside where its streams end: one that was set back to an old
 * image does not know these ends. For one thread.
 */
final class EarlierPositions {
  private final Map<StreamId, StreamPosition> repeated = new HashMap<>();
  private final Map<StreamId, StreamPosition> contradicted = new HashMap<>();

  /** The last record that came again can be confirmed at its own number. */
  void cameAgain(EventRecord record) {
    StreamId stream = record.stream();
    repeated.put(stream, new StreamPosition(stream, record.sequence(), record.hash()));
  }

  /**
   * The first record in whose place another one came tells the gateway that it has to give other
   * numbers.
   *
   * @param stored the one that is here
   */
  void contradicted(StreamPosition stored) {
    contradicted.putIfAbsent(stored.stream(), stored);
  }

  /** Of one stream, in order. */
  List<StreamPosition> of(StreamId stream) {
    return Stream.of(repeated, contradicted)
        .flatMap(positions -> Optional.ofNullable(positions.get(stream)).stream())
        .toList();
  }

  /** The gateway was told about that stream. */
  void told(StreamId stream) {
    repeated.remove(stream);
    contradicted.remove(stream);
  }
}
