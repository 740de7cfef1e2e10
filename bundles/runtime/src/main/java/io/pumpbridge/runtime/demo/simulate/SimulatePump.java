// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.simulate;

import io.pumpbridge.runtime.command.PumpsSimulateCommand.Order;
import io.pumpbridge.runtime.command.PumpsSimulateCommand.Simulation;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.live.LineAddress;
import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.live.PumpLine;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.script.Performance;
import io.pumpbridge.simulators.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sets a pump on its line and lets a script or a person have it. */
public final class SimulatePump implements Simulation {
  /** A script that has ended, or a keyboard, is looked after this often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Script NOTHING = new Script(List.of());

  @Override
  public int run(Order order) throws LaunchException, InterruptedException {
    PumpSimulator simulator = usage("simulator", () -> create(order, order.serial()));
    Script script = order.script().isEmpty() ? NOTHING : read(order.script().get(), simulator);
    PumpLine line = open(usage("link", () -> LineAddress.parse(order.link())));
    LivePump pump =
        LivePump.start(simulator, serial -> create(order, Optional.of(serial)), line, order.seed());
    Thread stop = new Thread(() -> stopNow(pump), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try (pump) {
      Logbook logbook = new Logbook(order.out(), order.json());
      PumpStage stage = new PumpStage(pump);
      logbook.ready();
      if (order.script().isEmpty()) {
        new Keyboard(stage, logbook).listen(order.keyboard());
      }
      perform(new Performance(script), pump, stage, logbook);
    } catch (IOException e) {
      throw new LaunchException(
          Fault.DEVICE, "line-failed", "The pump's line has failed: " + e.getMessage() + ".");
    } finally {
      forget(stop);
    }
    return 0;
  }

  private static PumpSimulator create(Order order, Optional<String> serial) {
    return Simulators.create(order.protocol(), serial, order.pumps());
  }

  private static <T> T usage(String code, Supplier<T> made) throws LaunchException {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new LaunchException(Fault.USAGE, code, PumpStage.sentence(e));
    }
  }

  private static PumpLine open(LineAddress address) throws LaunchException {
    try {
      return address.open();
    } catch (IOException e) {
      throw new LaunchException(
          Fault.DEVICE, "link-not-open", "The link cannot be opened: " + e.getMessage() + ".");
    }
  }

  /** Every mistake at once: whoever wrote it should not have to come five times. */
  private static Script read(Path file, PumpSimulator simulator) throws LaunchException {
    Script.Reading reading = readFile(file);
    List<String> problems = new ArrayList<>();
    reading.mistakes().forEach(mistake -> problems.add(file + ", " + mistake + "."));
    for (Script.Step step : reading.script().steps()) {
      Optional<String> place = step.cue().place();
      if (place.isPresent() && !PumpStage.hasPlace(simulator, place.get())) {
        String why = PumpStage.noSuchPlace(simulator, place.get());
        problems.add(file + ", line " + step.line() + ": " + why);
      }
    }
    if (!problems.isEmpty()) {
      throw new LaunchException(Fault.USAGE, "script", problems);
    }
    return reading.script();
  }

  private static Script.Reading readFile(Path file) throws LaunchException {
    try {
      return Script.read(Files.readString(file));
    } catch (IOException e) {
      throw new LaunchException(Fault.USAGE, "script", "The script " + file + " cannot be read.");
    }
  }

  private static void perform(
      Performance performance, LivePump pump, PumpStage stage, Logbook logbook)
      throws IOException, InterruptedException {
    do {
      for (Script.Step step : performance.due(pump.nowMs())) {
        logbook.played(pump.nowMs(), step.cue(), stage.play(step.cue()));
      }
    } while (!pump.awaitEnd(untilNext(performance, pump.nowMs())));
  }

  private static Duration untilNext(Performance performance, long nowMs) {
    long most = LOOK.toMillis();
    long next = performance.nextMs().orElse(nowMs + most);
    return Duration.ofMillis(Math.max(0, Math.min(most, next - nowMs)));
  }

  /** To be told to stop is no failure: the link goes, and the exit code is 0. */
  private static void stopNow(LivePump pump) {
    int exitCode = 0;
    try {
      pump.close();
    } catch (IOException e) {
      exitCode = Fault.DEVICE.exitCode();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }
}
