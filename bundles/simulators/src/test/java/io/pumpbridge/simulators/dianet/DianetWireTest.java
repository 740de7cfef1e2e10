// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pump's bytes against those that the public facts give. */
final class DianetWireTest {
  /** Perfusor compact 12345, as in the facts. */
  private static final int IDENT = 0x12C0_3039;

  private static final Bytes ASK_IDENT = Bytes.fromHex("7e00011d0e7e");

  private final DianetPump pump = new DianetPump(DianetModel.PERFUSOR_COMPACT, 12_345);
  private final Host host = new Host(pump, IDENT);

  private static int crc(byte[] bytes) {
    return DianetCrc.of(bytes, bytes.length);
  }

  @Test
  void theChecksumIsNotAugmented() {
    assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xA69D);
  }

  /** The same rest as with two zero bytes behind the text and another start. */
  @Test
  void theChecksumIsTheAugmentedOneFromAnotherStart() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] text = new byte[random.nextInt(60)];
      random.nextBytes(text);
      int bitwise = 0xFFFF;
      for (byte b : text) {
        for (int bit = 7; bit >= 0; bit--) {
          int carry = bitwise & 0x8000;
          bitwise = ((bitwise << 1) | ((b >> bit) & 1)) & 0xFFFF;
          bitwise = carry == 0 ? bitwise : bitwise ^ 0x1021;
        }
      }
      assertThat(crc(text)).isEqualTo(bitwise);
    }
  }

  @Test
  void theFramesOfTheFactsAreWrittenByteByByte() {
    assertThat(Host.frame(0, "01")).isEqualTo(ASK_IDENT);
    assertThat(Host.frame('A', "11 00 01").toHex()).isEqualTo("7e41110001b82c7e");
    assertThat(Host.frame(0, "10 ed3fcfc6 02 41 ffffffff").toHex())
        .isEqualTo("7e0010ed3fcfc60241ffffffff82357e");
    assertThat(Host.frame('A', "12 000004e2" + "ff".repeat(35)).toHex())
        .isEqualTo("7e4112000004e2" + "ff".repeat(35) + "14677e");
  }

  @Test
  void theDialogueOfTheFactsIsUnderstoodByteByByte() {
    assertThat(host.raw(ASK_IDENT, 0)).singleElement().matches(Host.Answer::isAck);
    assertThat(host.raw(Bytes.fromHex("7e0010ed3fcfc60241ffffffff82357e"), 10))
        .singleElement()
        .matches(Host.Answer::isAck);
    assertThat(host.raw(Bytes.fromHex("7e4112000004e2" + "ff".repeat(35) + "14677e"), 20))
        .singleElement()
        .matches(Host.Answer::isAck);
    assertThat(host.raw(Bytes.fromHex("7e41110001b82c7e"), 30))
        .singleElement()
        .matches(Host.Answer::isAck);
    assertThat(pump.pumps().get(0).truth(40).rate()).isEqualTo("12.50");
  }

  @Test
  void theIdentSaysTypeSerialAndProtocol() {
    Host.Answer answer = host.ask("01", 0);
    assertThat(answer.address()).isZero();
    assertThat(answer.segment()).isEqualTo(1);
    assertThat(answer.data().length()).isEqualTo(20);
    assertThat(answer.in().getInt(0)).isEqualTo(IDENT);
    assertThat(answer.in().getShort(4)).isEqualTo((short) 0x000E);
    assertThat(Bytes.of(answer.data().toArray(), 6, 10).toText(StandardCharsets.US_ASCII))
        .isEqualTo("SIM 1.0   ");
    assertThat(IDENT >>> 18).as("type").isEqualTo(1_200);
  }

  @Test
  void aFrameIsFoundHoweverTheWireCutsIt() {
    for (int cut = 1; cut < ASK_IDENT.length(); cut++) {
      assertThat(host.raw(Bytes.of(ASK_IDENT.toArray(), 0, cut), 0)).isEmpty();
      assertThat(host.raw(Bytes.of(ASK_IDENT.toArray(), cut, ASK_IDENT.length() - cut), 400))
          .as("cut at %d", cut)
          .hasSize(1);
    }
  }

  @Test
  void aPauseBetweenTwoBytesEndsTheFrame() {
    for (int cut = 1; cut < ASK_IDENT.length(); cut++) {
      Host fresh = new Host(new DianetPump(DianetModel.PERFUSOR_FM, 1), 0);
      assertThat(fresh.raw(Bytes.of(ASK_IDENT.toArray(), 0, cut), 0)).isEmpty();
      assertThat(fresh.raw(Bytes.of(ASK_IDENT.toArray(), cut, ASK_IDENT.length() - cut), 301))
          .as("cut at %d", cut)
          .isEmpty();
      assertThat(fresh.raw(ASK_IDENT, 1_000)).as("and it recovers").hasSize(1);
    }
  }

  /** A flip may make another mark or escape, but never a request. */
  @Test
  void noFlippedBitIsTakenForARequest() {
    for (int bit = 0; bit < ASK_IDENT.length() * 8; bit++) {
      byte[] flipped = ASK_IDENT.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Host fresh = new Host(new DianetPump(DianetModel.PERFUSOR_FM, 1), 0);
      assertThat(fresh.raw(Bytes.of(flipped), 0))
          .as("bit %d", bit)
          .allMatch(answer -> !answer.isAck());
      assertThat(fresh.raw(ASK_IDENT, 1_000)).hasSize(1);
    }
  }

  @Test
  void aWrongChecksumIsRefusedWithItsCode() {
    assertThat(host.raw(Bytes.fromHex("7e00011d0f7e"), 0))
        .singleElement()
        .satisfies(answer -> assertThat(answer.why()).isEqualTo(0x01));
    assertThat(host.raw(Bytes.fromHex("7e42011d0f7e"), 0)).as("somebody else's").isEmpty();
  }

  @Test
  void theActivationByteInsideAFrameIsAFramingError() {
    assertThat(host.raw(Bytes.fromHex("7e0001801d0e7e"), 0))
        .singleElement()
        .satisfies(answer -> assertThat(answer.why()).isEqualTo(0x02));
  }

  @Test
  void whatNeedsStuffingComesBackAsItWas() {
    byte[] body = {0x00, 0x01, 0x7E, 0x7D, (byte) 0x80, 0x5E, 0x06};
    Bytes frame = Frames.write(body);
    assertThat(frame.toHex()).startsWith("7e00017d5e7d5d7da05e06");
    Frames.Request read = (Frames.Request) new Frames(300).feed(frame, 0).get(0);
    assertThat(read.data().toHex()).isEqualTo("7e7d805e06");
  }

  @Test
  void eachRefusalSaysWhy() {
    assertThat(host.ask("01 00", 0).why()).as("length").isEqualTo(0x07);
    assertThat(host.ask("40", 0).why()).as("segment").isEqualTo(0x03);
    assertThat(host.ask("10 00000000 00 41 ffffffff", 0).why()).as("ident").isEqualTo(0x05);
    assertThat(host.ask("10 ed3fcfc6 03 41 ffffffff", 0).why()).as("range").isEqualTo(0x06);
    assertThat(host.ask("10 ed3fcfc6 00 61 ffffffff", 0).why()).as("address").isEqualTo(0x08);
    assertThat(host.ask("11 00 01", 0).why()).as("no mode at all").isEqualTo(0x09);
    host.mode(0, 0);
    assertThat(host.ask("11 00 01", 0).why()).as("documentation").isEqualTo(0x09);
    host.mode(1, 0);
    assertThat(host.ask("11 00 01", 0).why()).as("no rate").isEqualTo(0x0C);
    assertThat(host.ask("11 63 01", 0).why()).as("action").isEqualTo(0x06);
    assertThat(host.ask("12 00", 0).why()).as("length").isEqualTo(0x07);
    assertThat(host.ask("12 00ffffff" + "ff".repeat(35), 0).why()).as("rate").isEqualTo(0x06);
    // 10 mL/h for one hour are 10 mL, not 99
    assertThat(host.ask("12 000003e8 000003de 003c" + "ff".repeat(29), 0).why())
        .as("inconsistent")
        .isEqualTo(0x0D);
    pump.pumps().get(0).rate("5", 100);
    host.keepAlive(500, 2_001);
    assertThat(host.ask("11 00 01", 2_099).why()).as("user operating").isEqualTo(0x04);
    assertThat(host.ask("11 00 01", 2_100).isAck()).isTrue();
  }

  @Test
  void whatTheFactsDoNotDescribeIsSilence() {
    for (String segment : List.of("07", "08")) {
      assertThat(host.send(segment, 0)).as(segment).isEmpty();
    }
    host.mode(1, 0);
    for (String segment : List.of("13 00", "14 00", "15 00")) {
      assertThat(host.send(segment, 0)).as(segment).isEmpty();
    }
  }

  @Test
  void anotherAddressIsSomebodyElse() {
    assertThat(host.raw(Host.frame('A', "01"), 0)).isEmpty();
    host.mode(0, 0);
    assertThat(host.ask("01", 10).address()).isEqualTo('A');
    assertThat(host.raw(Host.frame(0, "02"), 20)).as("its status no longer at 0").isEmpty();
    assertThat(host.raw(ASK_IDENT, 30)).as("its identity still").hasSize(1);
  }

  @Test
  void theTargetsReadBackAsWritten() {
    host.mode(1, 0);
    String drug = "4d6f727068696e65" + "20".repeat(12);
    String written = "000004e2 000001f4 ffff 00002710 000a 03 0005" + drug;
    assertThat(host.ask("12" + written, 0).isAck()).isTrue();
    Host.Answer read = host.ask("04", 0);
    assertThat(read.data().toHex()).isEqualTo(written.replace(" ", ""));
  }

  /** However mad the line, the pump answers with sound frames or not at all. */
  @Test
  void anyBytesGiveAnAnswer() {
    long seed = 20_260_601;
    Random random = new Random(seed);
    List<Bytes> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      if (random.nextBoolean() && noise.length > 2) {
        noise[0] = 0x7E;
        noise[1] = 0;
        noise[noise.length - 1] = 0x7E;
      }
      all.addAll(pump.receive(Bytes.of(noise), i * 10L));
    }
    assertThat(all).as("seed %d", seed).isNotEmpty().allSatisfy(Host::read);
    assertThat(host.raw(ASK_IDENT, 1_000_000)).hasSize(1);
  }

  /** Each limit where dstarcom.h has it, and the pump goes by what it tells. */
  @Test
  void itTellsItsLimitsAndKeepsThem() {
    host.mode(1, 0);
    ByteBuffer limits = host.ask("06", 0).in();
    assertThat(limits.remaining()).isEqualTo(49);
    int most = limits.getInt(6);
    int least = limits.getInt(10);
    assertThat(limits.getInt(33)).as("by hand").isEqualTo(most);
    assertThat(limits.getInt(45)).as("under control").isEqualTo(least);
    String others = "ff".repeat(35);
    assertThat(host.ask("12" + hex(most) + others, 0).isAck()).isTrue();
    assertThat(host.ask("12" + hex(least) + others, 0).isAck()).isTrue();
    assertThat(host.ask("12" + hex(most + 1) + others, 0).why()).as("range").isEqualTo(0x06);
    String volume = hex(limits.getInt(20) + 1);
    assertThat(host.ask("12 ffffffff" + volume + "ff".repeat(31), 0).why()).isEqualTo(0x06);
  }

  private static String hex(int number) {
    return String.format("%08x", number);
  }
}
