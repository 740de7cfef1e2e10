// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds requests and acknowledgements in what the host sends, however the line cuts it. */
final class HostReader {
  /**
   * The longest request has 45 characters with the longest bed id, twice that if all is stuffed.
   */
  private static final int LONGEST = 128;

  private static final char ACK = 0x06;
  private static final char NAK = 0x15;

  /** What was heard. */
  enum Kind {
    ACKNOWLEDGED,
    REFUSED,
    REQUEST,
    WRONG
  }

  /**
   * One thing heard.
   *
   * @param bed the bed id without {@code /1/1>}; only of a request
   * @param command for example {@code MEM:GET}; only of a request
   */
  record Heard(Kind kind, String bed, String command) {
    private static Heard of(Kind kind) {
      return new Heard(kind, "", "");
    }
  }

  private final StringBuilder frame = new StringBuilder();
  private boolean inFrame;

  List<Heard> feed(Bytes chunk, boolean stuffing) {
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (c == BccFrame.SOH) {
        frame.setLength(0);
        inFrame = true;
        frame.append(c);
      } else if (inFrame) {
        frame.append(c);
        if (c == BccFrame.EOT) {
          inFrame = false;
          heard.add(read(stuffing));
        } else if (frame.length() >= LONGEST) {
          inFrame = false; // no request is that long; the rest is noise
        }
      } else if (c == ACK) {
        heard.add(Heard.of(Kind.ACKNOWLEDGED));
      } else if (c == NAK) {
        heard.add(Heard.of(Kind.REFUSED));
      }
    }
    return heard;
  }

  private Heard read(boolean stuffing) {
    String sent = frame.toString();
    return (stuffing ? Stuffing.unstuff(sent) : Optional.of(sent))
        .flatMap(HostReader::text)
        .flatMap(HostReader::request)
        .orElse(Heard.of(Kind.WRONG));
  }

  private static Optional<String> text(String message) {
    int end = message.length() - 1 - BccFrame.DIGITS - 1; // where ETX stands
    boolean sound =
        message.length() > BccFrame.AROUND
            && message.substring(1, 1 + BccFrame.DIGITS).equals(BccFrame.number(message.length()))
            && message.charAt(1 + BccFrame.DIGITS) == BccFrame.STX
            && message.charAt(end) == BccFrame.ETX
            && message
                .substring(end + 1, end + 1 + BccFrame.DIGITS)
                .equals(BccFrame.check(message.substring(0, end + 1)));
    return sound ? Optional.of(message.substring(2 + BccFrame.DIGITS, end)) : Optional.empty();
  }

  private static Optional<Heard> request(String text) {
    int postfix = text.indexOf("/1/1>");
    return postfix > 0
        ? Optional.of(
            new Heard(
                Kind.REQUEST,
                text.substring(0, postfix),
                text.substring(postfix + "/1/1>".length())))
        : Optional.empty();
  }
}
