// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final long MINUTE_MS = 60_000;

  private final Repeats repeats = new Repeats();

  private static Event refusal(String code) {
    return Event.of(EventName.SERVER_REFUSED, Fields.builder().put("code", code).build());
  }

  private static String text(Event event) {
    return event.toFields().toString();
  }

  @Test
  void theFirstIsToldAtOnceAndEqualOnesAreCounted() {
    assertThat(repeats.on(refusal("a"), 0)).containsExactly(refusal("a"));
    assertThat(repeats.on(refusal("a"), 1)).isEmpty();
    assertThat(repeats.on(refusal("b"), 2)).containsExactly(refusal("b"));
    List<Event> told = repeats.onTick(Repeats.PERIOD_MS);
    assertThat(told).hasSize(1);
    assertThat(text(told.get(0))).contains("\"code\":\"a\"").contains("\"repeated\":1");
  }

  @Test
  void aServerRefusedEveryMinuteForAWeekTakesOneRecordAnHour() {
    int week = 7 * 24 * 60;
    List<Event> told = new ArrayList<>();
    for (int minute = 0; minute < week; minute++) {
      told.addAll(repeats.on(refusal("server-chain-untrusted"), minute * MINUTE_MS));
    }
    told.addAll(repeats.drain());
    assertThat(told).hasSize(169);
    long counted =
        told.stream()
            .skip(1)
            .mapToLong(
                event -> Long.parseLong(text(event).replaceAll(".*repeated\":(\\d+).*", "$1")))
            .sum();
    assertThat(counted + 1).as("none goes unmentioned").isEqualTo(week);
  }

  @Test
  void whoVariesTheDetailsGetsNoFurther() {
    List<Event> told = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      told.addAll(repeats.on(refusal("code-" + i), i));
    }
    assertThat(told).hasSize(Repeats.KINDS + 1);
    assertThat(text(told.get(Repeats.KINDS))).contains("further");
    assertThat(repeats.on(Event.of(EventName.COMMAND_REFUSED, refusal("x").details()), 1))
        .as("another name has room of its own")
        .hasSize(1);
  }

  @Test
  void afterAQuietHourItIsNewAgain() {
    assertThat(repeats.on(refusal("a"), 0)).hasSize(1);
    assertThat(repeats.onTick(Repeats.PERIOD_MS)).isEmpty();
    assertThat(repeats.on(refusal("a"), Repeats.PERIOD_MS)).containsExactly(refusal("a"));
  }
}
