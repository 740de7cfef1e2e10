// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** The host's end in a test: sends what is said in hex and takes the answer apart. */
final class Host {
  static final int ACK = 0x06;
  private static final int A = 'A';

  private final DianetPump pump;
  private final int ident;
  private int address;

  Host(DianetPump pump, int ident) {
    this.pump = pump;
    this.ident = ident;
  }

  /** One answer: what it is about, ACK or NAK, and what comes behind. */
  record Answer(int address, int segment, int verdict, Bytes data) {
    ByteBuffer in() {
      return data.toBuffer();
    }

    boolean isAck() {
      return verdict == ACK;
    }

    /** The code behind a NAK. */
    int why() {
      assertThat(verdict).isEqualTo(0x15);
      assertThat(data.length()).isEqualTo(1);
      return data.at(0);
    }
  }

  /** Sends a frame with a right checksum to where the pump is. */
  List<Answer> send(String segmentAndData, long nowMs) {
    return raw(frame(address, segmentAndData), nowMs);
  }

  static Bytes frame(int address, String segmentAndData) {
    String hex = String.format("%02x", address) + segmentAndData.replace(" ", "");
    return Frames.write(HexFormat.of().parseHex(hex));
  }

  List<Answer> raw(Bytes bytes, long nowMs) {
    return pump.receive(bytes, nowMs).stream().map(Host::read).toList();
  }

  static Answer read(Bytes frame) {
    Frames reader = new Frames(1_000);
    Frames.Item item = reader.feed(frame, 0).get(0);
    assertThat(item).isInstanceOf(Frames.Request.class);
    Frames.Request content = (Frames.Request) item;
    Bytes data = content.data();
    return new Answer(
        content.address(),
        content.segment(),
        data.at(0),
        Bytes.of(data.toArray(), 1, data.length() - 1));
  }

  Answer ask(String segmentAndData, long nowMs) {
    List<Answer> answers = send(segmentAndData, nowMs);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  /** Takes the mode and the address A. */
  Answer mode(int mode, long nowMs) {
    Answer answer = ask(String.format("10 %08x %02x 41 ffffffff", ~ident, mode), nowMs);
    if (answer.isAck()) {
      address = A;
    }
    return answer;
  }

  /** The pump has given the host up. */
  void forgotten() {
    address = 0;
  }

  int alarms(long nowMs) {
    return ask("02", nowMs).in().getInt(1);
  }

  int state(long nowMs) {
    return ask("02", nowMs).in().getInt(5);
  }

  static boolean has(int bits, int number) {
    return (bits & (1 << number)) != 0;
  }

  /** Hears nothing but lets the pump know that it is there. */
  void keepAlive(long fromMs, long toMs) {
    for (long t = fromMs; t < toMs; t += 500) {
      assertThat(ask("01", t).isAck()).isTrue();
    }
  }
}
