// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.BED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.bcc.BccFrameReader.Frame;
import io.pumpbridge.drivers.bcc.BccMessages.Block;
import io.pumpbridge.drivers.bcc.BccMessages.Other;
import io.pumpbridge.drivers.bcc.BccMessages.Quadruple;
import io.pumpbridge.drivers.bcc.BccMessages.RackRequest;
import io.pumpbridge.drivers.bcc.BccMessages.Reply;
import io.pumpbridge.drivers.bcc.BccMessages.SlotRequest;
import io.pumpbridge.drivers.bcc.BccMessages.Version;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BccMessagesTest {

  private static Reply reply(String text) {
    return BccMessages.from(new Frame(Bytes.of(text, StandardCharsets.UTF_8), true, 0));
  }

  private static Reply information(String information) {
    return reply(BED + "/1/1>" + information);
  }

  private static Optional<BccPlace> at(int pillar, int pump) {
    return Optional.of(new BccPlace(pillar, pump));
  }

  @Test
  void theGreetingIsWrittenAsPublished() {
    assertThat(BccMessages.request(RackRequest.ALIVE, "1", BccStuffing.OFF))
        .isEqualTo(Bytes.fromHex("01303030333102312f312f313e41444d494e3a414c49564503303030363104"));
    assertThat(BccMessages.request(RackRequest.ALIVE, "1", BccStuffing.ON))
        .isEqualTo(
            Bytes.fromHex("01303030333102312f312f313e4145584d494e3a414c4956454503303030363104"));
  }

  /** Pages 12 and 14; what is printed there has another bed id. */
  @Test
  void theOtherRequestsAreWrittenAsPublished() {
    assertThat(plain(RackRequest.VERSION))
        .isEqualTo("\u000100040\u0002WardBed2/1/1>ADMIN:VERSION\u000300140\u0004");
    assertThat(plain(RackRequest.GET))
        .isEqualTo("\u000100034\u0002WardBed2/1/1>MEM:GET\u000300191\u0004");
    assertThat(plain(new SlotRequest(new BccPlace(1, 3))))
        .isEqualTo("\u000100041\u0002WardBed2/1/1>MEM:GETSLOT#13\u000300134\u0004");
    assertThat(new SlotRequest(new BccPlace(2, 24)).text()).isEqualTo("MEM:GETSLOT#2O");
  }

  private static String plain(BccMessages.Request request) {
    return BccMessages.request(request, BED, BccStuffing.OFF).toText(StandardCharsets.US_ASCII);
  }

  /** The bed id of a rack may hold the letters that stuffing replaces. */
  @Test
  void requestsAreStuffedWhole() {
    assertThat(
            BccMessages.request(RackRequest.GET, BED, BccStuffing.ON)
                .toText(StandardCharsets.US_ASCII))
        .isEqualTo("\u000100034\u0002WarexBeeex2/1/1>MEEM:GEET\u000300191\u0004");
  }

  @Test
  void placesAreReadAsPillarAndPump() {
    assertThat(BccPlace.from("50111")).isEqualTo(at(1, 1));
    assertThat(BccPlace.from("50139")).isEqualTo(at(3, 9));
    assertThat(BccPlace.from("5011A")).isEqualTo(at(1, 10));
    assertThat(BccPlace.from("5012O")).isEqualTo(at(2, 24));
    assertThat(BccPlace.from("501110")).as("seen with BCC 3.30").isEqualTo(at(1, 10));
    assertThat(new BccPlace(1, 10)).hasToString("1/A");
    for (int pillar = 1; pillar <= BccPlace.PILLARS; pillar++) {
      for (int pump = 1; pump <= BccPlace.PUMPS; pump++) {
        BccPlace place = new BccPlace(pillar, pump);
        assertThat(BccPlace.from("501" + place.code())).contains(place);
      }
    }
    for (String none : List.of("50100", "50110", "50141", "5011P", "501125", "501100", "60111")) {
      assertThat(BccPlace.from(none)).as(none).isEmpty();
    }
  }

  @Test
  void aBlockIsReadRecordByRecord() {
    Reply reply =
        information(
            "214,50100,FMRT,FMS1NSNS\u001e214,50111,GNNEW,688F030006\r\u001e214,50111,INSOL,A, b");
    assertThat(reply)
        .isEqualTo(
            new Block(
                BED,
                true,
                List.of(
                    new Quadruple(Optional.empty(), "FMRT", "FMS1NSNS"),
                    new Quadruple(at(1, 1), "GNNEW", "688F030006\r"),
                    new Quadruple(at(1, 1), "INSOL", "A, b"))));
  }

  @Test
  void aGreetingNamesTheBed() {
    assertThat(information("206,50100,GNACK,0"))
        .isInstanceOfSatisfying(
            Block.class,
            block -> {
              assertThat(block.bed()).isEqualTo(BED);
              assertThat(block.isGreeting()).isTrue();
            });
    for (String other : List.of("206,50100,GNACK,1", "206,50111,GNACK,0", "2,50100,GNERR,68")) {
      assertThat(((Block) information(other)).isGreeting()).as(other).isFalse();
    }
  }

  @Test
  void theVersionAloneHasNoValue() {
    assertThat(information("207,50100,V3.30")).isEqualTo(new Version(BED, "V3.30"));
  }

  @Test
  void echoesAndStrangersAreOther() {
    for (String text :
        List.of(
            "",
            ">",
            "1/1/1>ADMIN:ALIVE",
            BED + "/1/1>MEM:GET",
            BED + ">206,50100,GNACK,0",
            "/1/1>206,50100,GNACK,0",
            "a b/1/1>206,50100,GNACK,0",
            "0123456789abcdef/1/1>206,50100,GNACK,0",
            BED + "/1/1>")) {
      assertThat(reply(text)).as(text).isInstanceOf(Other.class);
    }
  }

  /** Page 16: who does not know a record skips it. */
  @Test
  void recordsThatCannotBeReadAreSkipped() {
    Reply reply =
        information(
            "x,50111,INRT,1\u001e\u001e214,50199,INRT,1\u001e214,50111,inrt,1\u001e"
                + "214,50111,INRT\u001e214,50111,INVI,2\u001e");
    assertThat(reply)
        .isEqualTo(new Block(BED, true, List.of(new Quadruple(at(1, 1), "INVI", "2"))));
  }

  @Test
  void noValueIsAbsentAndNeverZero() {
    Reading reading =
        new Reading(java.util.Map.of("A", "_NV", "B", "_NA", "C", "", "D", "0", "E", "x\r"));
    assertThat(reading.value("A")).isEmpty();
    assertThat(reading.value("B")).isEmpty();
    assertThat(reading.value("C")).isEmpty();
    assertThat(reading.value("D")).hasValue("0");
    assertThat(reading.value("E")).hasValue("x");
    assertThat(reading.value("F")).isEmpty();
  }

  @Test
  void anyTextGivesAReply() {
    long seed = 20_261_127L;
    Random random = new Random(seed);
    String alphabet = "015,\u001e>/AGNERV_.\u0003\ud800é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? BED + "/1/1>" : "");
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(reply(text.toString())).as("seed %d: %s", seed, text).isNotNull();
    }
  }
}
