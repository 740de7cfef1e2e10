// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.Checksum.Algorithm;
import io.pumpbridge.drivers.profile.Checksum.Crc;
import io.pumpbridge.drivers.profile.DeviceProfile.Line;
import io.pumpbridge.drivers.profile.Framing.Content;
import io.pumpbridge.drivers.profile.Framing.Escape;
import io.pumpbridge.drivers.profile.Framing.Length;
import io.pumpbridge.drivers.profile.Framing.Literal;
import io.pumpbridge.drivers.profile.Framing.Part;
import io.pumpbridge.drivers.profile.Framing.Place;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the tables of the wire: line, framing, checksum. */
final class WireTables {

  /** The longest frame of any protocol that is spoken has 4 kB (BCC, a block of a rack). */
  private static final int MAX_FRAME = 8_192;

  private static final int MAX_PARTS = 16;

  private WireTables() {}

  static Line line(Row line) {
    line.only("baud data_bits parity stop_bits flow_control proven note").note();
    line.must("flow_control", "none");
    int baud = line.whole("baud", 300, 921_600);
    int dataBits = line.whole("data_bits", 7, 8);
    Parity parity = line.choice("parity", List.of(Parity.values()));
    int stopBits = line.whole("stop_bits", 1, 2);
    boolean proven = line.flagOr("proven", true);
    if (!proven) {
      line.warn("proven", "the site must set the line itself until somebody has proven it");
    }
    return new Line(new LineSettings(baud, dataBits, parity, stopBits), proven);
  }

  static Framing framing(Row framing) {
    framing.only("layout content longest abort field_separator length escapes note").note();
    Content content = framing.choice("content", List.of(Content.values()));
    List<Part> layout = layout(framing, content);
    Optional<Length> length = Optional.empty();
    if (framing.has("length")) {
      Row row = framing.row("length").only("counts written_as note");
      length =
          Optional.of(
              new Length(
                  row.choice("counts", List.of(Length.Counts.values())),
                  row.choice("written_as", List.of(Written.values()))));
    }
    if (length.isPresent() != layout.contains(Place.LENGTH) && !layout.isEmpty()) {
      framing.error("length", "must stand in layout and be described here, or neither");
    }
    List<Escape> escapes = new ArrayList<>();
    for (Row row : framing.rows("escapes")) {
      row.only("byte as note");
      escapes.add(new Escape(row.hex("byte", 2), row.hexBytes("as", 4)));
    }
    return new Framing(
        layout,
        content,
        framing.whole("longest", 4, MAX_FRAME),
        framing.maybeHex("abort", 2),
        framing.maybeHex("field_separator", 2),
        length,
        escapes);
  }

  private static List<Part> layout(Row framing, Content content) {
    List<Part> layout = new ArrayList<>();
    String message = content == Content.ASCII ? "text" : "data";
    List<String> words = framing.texts("layout");
    for (int i = 0; i < words.size(); i++) {
      Optional<Part> part = part(words.get(i), message);
      if (part.isEmpty()) {
        framing.error(
            "layout[" + i + "]",
            "must be a byte in lower-case hex, or one of address, length, "
                + message
                + ", checksum");
      } else if (part.get() instanceof Place && layout.contains(part.get())) {
        framing.error("layout[" + i + "]", "'" + words.get(i) + "' can stand here once");
      } else {
        layout.add(part.get());
      }
    }
    if (!layout.contains(Place.TEXT) || layout.size() > MAX_PARTS) {
      framing.error(
          "layout", "must be 1 to " + MAX_PARTS + " parts with " + message + " among them");
    }
    return layout;
  }

  private static Optional<Part> part(String word, String message) {
    if (word.matches("[0-9a-f]{2}(\\|[0-9a-f]{2}){0,3}")) {
      return Optional.of(new Literal(Bytes.fromHex(word.replace("|", ""))));
    }
    return switch (word) {
      case "address" -> Optional.of(Place.ADDRESS);
      case "length" -> Optional.of(Place.LENGTH);
      case "checksum" -> Optional.of(Place.CHECKSUM);
      default -> word.equals(message) ? Optional.of(Place.TEXT) : Optional.empty();
    };
  }

  static Checksum checksum(Row row, Framing framing) {
    Algorithm algorithm = row.choice("algorithm", List.of(Algorithm.values()));
    if (algorithm == Algorithm.NONE) {
      row.only("algorithm note").note();
      return new Checksum(algorithm, "none", Crc.NONE, 0, 0, Written.RAW_1, 0);
    }
    boolean isCrc = algorithm == Algorithm.CRC_16;
    row.only(
            "algorithm name from to written_as check_123456789 note"
                + (isCrc
                    ? " polynomial initial reflect_input reflect_output final_xor augmented"
                    : ""))
        .note();
    int last = Math.max(0, framing.layout().size() - 1);
    Checksum checksum =
        new Checksum(
            algorithm,
            row.has("name") ? row.sentence("name") : algorithm.wireName(),
            isCrc ? crc(row) : Crc.NONE,
            row.whole("from", 0, last),
            row.whole("to", 0, last),
            row.choice("written_as", List.of(Written.values())),
            row.hex("check_123456789", algorithm.bits() / 4));
    checkSense(row, checksum, framing);
    return checksum;
  }

  private static Crc crc(Row row) {
    return new Crc(
        row.hex("polynomial", 4),
        row.hex("initial", 4),
        row.flagOr("reflect_input", false),
        row.flagOr("reflect_output", false),
        row.hex("final_xor", 4),
        row.flagOr("augmented", true));
  }

  private static void checkSense(Row row, Checksum checksum, Framing framing) {
    int own = framing.indexOf(Place.CHECKSUM);
    if (own < 0 && framing.has(Place.TEXT)) {
      row.error("algorithm", "there is no checksum in $.framing.layout");
    }
    if (checksum.from() > checksum.to() || (own >= checksum.from() && own <= checksum.to())) {
      row.error("to", "must not be before 'from', nor may the checksum cover itself");
    }
    if (row.isSound() && checksum.writtenAs().bits() < checksum.bits()) {
      row.error(
          "written_as",
          checksum.writtenAs().wireName() + " cannot hold " + checksum.bits() + " bits");
    }
    if (row.isSound() && checksum.reckonedCheck() != checksum.check()) {
      String is =
          String.format(Locale.ROOT, "%0" + checksum.bits() / 4 + "x", checksum.reckonedCheck());
      row.error(
          "check_123456789",
          "these parameters give " + is + " for the digits 1 to 9; one of them is wrong");
    }
  }
}
