// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.trust.clock.TimeFloor.Kept;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What {@code clock.floor} holds: a word and its values a line. A file of a single time is that of
 * an earlier version.
 *
 * @param resets not in the audit trail yet, oldest first
 */
record FloorFile(Kept kept, List<ClockReset> resets) {
  /** Without it a part of the file is missing. */
  private static final String END = "end\n";

  static final String NAME = "clock.floor";

  /** Whoever resets more often without ever starting the agent shall start it. */
  static final int MAX_RESETS = 16;

  FloorFile {
    resets = List.copyOf(resets);
  }

  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    text.append("floor ").append(kept.floor()).append('\n');
    text.append("vouched ").append(kept.vouched()).append('\n');
    new TreeMap<>(kept.claims().latest())
        .forEach(
            (who, said) ->
                text.append("said ").append(who.name()).append(' ').append(said).append('\n'));
    for (ClockReset reset : resets) {
      String why = Base64.getEncoder().encodeToString(reset.why().getBytes(StandardCharsets.UTF_8));
      text.append("reset ").append(reset.id()).append(' ').append(reset.before()).append(' ');
      text.append(reset.after()).append(' ').append(reset.machine()).append(' ');
      text.append(why).append('\n');
    }
    text.append(END);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Empty if it is none. */
  static Optional<FloorFile> parse(byte[] content) {
    String text = new String(content, StandardCharsets.US_ASCII).strip();
    try {
      if (!text.contains("\n")) {
        Instant floor = Instant.parse(text);
        return Optional.of(new FloorFile(new Kept(floor, floor, Claims.NONE), List.of()));
      }
      Optional<Instant> floor = Optional.empty();
      Optional<Instant> vouched = Optional.empty();
      Map<Witness, Instant> claims = new TreeMap<>();
      List<ClockReset> resets = new ArrayList<>();
      for (String line : whole(text)) {
        String[] word = line.split(" ", -1);
        switch (word[0] + " " + word.length) {
          case "floor 2" -> floor = Optional.of(Instant.parse(word[1]));
          case "vouched 2" -> vouched = Optional.of(Instant.parse(word[1]));
          case "said 3" -> claims.put(new Witness(word[1]), Instant.parse(word[2]));
          case "reset 6" -> resets.add(reset(word));
          default -> throw new IllegalArgumentException("not understood: " + word[0]);
        }
      }
      Kept kept = new Kept(vouched.orElseThrow(), floor.orElseThrow(), new Claims(claims));
      return Optional.of(new FloorFile(kept, resets));
    } catch (DateTimeException | IllegalArgumentException | NoSuchElementException bad) {
      return Optional.empty();
    }
  }

  private static List<String> whole(String text) {
    List<String> lines = text.lines().toList();
    if (!END.strip().equals(lines.get(lines.size() - 1))) {
      throw new IllegalArgumentException("it has no end");
    }
    return lines.subList(0, lines.size() - 1);
  }

  private static ClockReset reset(String[] word) {
    String why = new String(Base64.getDecoder().decode(word[5]), StandardCharsets.UTF_8);
    return new ClockReset(
        UUID.fromString(word[1]),
        Instant.parse(word[2]),
        Instant.parse(word[3]),
        Instant.parse(word[4]),
        why);
  }
}
