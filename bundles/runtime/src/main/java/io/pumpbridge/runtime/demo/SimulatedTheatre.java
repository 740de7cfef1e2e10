// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.runtime.command.PumpsSimulateCommand.Part;
import io.pumpbridge.runtime.command.PumpsSimulateCommand.Theatre;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.live.LineAddress;
import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.script.Cue;
import io.pumpbridge.simulators.script.LineAction;
import io.pumpbridge.simulators.script.PanelAction;
import io.pumpbridge.simulators.script.Performance;
import io.pumpbridge.simulators.script.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Plays a simulated pump by a script or by what is typed. */
public final class SimulatedTheatre implements Theatre {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final long MAX_SCRIPT_BYTES = 1 << 20;

  @Override
  public int play(Part part) throws IOException, InterruptedException {
    Function<String, PumpSimulator> maker =
        Simulators.find(part.protocol())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no simulator of '"
                            + part.protocol()
                            + "'; there are "
                            + String.join(", ", Simulators.protocols())
                            + "."));
    Optional<Script> script =
        part.script().isPresent() ? Optional.of(read(part)) : Optional.empty();
    String serial = part.serial().orElse(Simulators.exampleSerial(part.protocol()));
    LineAddress address = LineAddress.parse(part.link());
    try (LivePump pump = LivePump.start(maker.apply(serial), maker, address.open(), part.seed())) {
      Thread stop = new Thread(() -> close(pump), "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      say(part.out(), "ready");
      if (script.isPresent()) {
        perform(pump, script.get(), part.err());
      } else {
        listen(pump, part);
      }
      while (!pump.awaitEnd(Duration.ofDays(1))) {
        // it plays until somebody ends it
      }
    }
    return 0;
  }

  private static void close(LivePump pump) {
    try {
      pump.close();
    } catch (IOException e) {
      // The process ends; what failed on the line is nobody's any more.
    }
  }

  private static Script read(Part part) throws IOException {
    Path file = part.script().orElseThrow();
    if (!Files.isReadable(file) || Files.size(file) > MAX_SCRIPT_BYTES) {
      throw new IllegalArgumentException(
          "The script " + file + " cannot be read, or is larger than a megabyte.");
    }
    Script.Reading reading = Script.read(Files.readString(file));
    if (!reading.mistakes().isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " is no script:\n"
              + String.join(
                  "\n", reading.mistakes().stream().map(Script.Mistake::toString).toList()));
    }
    return reading.script();
  }

  private static void perform(LivePump pump, Script script, PrintWriter err)
      throws InterruptedException {
    Performance performance = new Performance(script);
    while (performance.nextMs().isPresent() && !pump.awaitEnd(LOOK)) {
      for (Script.Step step : performance.due(pump.nowMs())) {
        doOrSay(pump, step.cue(), err);
      }
    }
  }

  /** On a thread of its own: the end of what is typed is not the end of the pump. */
  private static void listen(LivePump pump, Part part) {
    Thread keyboard =
        new Thread(
            () -> {
              try {
                BufferedReader typed =
                    new BufferedReader(new InputStreamReader(part.in(), StandardCharsets.UTF_8));
                for (String line = typed.readLine(); line != null; line = typed.readLine()) {
                  onTyped(pump, line.strip(), part);
                }
              } catch (IOException e) {
                say(part.err(), "The keyboard cannot be read any more: " + e.getMessage());
              }
            },
            "keyboard");
    keyboard.setDaemon(true);
    keyboard.start();
  }

  private static void onTyped(LivePump pump, String line, Part part) {
    if (line.equals("help")) {
      Cue.help().forEach(form -> say(part.out(), form));
    } else if (!line.isEmpty()) {
      try {
        doOrSay(pump, Cue.parse(line), part.err());
      } catch (IllegalArgumentException e) {
        say(part.err(), e.getMessage() + "; 'help' lists the actions");
      }
    }
  }

  private static void doOrSay(LivePump pump, Cue cue, PrintWriter err) {
    try {
      if (cue.action() instanceof PanelAction action) {
        List<Bedside> meant =
            pump.at(
                (simulator, now) ->
                    simulator.pumps().stream()
                        .filter(bedside -> cue.place().map(bedside.place()::equals).orElse(true))
                        .toList());
        if (meant.isEmpty()) {
          throw new IllegalArgumentException("no pump stands there");
        }
        for (Bedside bedside : meant) {
          pump.at(
              (simulator, now) -> {
                action.at(bedside, now);
                return bedside;
              });
        }
      } else if (cue.action() instanceof LineAction action) {
        action.on(pump);
      }
    } catch (IllegalArgumentException | UnsupportedOperationException | IOException e) {
      say(err, cue.text() + ": " + e.getMessage());
    }
  }

  private static void say(PrintWriter writer, String line) {
    writer.println(line);
    writer.flush();
  }
}
