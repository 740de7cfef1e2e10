// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines by way of Pi4J. Providers are always named: its automatic search finds nothing inside
 * OSGi, and outside it would take a mock that happens to lie about.
 *
 * <p>Pi4J and its native part fail with whatever unchecked exception or linkage error comes up;
 * both are therefore caught as they are, here and nowhere else.
 */
final class Pi4jLines implements Lines {
  private static final Logger log = LoggerFactory.getLogger(Pi4jLines.class);

  private final Context context;
  private final BoardFile.Light light;
  private final DigitalOutput red;
  private final Optional<DigitalOutput> amber;
  private final DigitalOutput green;
  private final Optional<DigitalOutput> buzzer;
  private final Optional<DigitalInput> tamper;
  private final BoardFile file;

  private Pi4jLines(
      BoardFile file, Context context, DigitalInputProvider inputs, DigitalOutputProvider outputs) {
    this.file = file;
    this.context = context;
    this.light = file.light();
    this.red = output(outputs, "red", light.red());
    this.amber = light.amber().map(amberLine -> output(outputs, "amber", amberLine));
    this.green = output(outputs, "green", light.green());
    this.buzzer = file.buzzer().map(buzzerLine -> output(outputs, "buzzer", buzzerLine));
    this.tamper = file.tamper().map(tamperLine -> input(inputs, tamperLine));
  }

  /** On the GPIO character device of this machine. */
  static Lines open(BoardFile file, Path devices) throws LineException {
    if (!hasGpioChip(devices)) {
      // Pi4J would fill the log with errors before it came to the same end.
      throw new LineException("This machine has no GPIO chip: there is no /dev/gpiochip*.");
    }
    return open(
        file, GpioDDigitalInputProvider.newInstance(), GpioDDigitalOutputProvider.newInstance());
  }

  static Lines open(BoardFile file, DigitalInputProvider inputs, DigitalOutputProvider outputs)
      throws LineException {
    Context context = null;
    try {
      context =
          Pi4J.newContextBuilder()
              .noAutoDetect()
              .noAutoInject()
              // A hook for each update would never be given back.
              .disableShutdownHook()
              .add(inputs, outputs)
              .build();
      return new Pi4jLines(file, context, inputs, outputs);
    } catch (RuntimeException | LinkageError e) {
      if (context != null) {
        giveBack(context);
      }
      throw new LineException("The GPIO lines cannot be opened: " + reason(e), e);
    }
  }

  private static boolean hasGpioChip(Path devices) {
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(devices, "gpiochip*")) {
      return chips.iterator().hasNext();
    } catch (IOException e) {
      log.debug("cannot look for gpio chips", e);
      return false;
    }
  }

  private DigitalOutput output(
      DigitalOutputProvider provider, String id, BoardFile.Output settings) {
    DigitalState off = level(settings, false);
    return provider.create(
        DigitalOutput.newConfigBuilder(context)
            .id(id)
            .address(settings.pin())
            .initial(off)
            .shutdown(off)
            .build());
  }

  private DigitalInput input(DigitalInputProvider provider, BoardFile.Switch settings) {
    PullResistance pull =
        switch (settings.pull()) {
          case UP -> PullResistance.PULL_UP;
          case DOWN -> PullResistance.PULL_DOWN;
          case NONE -> PullResistance.OFF;
        };
    // Only its level is used; debouncing is ours, so Pi4J's is off.
    return provider.create(
        DigitalInput.newConfigBuilder(context)
            .id("tamper")
            .address(settings.pin())
            .pull(pull)
            .debounce(0L)
            .build());
  }

  @Override
  public void drive(Lamps lamps) throws LineException {
    // Without an amber lamp, red and green together make amber.
    boolean mix = lamps.amber() && amber.isEmpty();
    // All are set before any complains: green must not stay lit because red is broken.
    List<String> broken = new ArrayList<>();
    set(red, light.red(), lamps.red() || mix).ifPresent(broken::add);
    if (amber.isPresent()) {
      set(amber.get(), light.amber().orElseThrow(), lamps.amber()).ifPresent(broken::add);
    }
    set(green, light.green(), lamps.green() || mix).ifPresent(broken::add);
    refuse(broken);
  }

  @Override
  public void buzz(boolean on) throws LineException {
    if (buzzer.isPresent()) {
      refuse(set(buzzer.get(), file.buzzer().orElseThrow(), on).stream().toList());
    }
  }

  private static void refuse(List<String> broken) throws LineException {
    if (!broken.isEmpty()) {
      throw new LineException(String.join(" ", broken));
    }
  }

  /** What is wrong with it, in a sentence; empty if it is set. */
  private static Optional<String> set(DigitalOutput line, BoardFile.Output settings, boolean on) {
    try {
      line.state(level(settings, on));
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      log.debug("a line cannot be set id={}", line.id(), e);
      return Optional.of("The line " + line.id() + " cannot be set: " + reason(e) + ".");
    }
  }

  private static DigitalState level(BoardFile.Output settings, boolean on) {
    return on == settings.activeHigh() ? DigitalState.HIGH : DigitalState.LOW;
  }

  @Override
  public int debounceMs() {
    return file.tamper().map(BoardFile.Switch::debounceMs).orElse(0);
  }

  @Override
  public boolean lidClosed() throws LineException {
    DigitalInput line =
        tamper.orElseThrow(() -> new LineException("The board file names no tamper switch."));
    DigitalState state;
    try {
      state = line.state();
    } catch (RuntimeException | LinkageError e) {
      throw new LineException("The tamper switch cannot be read: " + reason(e), e);
    }
    return switch (state) {
      case HIGH -> file.tamper().orElseThrow().closedHigh();
      case LOW -> !file.tamper().orElseThrow().closedHigh();
      case UNKNOWN -> throw new LineException("The tamper switch gives no level.");
    };
  }

  @Override
  public void close() {
    try {
      try {
        drive(Lamps.DARK);
      } finally {
        buzz(false);
      }
    } catch (LineException e) {
      log.warn("the board could not be darkened reason=\"{}\"", e.sentence());
    }
    giveBack(context);
  }

  private static void giveBack(Context context) {
    try {
      context.shutdown();
    } catch (RuntimeException e) {
      log.warn("the gpio lines could not be given back", e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName() + " " + deepest.getMessage();
  }
}
