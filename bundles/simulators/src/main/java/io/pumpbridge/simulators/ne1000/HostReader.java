// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds commands in what the host sends: packets of the safe mode always, lines that end with CR
 * only in basic mode. That packets are understood in basic mode too is what the client nesp-lib
 * relies on when it sends SAF; the manual does not say it.
 */
final class HostReader {
  /** Half a second between two bytes of a packet ends it (page 34). */
  private static final long BYTE_WAIT_MS = 500;

  /** The longest command of the manual has far fewer characters. */
  private static final int LONGEST_LINE = 64;

  private static final char CR = 0x0d;

  /** What was heard. */
  enum Kind {
    LINE,
    PACKET,
    BAD_PACKET
  }

  /** One command, in capitals and without blanks. */
  record Heard(Kind kind, String text) {}

  private final StringBuilder line = new StringBuilder();
  private final StringBuilder packet = new StringBuilder();
  private boolean inPacket;
  private long lastByteMs;

  List<Heard> feed(Bytes chunk, boolean basic, long nowMs) {
    if (nowMs - lastByteMs >= BYTE_WAIT_MS) {
      inPacket = false;
    }
    lastByteMs = nowMs;
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (inPacket) {
        take(c, heard);
      } else if (c == Ne1000Frame.STX) {
        inPacket = true;
        packet.setLength(0);
      } else if (c == CR) {
        if (basic) {
          heard.add(new Heard(Kind.LINE, line.toString()));
        }
        line.setLength(0);
      } else if (c > ' ' && line.length() < LONGEST_LINE) {
        line.append(c < 0x80 ? Character.toUpperCase(c) : '?');
      }
    }
    return heard;
  }

  private void take(char c, List<Heard> heard) {
    packet.append(c);
    int length = packet.charAt(0);
    if (length < Ne1000Frame.AROUND) {
      inPacket = false; // no length of a packet
    } else if (packet.length() == length) {
      inPacket = false;
      heard.add(read());
    }
  }

  private Heard read() {
    int end = packet.length() - Ne1000Frame.AROUND + 1;
    String text = packet.substring(1, end);
    int check = packet.charAt(end) << 8 | packet.charAt(end + 1);
    return packet.charAt(end + 2) == Ne1000Frame.ETX && Ne1000Frame.check(text) == check
        ? new Heard(Kind.PACKET, text.replaceAll("[\\x00-\\x20]", "").toUpperCase(Locale.ROOT))
        : new Heard(Kind.BAD_PACKET, "");
  }
}
