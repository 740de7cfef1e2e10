// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProviderImpl;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProviderImpl;
import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.board.Board.Tamper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Pi4J's mock, with the slf4j 1.7 of Kura 5 on the class path. */
class Pi4jLinesTest {

  /** Remembers what it made, as Pi4J's registry forgets it at the end. */
  private static final class Chip {
    final Map<String, DigitalOutput> outputs = new ConcurrentHashMap<>();
    final Map<String, MockDigitalInput> inputs = new ConcurrentHashMap<>();
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    Lines open(BoardFile file) throws LineException {
      return Pi4jLines.open(
          file,
          new MockDigitalInputProviderImpl() {
            @Override
            public DigitalInput create(DigitalInputConfig config) {
              DigitalInput made = super.create(config);
              inputs.put(made.id(), (MockDigitalInput) made);
              return made;
            }
          },
          new MockDigitalOutputProviderImpl() {
            @Override
            public DigitalOutput create(DigitalOutputConfig config) {
              DigitalOutput made = breakable(this, config);
              context.registry().add(made);
              outputs.put(made.id(), made);
              return made;
            }
          });
    }

    private DigitalOutput breakable(
        MockDigitalOutputProvider provider, DigitalOutputConfig config) {
      return new MockDigitalOutput(provider, config) {
        @Override
        public DigitalOutput state(DigitalState state) {
          if (broken.contains(id())) {
            throw new IllegalStateException("no such line any more");
          }
          return super.state(state);
        }
      };
    }

    Map<String, Boolean> levels() {
      Map<String, Boolean> levels = new HashMap<>();
      outputs.forEach((id, line) -> levels.put(id, line.isHigh()));
      return levels;
    }
  }

  private final Chip chip = new Chip();

  @Test
  void everyLampIsOnItsOwnLine() throws Exception {
    try (Lines lines = chip.open(BoardFile.load("raspberry-pi-4"))) {
      assertThat(chip.outputs.get("red").config().address()).isEqualTo(17);
      assertThat(chip.outputs.get("amber").config().address()).isEqualTo(27);
      assertThat(chip.outputs.get("green").config().address()).isEqualTo(22);
      assertThat(chip.outputs.get("buzzer").config().address()).isEqualTo(23);
      lines.drive(Lamps.RED);
      assertThat(chip.levels()).containsAllEntriesOf(levels(true, false, false));
      lines.drive(Lamps.AMBER);
      assertThat(chip.levels()).containsAllEntriesOf(levels(false, true, false));
      lines.drive(Lamps.GREEN);
      assertThat(chip.levels()).containsAllEntriesOf(levels(false, false, true));
      lines.buzz(true);
      assertThat(chip.levels()).containsEntry("buzzer", true);
    }
  }

  @Test
  void withoutAnAmberLampRedAndGreenMakeAmberAndActiveLowIsHonoured() throws Exception {
    BoardFile rgb =
        BoardFile.parse(
            """
            {"format":"pump-bridge-board-1","name":"rgb","title":"RGB","numbering":"BCM",
             "light":{"red":{"pin":17,"active":"low"},"green":{"pin":22,"active":"low"}}}"""
                .getBytes(UTF_8));
    try (Lines lines = chip.open(rgb)) {
      assertThat(chip.levels()).containsOnly(Map.entry("red", true), Map.entry("green", true));
      lines.drive(Lamps.AMBER);
      assertThat(chip.levels()).containsOnly(Map.entry("red", false), Map.entry("green", false));
      lines.drive(Lamps.RED);
      assertThat(chip.levels()).containsOnly(Map.entry("red", false), Map.entry("green", true));
      assertThatThrownBy(lines::lidClosed).hasMessageContaining("names no tamper switch");
    }
  }

  @Test
  void greenDoesNotStayLitBecauseRedIsBroken() throws Exception {
    try (Lines lines = chip.open(BoardFile.load("raspberry-pi-4"))) {
      lines.drive(Lamps.GREEN);
      chip.broken.add("red");
      assertThatThrownBy(() -> lines.drive(Lamps.RED))
          .isInstanceOf(LineException.class)
          .hasMessageContaining("The line red cannot be set");
      assertThat(chip.levels()).containsEntry("green", false);
    }
  }

  @Test
  void closingSilencesTheBuzzerThoughALampIsBroken() throws Exception {
    Lines lines = chip.open(BoardFile.load("raspberry-pi-4"));
    lines.buzz(true);
    chip.broken.add("red");
    lines.close();
    assertThat(chip.levels()).containsEntry("buzzer", false);
  }

  @Test
  void closingLeavesEverythingDarkAndSilent() throws Exception {
    Lines lines = chip.open(BoardFile.load("raspberry-pi-4"));
    lines.drive(Lamps.RED);
    lines.buzz(true);
    lines.close();
    assertThat(chip.levels().values()).containsOnly(false);
  }

  @Test
  void theSwitchIsReadWithItsOwnMeaning() throws Exception {
    try (Lines lines = chip.open(BoardFile.load("raspberry-pi-4"))) {
      chip.inputs.get("tamper").mockState(DigitalState.LOW);
      assertThat(lines.lidClosed()).isTrue();
      chip.inputs.get("tamper").mockState(DigitalState.HIGH);
      assertThat(lines.lidClosed()).isFalse();
      chip.inputs.get("tamper").mockState(DigitalState.UNKNOWN);
      assertThatThrownBy(lines::lidClosed).isInstanceOf(LineException.class);
    }
  }

  @Test
  void aHundredUpdatesLeaveNoThreadBehind() throws Exception {
    BoardFile file = BoardFile.load("raspberry-pi-4");
    chip.open(file).close();
    Set<String> before = threads();
    for (int i = 0; i < 100; i++) {
      try (DrivenBoard board = new DrivenBoard(() -> chip.open(file))) {
        board.show(Light.RED_BLINKING, Sound.ADVISORY_URGENT);
        if (i % 20 == 0) {
          Eventually.holds(() -> board.tamper() == Tamper.CLOSED);
        }
      }
    }
    Eventually.holds(() -> before.containsAll(threads()));
  }

  @Test
  void aMachineWithoutGpioSaysSo(@TempDir Path devices) throws Exception {
    BoardFile file = BoardFile.load("raspberry-pi-4");
    assertThatThrownBy(() -> Pi4jLines.open(file, devices))
        .isInstanceOf(LineException.class)
        .hasMessageContaining("no GPIO chip");
    assertThatThrownBy(() -> Pi4jLines.open(file, devices.resolve("absent")))
        .isInstanceOf(LineException.class);
  }

  @Test
  void aChipThatPi4jCannotServeSaysSoAndLeavesNoThread() throws Exception {
    // What happens on a gateway that is no Raspberry Pi: Pi4J's gpiod refuses to make a line. On a
    // Raspberry Pi this test would switch real lines.
    assumeFalse(BoardInfoHelper.runningOnRaspberryPi());
    BoardFile file = BoardFile.load("raspberry-pi-4");
    Set<String> before = threads();
    assertThatThrownBy(
            () ->
                Pi4jLines.open(
                    file,
                    GpioDDigitalInputProvider.newInstance(),
                    GpioDDigitalOutputProvider.newInstance()))
        .isInstanceOf(LineException.class)
        .hasMessageContaining("cannot be opened");
    Eventually.holds(() -> before.containsAll(threads()));
  }

  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.add(thread.getName());
    }
    return names;
  }

  private static Map<String, Boolean> levels(boolean red, boolean amber, boolean green) {
    return Map.of("red", red, "amber", amber, "green", green);
  }
}
