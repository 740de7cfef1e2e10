// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static io.pumpbridge.runtime.demo.Bedside.linkIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.server.AlertQuestion;
import io.pumpbridge.runtime.Awaiting;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server holds to stand, while agent, pumps and cables come and go under an alarm. */
class AlarmStoryIT {
  private static final int HOLD_S = 1;
  private static final int FLAPS = 30;

  @TempDir private Path directory;
  private Bedside bedside;
  private AgentProcess agent;
  private Bed bed;

  @BeforeEach
  void alarming() throws Exception {
    bedside = Bedside.provisioned(directory);
    Path file = bedside.config().resolve("pump-bridge.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "\"drivers\"",
                "\"gateway\": { \"association.hold.s\": " + HOLD_S + " }, \"drivers\""));
    agent = bedside.agentProcess();
    agent.start();
    bed = bedside.infusing();
    alarm();
  }

  @AfterEach
  void close() throws Exception {
    agent.stop();
    bedside.close();
  }

  private void alarm() throws Exception {
    int mark = bedside.stored().mark();
    bed.pump().atPanel((panel, nowMs) -> panel.disengageDrive(nowMs));
    bedside.await(mark, alarmIs("start"));
  }

  private void clearAlarm() throws Exception {
    bed.pump().atPanel((panel, nowMs) -> panel.clearAlarm(nowMs));
  }

  private Predicate<Stored> alarmIs(String phase) {
    return event(EventName.ALARM, bed).and(alarm -> alarm.textOf("phase").equals(phase));
  }

  /** A question mark where nobody knows. */
  private List<String> list() {
    try {
      return new AlertQuestion(bedside.hospital().server())
          .ask(DemoDocuments.GATEWAY).stream()
              .map(alert -> alert.line().serial() + (alert.isStanding() ? "" : "?"))
              .toList();
    } catch (PumpServerException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitList(String... alerts) throws Exception {
    Awaiting.until("the list is " + List.of(alerts), () -> list().equals(List.of(alerts)));
  }

  @Test
  void anAlarmThatEndsWhileTheAgentIsDeadStandsForNobody() throws Exception {
    agent.killHard();
    clearAlarm();
    assertThat(list()).containsExactly(bed.serial());
    int mark = bedside.stored().mark();
    agent.start();
    bedside.await(mark, event(EventName.ALERTS_UNKNOWN));
    awaitList();
    assertThat(bedside.stored().since(mark)).noneMatch(event(EventName.ALARM, bed));
  }

  @Test
  void anAlarmThatOutlivesTheAgentStandsAgainAndEndsOnce() throws Exception {
    agent.killHard();
    int mark = bedside.stored().mark();
    agent.start();
    bedside.await(mark, alarmIs("start"));
    awaitList(bed.serial());
    clearAlarm();
    bedside.await(mark, alarmIs("end"));
    awaitList();
  }

  @Test
  void theAlarmOfAPumpThatIsNotThereAfterARestartIsNotKnown() throws Exception {
    agent.killHard();
    bed.pump().unplug();
    int mark = bedside.stored().mark();
    agent.start();
    bedside.await(mark, event(EventName.ALERTS_UNKNOWN));
    awaitList(bed.serial() + "?");
  }

  @Test
  void theAlarmOfAPumpThatIsUnpluggedForGoodIsNotKnownAndStandsWhereItIsFoundAgain()
      throws Exception {
    int mark = bedside.stored().mark();
    bed.pump().unplug();
    bedside.await(mark, event(EventName.ALERTS_UNKNOWN, bed));
    awaitList(bed.serial() + "?");
    bed.pump().replug();
    bedside.await(mark, alarmIs("start"));
    awaitList(bed.serial());
  }

  @Test
  void anotherPumpInItsPlaceTellsNothingOfIt() throws Exception {
    int mark = bedside.stored().mark();
    bed.pump().close();
    Bed other = bedside.plugIn(bed.port());
    bedside.await(mark, linkIs(other, "connected"));
    bedside.await(mark, event(EventName.ALERTS_UNKNOWN, bed));
    awaitList(bed.serial() + "?");
    assertThat(bedside.stored().since(mark)).noneMatch(alarmIs("end"));
  }

  /** Each start has one end, or nobody knows; and what stands at the end does. */
  @Test
  void aLineThatComesAndGoesTellsOneStory() throws Exception {
    for (int flap = 0; flap < FLAPS; flap++) {
      int mark = bedside.stored().mark();
      bed.pump().unplug();
      bedside.await(mark, linkIs(bed, "lost"));
      bed.pump().replug();
      bedside.await(mark, linkIs(bed, "connected"));
    }
    int mark = bedside.stored().mark();
    clearAlarm();
    bedside.await(mark, alarmIs("end"));
    awaitList();
    List<String> phases = new ArrayList<>();
    for (Stored stored : bedside.stored().since(0)) {
      if (event(EventName.ALARM, bed).or(event(EventName.ALERTS_UNKNOWN, bed)).test(stored)) {
        phases.add(stored.textOf("phase"));
      }
    }
    for (int i = 0; i < phases.size(); i++) {
      assertThat(phases.get(i).equals("start")).as(phases + " at " + i).isEqualTo(i % 2 == 0);
    }
    assertThat(phases).last().isEqualTo("end");
  }
}
