// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a board's lights, buzzer and switch are connected: {@code hardware/boards/<name>.json}. */
record BoardFile(String name, Light light, Optional<Output> buzzer, Optional<Switch> tamper) {
  static final String FORMAT = "pump-bridge-board-1";

  /** A board file has some 600 bytes. */
  private static final int MAX_BYTES = 16 * 1024;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  // Broadcom lines 0 and 1 belong to the identification memory of an add-on board.
  private static final int FIRST_PIN = 2;
  private static final int LAST_PIN = 27;

  /** The status light; without amber, red and green together make it. */
  record Light(Output red, Optional<Output> amber, Output green) {}

  record Output(int pin, boolean activeHigh) {}

  record Switch(int pin, boolean closedHigh, Pull pull, int debounceMs) {}

  enum Pull {
    UP,
    DOWN,
    NONE
  }

  /** Finds one of the boards that this bundle was built with. */
  static BoardFile load(String name) throws LineException {
    if (!NAME.matcher(name).matches()) {
      throw new LineException("'" + name + "' cannot be the name of a board.");
    }
    try (InputStream stream = BoardFile.class.getResourceAsStream("boards/" + name + ".json")) {
      if (stream == null) {
        throw new LineException("There is no board file named '" + name + "'.");
      }
      BoardFile file = parse(stream.readNBytes(MAX_BYTES));
      if (!file.name.equals(name)) {
        throw new LineException("The board file '" + name + "' says it is '" + file.name + "'.");
      }
      return file;
    } catch (IOException | DocumentException e) {
      throw new LineException("The board file '" + name + "' is bad: " + e.getMessage(), e);
    }
  }

  static BoardFile parse(byte[] json) throws IOException, DocumentException {
    Fields fields = Fields.from(reader().mapFrom(json));
    fields.refuseOthersThan(
        Set.of("$schema", "format", "name", "title", "numbering", "light", "buzzer", "tamper"));
    if (!fields.text("format").equals(FORMAT)) {
      throw new DocumentException("$.format", "must be " + FORMAT);
    }
    if (!fields.text("numbering").equals("BCM")) {
      throw new DocumentException("$.numbering", "must be BCM");
    }
    Set<Long> pins = new HashSet<>();
    return new BoardFile(
        fields.text("name"),
        light(fields.fields("light"), pins),
        output(fields, "buzzer", pins),
        tamper(fields, pins));
  }

  private static JSON reader() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(200).build();
    return JSON.builder(
            JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
        .build();
  }

  private static Light light(Fields light, Set<Long> pins) throws DocumentException {
    light.refuseOthersThan(Set.of("red", "amber", "green"));
    return new Light(
        output(light, "red", pins)
            .orElseThrow(() -> new DocumentException("$.light.red", "is missing")),
        output(light, "amber", pins),
        output(light, "green", pins)
            .orElseThrow(() -> new DocumentException("$.light.green", "is missing")));
  }

  private static Optional<Output> output(Fields parent, String name, Set<Long> pins)
      throws DocumentException {
    Optional<Fields> found = parent.findFields(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    found.get().refuseOthersThan(Set.of("pin", "active"));
    return Optional.of(new Output(pin(found.get(), pins), high(found.get(), "active")));
  }

  private static Optional<Switch> tamper(Fields parent, Set<Long> pins) throws DocumentException {
    Optional<Fields> found = parent.findFields("tamper");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields tamper = found.get();
    tamper.refuseOthersThan(Set.of("pin", "closed", "pull", "debounce_ms"));
    boolean closedHigh = high(tamper, "closed");
    Pull pull =
        switch (tamper.text("pull")) {
          case "up" -> Pull.UP;
          case "down" -> Pull.DOWN;
          case "none" -> Pull.NONE;
          default -> throw new DocumentException("$.tamper.pull", "must be up, down or none");
        };
    if (pull == (closedHigh ? Pull.UP : Pull.DOWN)) {
      // A cut wire would read as closed.
      throw new DocumentException("$.tamper.pull", "must not pull to the closed level");
    }
    long debounce = tamper.whole("debounce_ms");
    if (debounce < 20 || debounce > 2_000) {
      throw new DocumentException("$.tamper.debounce_ms", "must be 20 to 2000");
    }
    return Optional.of(new Switch(pin(tamper, pins), closedHigh, pull, (int) debounce));
  }

  private static int pin(Fields fields, Set<Long> pins) throws DocumentException {
    long pin = fields.whole("pin");
    if (pin < FIRST_PIN || pin > LAST_PIN) {
      throw new DocumentException(fields.path() + ".pin", "must be 2 to 27");
    }
    if (!pins.add(pin)) {
      throw new DocumentException(fields.path() + ".pin", "is used twice");
    }
    return (int) pin;
  }

  private static boolean high(Fields fields, String name) throws DocumentException {
    return switch (fields.text(name)) {
      case "high" -> true;
      case "low" -> false;
      default -> throw new DocumentException(fields.path() + "." + name, "must be high or low");
    };
  }
}
