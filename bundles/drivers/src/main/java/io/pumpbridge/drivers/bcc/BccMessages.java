// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Frame;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked and what is answered. Only requests that read can be written at all (pages 11 to
 * 14): the protocol has none that changes a pump.
 */
final class BccMessages {

  static final Bytes ACK = Bytes.fromHex("06");
  static final Bytes NAK = Bytes.fromHex("15");

  /** Whose answer is not known yet is called so (page 9). */
  static final String UNKNOWN_BED = "1";

  /** Follows each bed id, for older versions of the protocol (page 8). */
  private static final String BED_TAIL = "/1/1>";

  /** The page 9 alphabet: ASCII 47 to 57 and 65 to 122, 15 characters at most. */
  private static final Pattern BED = Pattern.compile("[/-9A-z]{1,15}");

  private static final String RECORD_SEPARATOR = "\u001e";
  private static final Pattern TIME = Pattern.compile("\\d{1,10}");
  private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9]{0,23}");
  private static final Pattern VERSION = Pattern.compile("V\\d{1,2}\\.\\d{1,3}");

  private BccMessages() {}

  /** All that can be asked. */
  sealed interface Request permits RackRequest, SlotRequest {
    String text();
  }

  /** Asks the communication device. */
  enum RackRequest implements Request {
    /** Opens the dialogue, and again after it broke off; never in between (page 11). */
    ALIVE("ADMIN:ALIVE"),
    VERSION("ADMIN:VERSION"),
    /** Every value of every pump, block by block (page 12). */
    GET("MEM:GET");

    private final String text;

    RackRequest(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** Asks for one pump (page 13). */
  record SlotRequest(BccPlace place) implements Request {
    @Override
    public String text() {
      return "MEM:GETSLOT#" + place.code();
    }
  }

  /** A request as it goes over the line. */
  static Bytes request(Request request, String bed, BccStuffing stuffing) {
    return stuffing.stuffed(plain(bed + BED_TAIL + request.text()));
  }

  private static byte[] plain(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(BccFrameReader.START_OF_HEADER);
    message.writeBytes(digits(BccFrameReader.HEAD + bytes.length + BccFrameReader.TAIL));
    message.write(BccFrameReader.START_OF_TEXT);
    message.writeBytes(bytes);
    message.write(BccFrameReader.END_OF_TEXT);
    message.writeBytes(digits(BccSum.of(message.toByteArray(), 0, message.size())));
    message.write(BccFrameReader.END_OF_TRANSMISSION);
    return message.toByteArray();
  }

  private static byte[] digits(int number) {
    return String.format(Locale.ROOT, "%05d", number).getBytes(StandardCharsets.US_ASCII);
  }

  /** A reply, understood as far as it can be. */
  sealed interface Reply permits Block, Version, Other {}

  /**
   * One block of values.
   *
   * @param bed whose rack it is
   * @param more whether another block follows once this one is acknowledged
   */
  record Block(String bed, boolean more, List<Quadruple> quadruples) implements Reply {
    Block {
      quadruples = List.copyOf(quadruples);
    }

    /** Whether it greets back: that is how the answer to ALIVE looks (page 11). */
    boolean isGreeting() {
      return quadruples.stream()
          .anyMatch(
              one -> one.place().isEmpty() && one.key().equals("GNACK") && one.value().equals("0"));
    }
  }

  /** The answer to VERSION, which alone has no value (page 12). */
  record Version(String bed, String version) implements Reply {}

  /** A valid frame that answers none of our requests: an echo, or something newer. */
  record Other(String text) implements Reply {}

  /**
   * One value; the time since the rack was switched on, which stands before it, is not kept.
   *
   * @param place empty if the rack speaks of itself
   * @param value as it came, {@code _NV} among them
   */
  record Quadruple(Optional<BccPlace> place, String key, String value) {}

  /** Reads a frame whose checksum holds. Total: any text gives a reply. */
  static Reply from(Frame frame) {
    String text = frame.text().toText(StandardCharsets.UTF_8);
    int end = text.indexOf(BED_TAIL);
    if (end < 0 || !BED.matcher(text.substring(0, end)).matches()) {
      return new Other(text);
    }
    String bed = text.substring(0, end);
    List<Quadruple> quadruples = new ArrayList<>();
    // Nothing counts the records: the frame's length bounds them.
    for (String one : text.substring(end + BED_TAIL.length()).split(RECORD_SEPARATOR, -1)) {
      String[] fields = one.split(",", 4); // a value may hold commas of its own
      if (isVersion(fields)) {
        return new Version(bed, fields[2]);
      }
      quadruple(fields).ifPresent(quadruples::add);
    }
    return quadruples.isEmpty()
        ? new Other(text)
        : new Block(bed, frame.more(), List.copyOf(quadruples));
  }

  private static boolean isVersion(String[] fields) {
    return fields.length == 3
        && fields[1].equals(BccPlace.RACK)
        && VERSION.matcher(fields[2]).matches();
  }

  /** Who cannot read a record skips it (page 16): newer racks may say more. */
  private static Optional<Quadruple> quadruple(String[] fields) {
    if (fields.length != 4
        || !TIME.matcher(fields[0]).matches()
        || !KEY.matcher(fields[2]).matches()) {
      return Optional.empty();
    }
    Optional<BccPlace> place = BccPlace.from(fields[1]);
    return place.isPresent() || fields[1].equals(BccPlace.RACK)
        ? Optional.of(new Quadruple(place, fields[2], fields[3]))
        : Optional.empty();
  }
}
