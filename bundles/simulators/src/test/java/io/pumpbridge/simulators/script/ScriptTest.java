// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

  private static List<String> due(Performance performance, long nowMs) {
    return performance.due(nowMs).stream().map(step -> step.cue().text()).toList();
  }

  @Test
  void actionsComeInTimeAndEachOnce() {
    Script.Reading reading =
        Script.read(
            """
            # a syringe that runs into an occlusion
            rate 5.00
            start
            at 5s occlude
            wait 500ms
            unplug  # the cable
            at 7s [1/2] stop
            """);
    assertThat(reading.mistakes()).isEmpty();
    Performance performance = new Performance(reading.script());
    assertThat(due(performance, 0)).containsExactly("rate 5.00", "start");
    assertThat(due(performance, 4_999)).isEmpty();
    assertThat(due(performance, 5_499)).containsExactly("occlude");
    assertThat(performance.nextMs()).hasValue(5_500);
    assertThat(due(performance, 60_000)).containsExactly("unplug", "[1/2] stop");
    assertThat(performance.nextMs()).isEmpty();
  }

  @Test
  void everyMistakeIsNamedWithItsLine() {
    Script.Reading reading =
        Script.read("rate\nstart now\nat 5s start\nat 4s stop\nwait\nrate 5,0\nfly\n[1/2] unplug");
    assertThat(reading.mistakes())
        .extracting(Script.Mistake::line)
        .containsExactly(1, 2, 4, 5, 6, 7, 8);
    assertThat(reading.mistakes().get(2).sentence()).contains("4s").contains("5s");
  }

  @Test
  void whateverIsWrittenGivesAnAnswer() {
    for (String odd :
        List.of("\0", "at", "at x y", "wait -1s", "[", "[]", "say \\x", "flood 99999999")) {
      assertThat(Script.read(odd).mistakes()).as(odd).hasSize(1);
    }
  }

  @Test
  void everyActionInTheHelpCanBeWritten() {
    assertThat(Cue.help()).hasSizeGreaterThan(15).allSatisfy(line -> assertThat(line).isNotBlank());
  }
}
