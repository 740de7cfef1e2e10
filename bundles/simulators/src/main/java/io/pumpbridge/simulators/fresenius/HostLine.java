// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The line of a base or of a Pilote: frames in, frames out, ENQ in between. */
final class HostLine {
  /** Settings "from Fresenius documentation", says infupy. */
  static final LineSettings SETTINGS = new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1);

  /** How often ENQ comes is not public; a host that listens for 1.5 s should hear one. */
  private static final long ENQ_MS = 1_000;

  private static final String ADDRESS = "4";
  private static final String NOT_READY = "6";

  private final HostReader reader = new HostReader();
  private final OutgoingLink link = new OutgoingLink();
  private final int addressLength;
  private final Predicate<String> addresses;
  private final BiFunction<String, String, Reply> answers;
  private final Supplier<Map<String, Dialogue>> dialogues;
  private long nextEnqMs = ENQ_MS;
  private long nowMs;

  /**
   * @param addressLength characters of the address in front of the text, 0 or 1
   * @param addresses whether there can be something at an address
   * @param answers answers the text to an address
   * @param dialogues those that are there now, by address
   */
  HostLine(
      int addressLength,
      Predicate<String> addresses,
      BiFunction<String, String, Reply> answers,
      Supplier<Map<String, Dialogue>> dialogues) {
    this.addressLength = addressLength;
    this.addresses = addresses;
    this.answers = answers;
    this.dialogues = dialogues;
  }

  List<Bytes> receive(Bytes chunk, long nowMs) {
    List<Bytes> said = advance(nowMs);
    for (HostReader.Heard heard : reader.feed(chunk)) {
      switch (heard.kind()) {
        case FRAME -> frame(heard.text(), said);
        case BROKEN -> said.add(Frame.bytes(Frame.NAK + heard.text()));
        case ACKNOWLEDGED -> said.addAll(link.acknowledged(this.nowMs));
        case REFUSED -> said.addAll(link.refused(this.nowMs));
        // What a pump does that never hears DC4 is not public; this one does nothing.
        case ALIVE -> {}
      }
    }
    return said;
  }

  private void frame(String text, List<Bytes> said) {
    String address = text.substring(0, Math.min(addressLength, text.length()));
    String rest = text.substring(address.length());
    if (!addresses.test(address) || (addressLength == 0 && Character.isDigit(rest.charAt(0)))) {
      said.add(Frame.bytes(Frame.NAK + ADDRESS));
    } else if (rest.equals("E") || rest.equals("M")) {
      said.add(Frame.bytes("" + Frame.ACK));
      Dialogue dialogue = dialogues.get().get(address);
      if (dialogue != null) {
        dialogue.echoed();
      }
    } else if (link.isReplyWaiting()) {
      said.add(Frame.bytes(Frame.NAK + NOT_READY));
    } else {
      said.add(Frame.bytes("" + Frame.ACK));
      String reply = answers.apply(address, rest).text();
      if (!reply.isEmpty()) {
        said.addAll(link.send(address + reply, true, nowMs));
      }
    }
  }

  /** What is said unasked; the caller has let the pumps' time go by before. */
  List<Bytes> advance(long nowMs) {
    this.nowMs = Math.max(this.nowMs, nowMs);
    List<Bytes> said = new ArrayList<>();
    if (this.nowMs >= nextEnqMs) {
      nextEnqMs = this.nowMs + ENQ_MS;
      said.add(Frame.bytes("" + Frame.ENQ));
    }
    said.addAll(link.advance(this.nowMs));
    dialogues
        .get()
        .forEach(
            (address, dialogue) ->
                dialogue
                    .event(this.nowMs)
                    .ifPresent(
                        event -> said.addAll(link.send(address + event, false, this.nowMs))));
    return said;
  }
}
