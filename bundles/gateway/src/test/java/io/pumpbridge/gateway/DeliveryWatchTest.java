// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.COMPLETE;
import static io.pumpbridge.gateway.Examples.OCCLUSION;
import static io.pumpbridge.gateway.Examples.names;
import static io.pumpbridge.gateway.Examples.reading;
import static io.pumpbridge.model.event.EventName.ALARM;
import static io.pumpbridge.model.event.EventName.DELIV_COMP;
import static io.pumpbridge.model.event.EventName.DELIV_START;
import static io.pumpbridge.model.event.EventName.DELIV_STOP;
import static io.pumpbridge.model.event.EventName.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryWatchTest {
  private static final long SAMPLE_MS = 10_000;

  private final DeliveryWatch watch = new DeliveryWatch(Examples.PUMP, "1", SAMPLE_MS);

  @Test
  void aDeliveryThatAlreadyRunsIsSampledAndNotAnnouncedAsStarted() {
    assertThat(names(watch.on(reading(PumpStatus.INFUSING, "5.00"), 0))).containsExactly(SAMPLE);
  }

  @Test
  void startAndStopAreSaidWhenTheyHappen() {
    watch.on(reading(PumpStatus.STOPPED, "5.00"), 0);
    assertThat(names(watch.on(reading(PumpStatus.INFUSING, "5.00"), 1_000)))
        .containsExactly(DELIV_START, SAMPLE);
    assertThat(names(watch.on(reading(PumpStatus.STOPPED, "5.00"), 2_000)))
        .containsExactly(DELIV_STOP, SAMPLE);
  }

  // IHE PCD IPEC: a change of rate is a stop (transitioning) and a start.
  @Test
  void aChangedRateIsATransitioningStopAndAStart() {
    watch.on(reading(PumpStatus.INFUSING, "5.00"), 0);
    List<Event> events = watch.on(reading(PumpStatus.INFUSING, "7.50"), 1_000);
    assertThat(names(events)).containsExactly(DELIV_STOP, DELIV_START, SAMPLE);
    assertThat(events.get(0).details().toString())
        .contains("\"transitioning\":true")
        .contains("5.00");
    assertThat(events.get(1).details().toString()).contains("7.50").contains("\"mdc\":157784");
  }

  @Test
  void theSameRateWithOtherDigitsIsNoChange() {
    watch.on(reading(PumpStatus.INFUSING, "5.0"), 0);
    assertThat(watch.on(reading(PumpStatus.INFUSING, "5.00"), 1_000)).isEmpty();
  }

  @Test
  void anEndThatThePumpNamesAsCompleteIsComplete() {
    watch.on(reading(PumpStatus.INFUSING, "5.00"), 0);
    assertThat(names(watch.on(reading(PumpStatus.ALARM, "0.00", COMPLETE), 1_000)))
        .containsExactly(ALARM, DELIV_COMP, SAMPLE);
  }

  @Test
  void alarmsAreSaidFirstWithTheirPhaseAndCode() {
    watch.on(reading(PumpStatus.INFUSING, "5.00"), 0);
    List<Event> begins = watch.on(reading(PumpStatus.ALARM, "0.00", OCCLUSION), 1_000);
    assertThat(names(begins)).containsExactly(ALARM, DELIV_STOP, SAMPLE);
    assertThat(begins.get(0).toFields().toString())
        .contains("\"phase\":\"start\"")
        .contains("\"code\":\"AL_OCCLU\"")
        .contains("\"mdc\":196940");
    List<Event> ends = watch.on(reading(PumpStatus.STOPPED, "0.00"), 2_000);
    assertThat(ends.get(0).details().toString()).contains("\"phase\":\"end\"");
  }

  @Test
  void anUnchangedChannelIsSampledAtItsIntervalAndNotBefore() {
    watch.on(reading(PumpStatus.INFUSING, "5.00"), 0);
    assertThat(watch.on(reading(PumpStatus.INFUSING, "5.00"), SAMPLE_MS - 1)).isEmpty();
    assertThat(names(watch.on(reading(PumpStatus.INFUSING, "5.00"), SAMPLE_MS)))
        .containsExactly(SAMPLE);
  }
}
