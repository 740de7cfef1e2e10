// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.time.Duration;

/** What happens to a pump's line. */
public sealed interface LineAction extends Action {

  /**
   * Does it.
   *
   * @throws IllegalArgumentException with a sentence, if that cannot be done
   * @throws IOException if the port fails
   */
  void on(LineHands line) throws IOException;

  /** Pulls the cable. */
  record Unplug() implements LineAction {
    @Override
    public String text() {
      return "unplug";
    }

    @Override
    public void on(LineHands line) throws IOException {
      line.unplug();
    }
  }

  /** Plugs it in again. */
  record Replug() implements LineAction {
    @Override
    public String text() {
      return "replug";
    }

    @Override
    public void on(LineHands line) throws IOException {
      line.replug();
    }
  }

  /** Flips one bit in each of the next frames. */
  record Corrupt(int frames) implements LineAction {
    @Override
    public String text() {
      return "corrupt " + frames;
    }

    @Override
    public void on(LineHands line) {
      line.corrupt(frames);
    }
  }

  /** Puts noise around each of the next frames. */
  record Noise(int frames) implements LineAction {
    @Override
    public String text() {
      return "noise " + frames;
    }

    @Override
    public void on(LineHands line) {
      line.noise(frames);
    }
  }

  /** Swallows what the pump says for a while. */
  record Silence(Duration time) implements LineAction {
    @Override
    public String text() {
      return "silence " + Durations.text(time);
    }

    @Override
    public void on(LineHands line) {
      line.silence(time);
    }
  }

  /** Delays what the pump says, from now on. */
  record Late(Duration delay) implements LineAction {
    @Override
    public String text() {
      return "late " + Durations.text(delay);
    }

    @Override
    public void on(LineHands line) {
      line.late(delay);
    }
  }

  /** Sends back what the line hears, or no longer. */
  record Echo(boolean on) implements LineAction {
    @Override
    public String text() {
      return on ? "echo on" : "echo off";
    }

    @Override
    public void on(LineHands line) {
      line.echo(on);
    }
  }

  /** Sends random bytes. */
  record Flood(int bytes) implements LineAction {
    @Override
    public String text() {
      return "flood " + bytes;
    }

    @Override
    public void on(LineHands line) {
      line.flood(bytes);
    }
  }

  /** Sends this, one byte a character. */
  record Say(Bytes bytes) implements LineAction {
    @Override
    public String text() {
      return "say " + Spoken.text(bytes);
    }

    @Override
    public void on(LineHands line) {
      line.say(bytes);
    }
  }

  /** Puts another pump of the same kind on the line. */
  record Swap(String serial) implements LineAction {
    @Override
    public String text() {
      return "swap " + serial;
    }

    @Override
    public void on(LineHands line) {
      line.swap(serial);
    }
  }

  /** Ends the simulator. */
  record End() implements LineAction {
    @Override
    public String text() {
      return "end";
    }

    @Override
    public void on(LineHands line) {
      line.end();
    }
  }
}
