// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server's list of what stands, told in records. */
class AlertBookTest {
  private static final String GATEWAY = "gw-1";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PumpIdentity PUMP = new PumpIdentity("alaris", "", "GH", "8001", "");
  private static final PumpIdentity OTHER = new PumpIdentity("alaris", "", "GH", "8002", "");

  private final AlertBook book = new AlertBook();
  private String epoch = "e1";
  private int second;

  private void say(Event event) {
    sayAt(++second, event);
  }

  private void sayAt(int at, Event event) {
    ClockReading clock = new ClockReading(NOON.plusSeconds(at), ClockQuality.SYNCHRONISED, at);
    StreamId stream = new StreamId(GATEWAY, epoch, event.lane());
    try {
      book.see(
          EventRecord.of(stream, 1, EventRecord.FIRST_PREVIOUS, clock, event),
          Fields.from(Map.of("t", clock.wall().toString(), "event", event.toFields().toTree())));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private static Event alarm(PumpIdentity pump, String code, String phase) {
    return Event.of(
        EventName.ALARM, pump, "1", Fields.builder().put("code", code).put("phase", phase).build());
  }

  private static Event of(EventName name, PumpIdentity pump) {
    return Event.of(name, pump, "1", Fields.builder().build());
  }

  private static Event started() {
    return Event.of(EventName.ALERTS_UNKNOWN, Fields.builder().build());
  }

  /** Code or ADVISORY, and a question mark where nobody knows. */
  private List<String> list() {
    return book.alerts(GATEWAY).stream()
        .map(
            alert ->
                (alert.kind() == Alert.Kind.ALARM ? alert.code() : "ADVISORY")
                    + (alert.isStanding() ? "" : "?"))
        .toList();
  }

  @Test
  void anAlarmStandsUntilItEnds() {
    say(alarm(PUMP, "A", "start"));
    say(alarm(PUMP, "B", "start"));
    say(alarm(PUMP, "A", "end"));
    assertThat(list()).containsExactly("B");
    assertThat(book.alerts("gw-2")).isEmpty();
  }

  @Test
  void aChannelHasOneAdvisory() {
    say(of(EventName.ADVISORY_RAISED, PUMP));
    say(of(EventName.ADVISORY_RAISED, PUMP));
    assertThat(list()).containsExactly("ADVISORY");
    say(of(EventName.ADVISORY_CLEARED, PUMP));
    assertThat(list()).isEmpty();
  }

  @Test
  void aPumpThatIsAwayForGoodLeavesWhatNobodyKnows() {
    say(alarm(PUMP, "A", "start"));
    say(alarm(OTHER, "A", "start"));
    say(of(EventName.ALERTS_UNKNOWN, PUMP));
    assertThat(list()).containsExactly("A?", "A");
    assertThat(book.alerts(GATEWAY).get(0).since()).isEqualTo(NOON.plusSeconds(1));
    assertThat(book.alerts(GATEWAY).get(0).unknownSince()).contains(NOON.plusSeconds(3));
  }

  @Test
  void whatIsSaidAgainStandsAgain() {
    say(alarm(PUMP, "A", "start"));
    say(of(EventName.ALERTS_UNKNOWN, PUMP));
    say(alarm(PUMP, "A", "start"));
    assertThat(list()).containsExactly("A");
    assertThat(book.alerts(GATEWAY).get(0).since()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void whatGoesOnKeepsItsBeginning() {
    say(alarm(PUMP, "A", "start"));
    say(started());
    say(alarm(PUMP, "A", "continue"));
    say(alarm(PUMP, "B", "continue"));
    assertThat(list()).containsExactly("A", "B");
    assertThat(book.alerts(GATEWAY).get(0).since()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void aGatewayThatStartsKnowsNothingUntilItsPumpsAreHeard() {
    say(alarm(PUMP, "A", "start"));
    say(alarm(PUMP, "B", "start"));
    say(of(EventName.ADVISORY_RAISED, OTHER));
    say(started());
    assertThat(list()).containsExactly("A?", "B?", "ADVISORY?");
    say(alarm(PUMP, "B", "start"));
    say(of(EventName.SAMPLE, PUMP));
    assertThat(list()).containsExactly("B", "ADVISORY?");
    say(of(EventName.SAMPLE, OTHER));
    assertThat(list()).containsExactly("B");
  }

  /** Samples wait where alarms do not: one from before tells nothing of what is now. */
  @Test
  void aSampleFromBeforeEndsNothing() {
    say(alarm(PUMP, "A", "start"));
    say(started());
    sayAt(1, of(EventName.SAMPLE, PUMP));
    sayAt(2, of(EventName.SAMPLE, PUMP));
    assertThat(list()).containsExactly("A?");
  }

  @Test
  void aSampleEndsNothingThatStands() {
    say(alarm(PUMP, "A", "start"));
    say(of(EventName.SAMPLE, PUMP));
    assertThat(list()).containsExactly("A");
  }

  /** A damaged journal's records come when it has been salvaged. */
  @Test
  void anEndedEpochThatComesLateMakesNothingStandAndEndsNothingThatDoes() {
    epoch = "e2";
    sayAt(100, started());
    sayAt(101, alarm(PUMP, "A", "start"));
    epoch = "e1";
    sayAt(1, started());
    sayAt(2, alarm(PUMP, "A", "start"));
    sayAt(3, alarm(PUMP, "A", "end"));
    sayAt(4, alarm(PUMP, "B", "start"));
    sayAt(5, alarm(PUMP, "C", "start"));
    sayAt(6, alarm(PUMP, "C", "end"));
    assertThat(list()).containsExactly("A", "B?");
    epoch = "e2";
    sayAt(102, of(EventName.SAMPLE, PUMP));
    assertThat(list()).containsExactly("A");
  }

  /** A clock that is set back must not make an alarm history. */
  @Test
  void withinAnEpochTheOrderCountsAndNoClock() {
    sayAt(1_000, started());
    sayAt(5, alarm(PUMP, "A", "start"));
    assertThat(list()).containsExactly("A");
    sayAt(3, started());
    assertThat(list()).containsExactly("A?");
    sayAt(2, alarm(PUMP, "A", "end"));
    assertThat(list()).isEmpty();
  }

  @Test
  void pumpsWithoutSerialNumbersAreToldApartByTheirPorts() {
    say(nameless("/dev/a", "start"));
    say(nameless("/dev/b", "start"));
    say(nameless("/dev/a", "end"));
    assertThat(book.alerts(GATEWAY))
        .extracting(alert -> alert.line().port())
        .containsExactly("/dev/b");
  }

  private static Event nameless(String port, String phase) {
    return Event.of(
        EventName.ALARM,
        new PumpIdentity("as50", "", "AS50", "", ""),
        "1",
        Fields.builder().put("code", "A").put("phase", phase).put("port", port).build());
  }

  @Test
  void whatCannotBeReadChangesNothing() {
    say(alarm(PUMP, "A", "start"));
    say(Event.of(EventName.ALARM, PUMP, Fields.builder().put("phase", "end").build()));
    say(Event.of(EventName.BRIDGE_STARTED, Fields.builder().build()));
    assertThat(list()).containsExactly("A");
  }

  @Test
  void whatNobodyKnowsOfGivesWayFirst() {
    say(alarm(PUMP, "A", "start"));
    say(alarm(OTHER, "B", "start"));
    say(of(EventName.ALERTS_UNKNOWN, OTHER));
    for (int i = 0; i < 1_023; i++) {
      say(alarm(PUMP, "A" + i, "start"));
    }
    assertThat(list()).hasSize(1_024).contains("A").doesNotContain("B?");
  }

  @Test
  void aGatewayCannotMakeTheListGrow() {
    for (int i = 0; i < 2_000; i++) {
      say(alarm(PUMP, "A" + i, "start"));
    }
    assertThat(list()).hasSize(1_024).contains("A1999").doesNotContain("A0");
  }
}
