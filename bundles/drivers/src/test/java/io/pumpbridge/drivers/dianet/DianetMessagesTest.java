// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.dianet.DianetReply.Accepted;
import io.pumpbridge.drivers.dianet.DianetReply.Actual;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Limits;
import io.pumpbridge.drivers.dianet.DianetReply.Other;
import io.pumpbridge.drivers.dianet.DianetReply.Refused;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.dianet.DianetRequest.Control;
import io.pumpbridge.drivers.dianet.DianetRequest.ControlMode;
import io.pumpbridge.drivers.dianet.DianetRequest.Read;
import io.pumpbridge.drivers.dianet.DianetRequest.Segment;
import io.pumpbridge.drivers.dianet.DianetRequest.WriteTargets;
import io.pumpbridge.model.measure.Bytes;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DianetMessagesTest {

  @Test
  void theIdentityIsAskedForAsPublished() {
    assertThat(Read.identity().bytes()).isEqualTo(DianetVectors.IDENT);
  }

  @Test
  void aRateAloneIsWrittenAsPublished() {
    assertThat(new WriteTargets('A', 1_250, OptionalLong.empty()).bytes())
        .isEqualTo(DianetVectors.RATE_12_50);
  }

  @Test
  void rateAndVolumeAreWrittenAndNothingElseIs() {
    assertThat(
            DianetVectors.content(new WriteTargets('C', 0x7e, OptionalLong.of(500)).bytes())
                .toHex())
        .isEqualTo("43" + "12" + "0000007e" + "000001f4" + "ff".repeat(31));
  }

  /** The published frame is that of remote-only, which cannot be made; all but its mode can. */
  @Test
  void theControlIsTakenAndGivenBackLikeThePublishedFrameButForTheMode() {
    for (ControlMode mode : ControlMode.values()) {
      byte[] expected = DianetVectors.content(DianetVectors.REMOTE_ONLY).toArray();
      expected[6] = (byte) mode.code();
      assertThat(DianetVectors.content(new Control(DianetVectors.IDENT_NUMBER, mode, 'A').bytes()))
          .isEqualTo(Bytes.of(expected));
    }
    assertThat(Arrays.stream(ControlMode.values()).map(ControlMode::code)).containsExactly(0, 1);
  }

  @Test
  void whatNoPumpCanBeToldCannotBeMade() {
    for (long rate : new long[] {0, -1, 0xffffffffL, 0x100000000L}) {
      assertThatThrownBy(() -> new WriteTargets('A', rate, OptionalLong.empty()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new WriteTargets('A', 1, OptionalLong.of(rate)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int address : new int[] {'A' - 1, 'Z' + 1, 1, 255}) {
      assertThatThrownBy(() -> new Read(address, Segment.STATUS))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Control(1, ControlMode.DOCUMENTATION, address))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new WriteTargets(address, 1, OptionalLong.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new WriteTargets(0, 1, OptionalLong.empty()))
        .as("nobody writes to everybody")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdentityIsRead() {
    Identity said =
        (Identity) DianetVectors.reply(DianetVectors.ack(0, 0x01, DianetVectors.IDENTITY_DATA));
    assertThat(said).isEqualTo(new Identity(0, 0x12c03039L, 0x000e, "CMC 1.23"));
    assertThat(said.serialNumber()).isEqualTo(12_345);
    assertThat(said.type()).isEqualTo(1_200);
  }

  @Test
  void anErasedMemoryIsNobody() {
    for (String number : new String[] {"00000000", "ffffffff", "12c00000"}) {
      assertThat(
              DianetVectors.reply(
                  DianetVectors.ack(0, 1, number + DianetVectors.IDENTITY_DATA.substring(8))))
          .isInstanceOf(Other.class);
    }
  }

  @Test
  void aStatusIsRead() {
    Status status =
        (Status) DianetVectors.reply(DianetVectors.ack('B', 0x02, DianetVectors.STATUS_DATA));
    assertThat(status).isEqualTo(new Status('B', 0, 0, new DianetState(0xd2), 1_250, 377, 185));
    Status nothing = (Status) DianetVectors.reply(DianetVectors.ack(0, 0x02, "ff".repeat(19)));
    assertThat(nothing.rate()).isEmpty();
    assertThat(nothing.volumeRemaining()).isEmpty();
    assertThat(nothing.minutesRemaining()).isEmpty();
    assertThat(nothing.state().isGiven()).isFalse();
    assertThat(nothing.state().isStill()).as("who does not say stands not still").isFalse();
  }

  @Test
  void actualValuesAreRead() {
    assertThat(DianetVectors.reply(DianetVectors.ack(0, 0x03, DianetVectors.ACTUAL_DATA)))
        .isEqualTo(new Actual(0, 42, 126));
    Actual nothing = (Actual) DianetVectors.reply(DianetVectors.ack(0, 0x03, "ff".repeat(21)));
    assertThat(nothing.pressure()).isEmpty();
    assertThat(nothing.volumeInfused()).isEmpty();
  }

  @Test
  void targetsAreRead() {
    Targets targets =
        (Targets) DianetVectors.reply(DianetVectors.ack('A', 0x04, DianetVectors.TARGETS_DATA));
    assertThat(targets.rate()).isEqualTo(1_250);
    assertThat(targets.volume()).isEqualTo(500);
    assertThat(targets.minutes()).isEqualTo(0xffff);
    assertThat(targets.drug()).contains("Norad");
    assertThat(targets.others().toHex())
        .isEqualTo(DianetVectors.TARGETS_DATA.substring(20))
        .hasSize(2 * 29);
    Targets nothing = (Targets) DianetVectors.reply(DianetVectors.ack(0, 4, "ff".repeat(39)));
    assertThat(nothing.drug()).isEmpty();
  }

  @Test
  void limitsAreRead() {
    assertThat(DianetVectors.reply(DianetVectors.ack(0, 0x06, DianetVectors.LIMITS_DATA)))
        .isEqualTo(
            new Limits(
                0,
                2,
                new Limits.Rates(10, 99_999),
                new Limits.Rates(10, 99_999),
                new Limits.Rates(50, 50_000),
                99_999));
  }

  @Test
  void yesAndNoAreRead() {
    assertThat(DianetVectors.reply(DianetVectors.ack(0, 0x10, "")))
        .isEqualTo(new Accepted(0, 0x10));
    assertThat(DianetVectors.reply(DianetVectors.ack('A', 0x12, "")))
        .isEqualTo(new Accepted('A', 0x12));
    assertThat(DianetVectors.reply(DianetVectors.nak(0, 0x02, 0x09)))
        .isEqualTo(new Refused(0, 0x02, 0x09));
  }

  @Test
  void eachRefusalHasWordsAndAnUnknownOneToo() {
    for (int error = 0; error < 256; error++) {
      assertThat(new DianetRefusal(error).text()).isNotBlank();
    }
    assertThat(new DianetRefusal(0x0a).text()).isEqualTo("unknown reason 0A");
  }

  /** A length that is not the published one may hide other fields. */
  @Test
  void anotherLengthIsNoReply() {
    for (int segment = 0; segment < 256; segment++) {
      for (int length = 0; length < 64; length++) {
        DianetReply reply = DianetVectors.reply(DianetVectors.ack(0, segment, "01".repeat(length)));
        boolean known =
            (segment == 0x01 && length == 20)
                || (segment == 0x02 && length == 19)
                || (segment == 0x03 && length == 21)
                || (segment == 0x04 && length == 39)
                || (segment == 0x06 && length == 49)
                || ((segment == 0x10 || segment == 0x12) && length == 0);
        assertThat(!(reply instanceof Other)).as("%02x %d", segment, length).isEqualTo(known);
      }
    }
  }

  @Test
  void anEchoOfOurOwnRequestsIsNoReply() {
    for (DianetRequest request :
        new DianetRequest[] {
          Read.identity(),
          new Read('A', Segment.STATUS),
          new Control(~0x06123456L & 0xffffffffL, ControlMode.DOCUMENTATION, 'A'),
          new Control(~0x15123456L & 0xffffffffL, ControlMode.DOCUMENTATION, 'A'),
          new WriteTargets('A', 0x06000000L, OptionalLong.of(1)),
          new WriteTargets('A', 0x15000000L, OptionalLong.of(1))
        }) {
      assertThat(DianetVectors.reply(request.bytes())).isInstanceOf(Other.class);
    }
  }

  @Test
  void anyBytesGiveAReply() {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(70)];
      random.nextBytes(bytes);
      DianetReply reply = DianetReply.from(Bytes.of(bytes));
      assertThat(reply.address()).isBetween(0, 255);
      assertThat(reply.segment()).isBetween(0, 255);
    }
  }

  @Test
  void aReplyBelongsToItsSegmentAndItsAddress() {
    Status fromB =
        (Status) DianetVectors.reply(DianetVectors.ack('B', 2, DianetVectors.STATUS_DATA));
    assertThat(new Read('B', Segment.STATUS).isAnsweredBy(fromB)).isTrue();
    assertThat(new Read('A', Segment.STATUS).isAnsweredBy(fromB)).isFalse();
    assertThat(new Read('B', Segment.LIMITS).isAnsweredBy(fromB)).isFalse();
    assertThat(new Read(0, Segment.STATUS).isAnsweredBy(fromB))
        .as("asked without an address, it may name its own")
        .isTrue();
    assertThat(new Read(0, Segment.STATUS).isAnsweredBy(new Refused(0, 0, 1)))
        .as("it could not read which segment was meant")
        .isTrue();
    assertThat(new Read(0, Segment.STATUS).isAnsweredBy(new Other(0, 2))).isFalse();
    assertThat(new Read(0, Segment.STATUS).isAnsweredBy(new Refused(7, 2, 1))).isFalse();
  }
}
