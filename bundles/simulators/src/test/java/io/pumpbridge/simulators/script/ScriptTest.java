// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.script.Script.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTest {

  private static Action action(String text) {
    return Cue.parse(text).action();
  }

  @Test
  void stepsHappenWhereTimeHasComeTo() {
    Script.Reading reading =
        Script.read(
            """
            # a pump that is occluded
            rate 5.00
            start          # at once

            at 5s occlude
            wait 500ms
            free
            [1/2] clear
            at 2min end
            """);
    assertThat(reading.mistakes()).isEmpty();
    assertThat(reading.script().steps())
        .extracting(Step::at, Step::line, step -> step.cue().text())
        .containsExactly(
            tuple(0, 2, "rate 5.00"),
            tuple(0, 3, "start"),
            tuple(5_000, 5, "occlude"),
            tuple(5_500, 7, "free"),
            tuple(5_500, 8, "[1/2] clear"),
            tuple(120_000, 9, "end"));
  }

  private static Tuple tuple(long ms, int line, String text) {
    return Tuple.tuple(Duration.ofMillis(ms), line, text);
  }

  @Test
  void everyMistakeIsNamedWithItsLine() {
    Script.Reading reading =
        Script.read(
            """
            rate
            ocludde
            wait soon
            at 5s
            at 3s start
            at 1s stop
            start now
            battery 101
            mains perhaps
            [] start
            [1/2] unplug
            at 25000s stop
            wait 2s start
            flood 0
            say \\xZZ
            silence 2
            """);
    assertThat(reading.mistakes())
        .extracting(Script.Mistake::line)
        .containsExactly(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16);
    assertThat(reading.mistakes().get(0)).hasToString("line 1: 'rate' is written 'rate V'");
    assertThat(reading.mistakes().get(1).sentence()).contains("'ocludde'", "occlude");
    assertThat(reading.mistakes().get(4).sentence()).contains("1s has gone by", "3s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "stop",
        "rate 12.50",
        "vtbi 100",
        "load 50",
        "empty",
        "occlude",
        "free",
        "clear",
        "mains off",
        "mains on",
        "battery 20",
        "unplug",
        "replug",
        "corrupt 3",
        "noise 2",
        "silence 2s",
        "late 1500ms",
        "echo on",
        "echo off",
        "flood 1000",
        "say \\x05!INF|0000\\r",
        "swap 8003-00077",
        "end",
        "[1/2] rate 5.00"
      })
  void eachActionReadsAsItIsWritten(String text) {
    assertThat(Cue.parse(text).text()).isEqualTo(text);
    assertThat(Cue.parse("  " + text + "  ")).isEqualTo(Cue.parse(text));
  }

  @Test
  void everyActionIsInTheHelp() {
    assertThat(Cue.help())
        .hasSameSizeAs(ActionForm.ALL)
        .anyMatch(line -> line.startsWith("rate V"));
  }

  @Test
  void aPlaceIsWhatStandsInBrackets() {
    assertThat(Cue.parse("[ 1/2 ]start").place()).contains("1/2");
    assertThat(Cue.parse("start").place()).isEqualTo(Optional.empty());
  }

  @Test
  void bytesAreSaidAsTheyAreWritten() {
    assertThat(action("say a\\r\\n\\\\\\x00\\xfF"))
        .isEqualTo(new LineAction.Say(Bytes.fromHex("610d0a5c00ff")));
    assertThatThrownBy(() -> action("say \u00e4")).hasMessageContaining("\\xHH");
    assertThatThrownBy(() -> action("say \\q")).hasMessageContaining("backslash");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "5s,5000", "2min,120000", "0s,0"})
  void timesAreNumbersWithTheirUnit(String text, long ms) {
    assertThat(Durations.parse(text)).hasMillis(ms);
  }

  @Test
  void aPerformanceSaysEachStepOnceWhenItIsDue() {
    Performance performance =
        new Performance(Script.read("start\nat 1s stop\nat 2s end\n").script());
    assertThat(performance.nextMs()).hasValue(0);
    assertThat(texts(performance.due(0))).containsExactly("start");
    assertThat(performance.due(999)).isEmpty();
    assertThat(performance.nextMs()).hasValue(1_000);
    assertThat(texts(performance.due(5_000))).containsExactly("stop", "end");
    assertThat(performance.due(9_000)).isEmpty();
    assertThat(performance.nextMs()).isEmpty();
  }

  private static List<String> texts(List<Step> steps) {
    return steps.stream().map(step -> step.cue().text()).toList();
  }

  @Test
  void anyTextGivesAnAnswer() {
    byte[] bytes = new byte[4_000];
    new Random(7).nextBytes(bytes);
    Script.Reading reading = Script.read(new String(bytes, StandardCharsets.ISO_8859_1));
    assertThat(reading.mistakes()).isNotEmpty();
    assertThat(Script.read("start\n".repeat(10_001)).mistakes()).hasSize(1);
  }
}
