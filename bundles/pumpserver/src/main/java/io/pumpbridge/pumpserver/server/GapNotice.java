// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.util.Optional;

/**
 * A gateway's own word that records of one of its streams are lost: {@code lane}, {@code first} and
 * {@code last} in the event, {@code epoch} if it is not the notice's own.
 *
 * @param lastHash of the last lost record ({@code hash}), so that the chain holds across the gap
 */
record GapNotice(StreamId stream, long first, long last, Optional<String> lastHash) {

  /** Empty if the record is no such notice, or says nothing usable. */
  static Optional<GapNotice> from(ReceivedRecord received) {
    try {
      Fields event = received.document().fields("event");
      if (!event.text("name").equals(EventName.JOURNAL_GAP.name())) {
        return Optional.empty();
      }
      Optional<Lane> lane = Lane.find(event.text("lane"));
      if (lane.isEmpty()) {
        return Optional.empty();
      }
      StreamId notice = received.record().stream();
      String epoch = event.findText("epoch").orElse(notice.epoch());
      return Optional.of(
          new GapNotice(
              new StreamId(notice.gateway(), epoch, lane.get()),
              event.whole("first"),
              event.whole("last"),
              event.findText("hash")));
    } catch (DocumentException e) {
      return Optional.empty(); // the gap then stays open, and open gaps are shown
    }
  }
}
