// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.simulate;

import io.pumpbridge.simulators.script.Cue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What a person types: an action a line, {@code show} or {@code help}. */
final class Keyboard {
  private final PumpStage stage;
  private final Logbook logbook;

  Keyboard(PumpStage stage, Logbook logbook) {
    this.stage = stage;
    this.logbook = logbook;
  }

  /** Listens on a thread of its own; the end of the input ends nothing but the listening. */
  void listen(InputStream in) {
    Thread thread = new Thread(() -> read(in), "keyboard");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream in) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        obey(line.strip());
      }
    } catch (IOException e) {
      logbook.misread("The keyboard is no longer heard: " + e.getMessage() + ".");
    }
  }

  private void obey(String line) throws IOException {
    switch (line) {
      case "" -> {}
      case "help" -> logbook.help(Cue.help());
      case "show" -> logbook.truths(stage.truths());
      default -> act(line);
    }
  }

  private void act(String line) throws IOException {
    Cue cue;
    try {
      cue = Cue.parse(line);
    } catch (IllegalArgumentException e) {
      logbook.misread(PumpStage.sentence(e) + " 'help' explains them.");
      return;
    }
    long now = stage.nowMs();
    logbook.played(now, cue, stage.play(cue));
  }
}
