// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is asked, what is answered, and what comes unasked. Only opening and closing a dialogue,
 * reading, and asking for events can be written at all; there is no way to encode a command that
 * changes an infusion, a setting, a drug or an identifier, or that takes the control.
 *
 * <p>{@code LN} (read identifier) is left out: {@code EN} sets that identifier over the line, so it
 * is no serial number, and nobody needs it.
 */
final class FreseniusMessages {

  /** The base's own address; its modules are 1 to 9, and what stands alone has none. */
  static final String BASE = "0";

  static final String STANDALONE = "";

  /** An address is one digit. */
  static final int MAX_MODULES = 9;

  private FreseniusMessages() {}

  /** A frame that may go out. */
  sealed interface Outgoing permits Request, Echo {
    String text();

    /** STX, text, checksum, ETX. */
    default Bytes bytes() {
      byte[] text = text().getBytes(StandardCharsets.US_ASCII);
      int sum = FreseniusChecksum.of(text, 0, text.length);
      return Bytes.of(
          String.format(Locale.ROOT, "\u0002%s%02X\u0003", text(), sum), StandardCharsets.US_ASCII);
    }
  }

  /** All that can be asked. */
  enum Question {
    OPEN("DC"),
    CLOSE("FC"),
    /** Which slots of the base are occupied. */
    MODULES("LE"),
    VALUES("LE"),
    /** The kind of device. */
    TYPE("LF"),
    DRUG("LP"),
    /** Events on. */
    WATCH("DE"),
    /** Events off. */
    UNWATCH("AE");

    private final String command;

    Question(String command) {
      this.command = command;
    }
  }

  /** The base's variable: bit n-1 stands for module n. */
  private static final String MODULES_ID = "b";

  /** The fixed variable; the only one that is public. */
  private static final String TYPE_ID = "b";

  /**
   * A question to one address.
   *
   * @param ids the variables' letters; empty if the command takes none
   */
  record Request(Question question, String address, String ids) implements Outgoing {

    Request {
      if (!address.matches("[0-9]?") || !ids.matches("[a-z]{0,16}")) {
        throw new IllegalArgumentException("no address or no variables: " + address + " " + ids);
      }
    }

    static Request open(String address) {
      return new Request(Question.OPEN, address, "");
    }

    static Request close(String address) {
      return new Request(Question.CLOSE, address, "");
    }

    static Request modules() {
      return new Request(Question.MODULES, BASE, MODULES_ID);
    }

    static Request type(String address) {
      return new Request(Question.TYPE, address, TYPE_ID);
    }

    static Request values(String address, String ids) {
      return new Request(Question.VALUES, address, ids);
    }

    static Request drug(String address) {
      return new Request(Question.DRUG, address, "");
    }

    static Request watch(String address, String ids) {
      return new Request(Question.WATCH, address, ids);
    }

    static Request unwatch(String address) {
      return new Request(Question.UNWATCH, address, "");
    }

    @Override
    public String text() {
      return address + question.command + (ids.isEmpty() ? "" : ";" + ids);
    }
  }

  /** Tells the sender that its event was understood: the same frame without its data. */
  record Echo(String address, char letter) implements Outgoing {
    @Override
    public String text() {
      return address + letter;
    }
  }

  /** A frame that came, understood as far as it can be. */
  sealed interface Message permits Done, Refused, Event, Other {}

  /** {@code C}: done. */
  record Done(String address, String data) implements Message {}

  /** {@code I}: not done; two characters say why. */
  record Refused(String address, String code) implements Message {}

  /** {@code E}, or {@code M} for an adjustment; comes unasked. */
  record Event(String address, char letter, String data) implements Message {
    Echo echo() {
      return new Echo(address, letter);
    }
  }

  /** Nothing of these. */
  record Other(String text) implements Message {}

  /** Reads the text of a frame whose checksum holds. Total: any text gives a message. */
  static Message from(String text) {
    int letter = !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9' ? 1 : 0;
    boolean hasData = text.length() > letter + 1;
    if (text.length() <= letter || (hasData && text.charAt(letter + 1) != ';')) {
      return new Other(text);
    }
    String address = text.substring(0, letter);
    String data = hasData ? text.substring(letter + 2) : "";
    return switch (text.charAt(letter)) {
      case 'C' -> new Done(address, data);
      case 'I' -> new Refused(address, data);
      case 'E', 'M' -> event(address, text.charAt(letter), data);
      default -> new Other(text);
    };
  }

  /**
   * An event brings data. Without any it is an echo, perhaps our own that a line throws back; to
   * echo that again would never end.
   */
  private static Message event(String address, char letter, String data) {
    return data.isEmpty() ? new Other(address + letter) : new Event(address, letter, data);
  }

  /**
   * Whether a reply is one to this question and not a late one to another. A base that answers only
   * after whoever stands alone was asked as well has answered too.
   */
  static boolean answers(Request asked, Done done) {
    boolean sameAddress = asked.address().equals(done.address());
    return switch (asked.question()) {
      case OPEN ->
          sameAddress || (asked.address().equals(STANDALONE) && done.address().equals(BASE));
      case CLOSE, WATCH, UNWATCH -> sameAddress;
      case DRUG -> sameAddress && done.data().indexOf(';') < 0;
      case MODULES, TYPE -> sameAddress && items(done.data()).keySet().equals(letters(asked));
      case VALUES -> {
        Map<Character, String> items = items(done.data());
        yield sameAddress && !items.isEmpty() && letters(asked).containsAll(items.keySet());
      }
    };
  }

  private static Set<Character> letters(Request asked) {
    Set<Character> letters = new HashSet<>();
    asked.ids().chars().forEach(letter -> letters.add((char) letter));
    return letters;
  }

  /**
   * Items joined by semicolons, each a letter and its value.
   *
   * @return by letter; empty if anything is not an item or comes twice
   */
  static Map<Character, String> items(String data) {
    Map<Character, String> items = new HashMap<>();
    for (String item : data.split(";", -1)) {
      if (item.isEmpty() || items.put(item.charAt(0), item.substring(1)) != null) {
        return Map.of();
      }
    }
    return items;
  }
}
