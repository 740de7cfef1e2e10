// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal is told about orders; never a weight or an encounter. */
public final class OrderEvents {
  private static final Logger log = LoggerFactory.getLogger(OrderEvents.class);

  private final Recorder recorder;

  public OrderEvents(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Something that is no order for this gateway. */
  void refused(Bytes signed, RefusedException why) {
    recorder.provoked(
        EventName.ORDER_REFUSED,
        Recorder.refusal(why).put("signed_sha256", EventRecord.hashOf(signed)));
    log.warn("order refused code={}", why.code());
  }

  /**
   * An order that was not begun, however often it comes: its mark is another's, or there is none.
   */
  void notBegun(SignedOrder order, Ending why) {
    recorder.provoked(event(order.id(), order.channel(), order.sha256(), why));
    log.info("order not begun order={} code={}", order.id(), why.code());
  }

  /**
   * How an order ended.
   *
   * @param onStored called once the journal holds it
   */
  void ended(String id, Channel channel, String sha256, Ending ending, Runnable onStored) {
    recorder.record(event(id, channel, sha256, ending), onStored);
    log.info("order ended order={} kind={} code={}", id, ending.kind(), ending.code());
  }

  private static Event event(String id, Channel channel, String sha256, Ending ending) {
    Fields details =
        Fields.builder()
            .putAll(ending.toFields())
            .put("order", id)
            .put("pump_serial", channel.pump())
            .put("sha256", sha256)
            .build();
    return new Event(ending.kind().event(), Optional.empty(), Optional.of(channel.name()), details);
  }
}
