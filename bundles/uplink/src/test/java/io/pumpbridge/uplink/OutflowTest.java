// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutflowTest {
  private final MutableClock clock = new MutableClock();
  private final MemoryJournal journal = new MemoryJournal("gw", clock);

  @AfterEach
  void close() {
    journal.close();
  }

  private Outflow outflow(String confirm) {
    Settings settings = Settings.from("ssl://a:1", "hospital", confirm, 0);
    return new Outflow(journal, new Topics("hospital", "gw"), settings, Timing.PRODUCT, 0);
  }

  private List<Outgoing> send(Outflow outflow) {
    List<Outgoing> sent = new ArrayList<>();
    long now = clock.read().monotonicMs();
    outflow.refresh(now);
    boolean unused = outflow.send(now, sent::add);
    return sent;
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      EventRecord unused = append();
    }
  }

  private EventRecord append() {
    return journal.append(Event.of(EventName.SAMPLE, Fields.builder().build())).join();
  }

  @Test
  void whatCannotGoInItsTurnIsShownOnATopicOfItsOwnWithTheVeryBytes() {
    append(1_000);
    Outflow outflow = outflow("server");
    outflow.restart(0);
    assertThat(send(outflow)).hasSize(AdaptiveWindow.FIRST);
    EventRecord live = append();
    outflow.onJournalMoved();
    assertThat(send(outflow)).isEmpty();
    assertThat(outflow.isWaitingForTime()).isTrue();
    clock.advance(Duration.ofMillis(LivePreviews.DUE_MS));
    Outgoing preview = send(outflow).get(0);
    assertThat(preview.topic()).isEqualTo("hospital/gw/PUMP-BRIDGE-V1/live/telemetry");
    assertThat(preview.acknowledged()).isFalse();
    assertThat(preview.payload()).isEqualTo(KuraCodec.encode(EventMessage.of(live)));
    assertThat(send(outflow)).as("once").isEmpty();
    assertThat(outflow.silenceMs(clock.read().monotonicMs() + 5)).isEqualTo(205);
    assertThat(outflow.onAcknowledged(preview.id(), 300)).as("no progress: written only").isFalse();
  }

  @Test
  void aPreviewOfWhatGaveWayMeanwhileIsSilentlyLeftOut() throws Exception {
    append(100);
    Outflow outflow = outflow("server");
    outflow.restart(0);
    send(outflow);
    EventRecord live = append();
    outflow.onJournalMoved();
    send(outflow);
    journal.confirm(live.stream(), live.sequence(), live.hash()); // it is gone, and not yet said
    clock.advance(Duration.ofMillis(LivePreviews.DUE_MS));
    assertThat(send(outflow)).isEmpty();
  }

  @Test
  void onlyAfterALossOthersAreGivenTimeToComeBack() {
    append(10);
    Outflow outflow = outflow("server");
    outflow.restart(0);
    assertThat(send(outflow)).as("the first connection").hasSize(10);
    outflow.restart(0);
    assertThat(send(outflow)).as("proves the line").hasSize(1);
    clock.advance(Duration.ofSeconds(Settings.SPREAD_SECONDS));
    assertThat(send(outflow)).hasSize(9);
  }

  @Test
  void theBrokersWordIsTakenSomeTimesASecondAndNotForEachRecord() {
    append(10);
    Outflow outflow = outflow("broker");
    outflow.restart(0);
    List<Outgoing> sent = send(outflow);
    sent.forEach(message -> assertThat(outflow.onAcknowledged(message.id(), 1)).isTrue());
    send(outflow);
    assertThat(stored()).isEqualTo(10);
    clock.advance(Duration.ofMillis(250));
    send(outflow);
    assertThat(stored()).isZero();
  }

  private long stored() {
    return journal.streams().stream()
        .filter(status -> status.stream().lane() == Lane.TELEMETRY)
        .mapToLong(status -> status.storedCount())
        .sum();
  }
}
