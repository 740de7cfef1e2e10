// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line as the vendor's document shows it. */
final class BccWireTest {
  private static final Bytes ACK = Bytes.fromHex("06");
  private static final Bytes NAK = Bytes.fromHex("15");

  private final BccRack rack = new BccRack(List.of("36248", "40864")).stuffing(false);

  private static Bytes bytes(String text) {
    return Bytes.of(text, StandardCharsets.ISO_8859_1);
  }

  static Bytes request(String text) {
    return BccFrame.encode(text, true, false);
  }

  private static String text(List<Bytes> said) {
    assertThat(said).hasSize(1);
    return said.get(0).toText(StandardCharsets.ISO_8859_1);
  }

  private String ask(String text, long nowMs) {
    return text(rack.receive(request(text), nowMs));
  }

  @Test
  void theDocumentsFirstRequestIsThis() {
    assertThat(request("1/1/1>ADMIN:ALIVE"))
        .isEqualTo(bytes("\u000100031\u00021/1/1>ADMIN:ALIVE\u000300061\u0004"));
  }

  @Test
  void aliveIsAnsweredWithTheBedAndTheTime() {
    assertThat(ask("1/1/1>ADMIN:ALIVE", 206_999))
        .startsWith("\u000100045\u0002ComSystem/1/1>206,50100,GNACK,0\u0003")
        .endsWith("\u0004");
    assertThat(ask("ComSystem/1/1>ADMIN:VERSION", 207_000)).contains(">207,50100,V3.30\u0003");
  }

  @Test
  void anotherBedIsAnError() {
    assertThat(ask("1/1/1>MEM:GET", 0)).contains("50100,GNERR,68");
    assertThat(ask("ComSystem/1/1>MEM:PUT", 0)).contains("50100,GNERR,68");
  }

  @ParameterizedTest
  @CsvSource({"D,EX", "E,EE", "d,ex", "e,ee", "EX,EEX", "DEde,EXEEexee", "Bolus 1,Bolus 1"})
  void stuffingGoesThereAndBack(String plain, String stuffed) {
    assertThat(Stuffing.stuff(plain)).isEqualTo(stuffed);
    assertThat(Stuffing.unstuff(stuffed)).contains(plain);
  }

  @Test
  void aSingleLetterThatStuffingNeverWritesIsWrong() {
    assertThat(Stuffing.unstuff("AE")).isEmpty();
    assertThat(Stuffing.unstuff("Ea")).isEmpty();
    assertThat(Stuffing.unstuff("eX")).isEmpty();
  }

  @Test
  void aStuffedRackSpeaksAndHearsStuffed() {
    rack.stuffing(true);
    String said =
        text(rack.receive(bytes("\u000100031\u00021/1/1>AEXMIN:ALIVEE\u000300061\u0004"), 0));
    assertThat(said).contains("GNACK,0").doesNotContain("D").doesNotContain("d");
    assertThat(text(rack.receive(request("1/1/1>ADMIN:ALIVE"), 0))).contains("GNEERR,68");
  }

  @Test
  void eachPumpIsABlockAndOnlyAnAcknowledgementBringsTheNext() {
    String first = ask("ComSystem/1/1>MEM:GET", 214_000);
    assertThat(first)
        .contains(
            ">214,50100,FMNOR,1\u001e214,50100,FMSTAT,00051\u001e214,50100,FMDONGLE,T\u001e"
                + "214,50100,FMBANY,_NV\u001e214,50100,FMRT,FMS1NSNS\u001e"
                + "214,50100,FMRSTAT,00051\u001e214,50111,GNNEW,688L030007\r\u001e")
        .contains("214,50111,INNR,60008D98")
        .contains("214,50111,INSERNUM,36248\u001e214,50111")
        .contains("214,50111,INDTNR,6144")
        .contains("214,50111,INA13,_NV")
        .contains("\u0017");
    assertThat(text(rack.receive(NAK, 214_500))).isEqualTo(first);
    String second = text(rack.receive(ACK, 215_000));
    assertThat(second)
        .contains(">215,50112,GNNEW,688L030007\r")
        .contains("215,50112,INNR,60009FA0")
        .contains("\u0003");
    assertThat(rack.receive(ACK, 215_100)).isEmpty();
    assertThat(ask("ComSystem/1/1>MEM:GET", 216_000)).contains("50111,GNMODEL,688L030007\r");
    assertThat(ask("ComSystem/1/1>MEM:GET", 217_000)).contains("217,50111,GNMODEL");
  }

  @Test
  void aSlotIsToldAlone() {
    assertThat(ask("ComSystem/1/1>MEM:GETSLOT#12", 627_000))
        .contains("627,50100,FMNOR,1")
        .contains("627,50112,INSERNUM,40864")
        .doesNotContain("50111")
        .contains("\u0003");
    assertThat(ask("ComSystem/1/1>MEM:GETSLOT#17", 0)).contains("627,50117,GNERR,811");
    assertThat(ask("ComSystem/1/1>MEM:GETSLOT#41", 0)).contains("50141,GNERR,811");
  }

  @Test
  void aPumpThatWasTakenOutIsToldOnce() {
    rack.remove(1);
    assertThat(ask("ComSystem/1/1>MEM:GET", 0))
        .contains("FMNOR,1")
        .contains("0,50111,GNERR,39\u0017");
    assertThat(text(rack.receive(ACK, 0))).contains("50112,INSERNUM,40864");
    assertThat(ask("ComSystem/1/1>MEM:GET", 0)).doesNotContain("50111");
    rack.remove(2);
    assertThat(ask("ComSystem/1/1>MEM:GET", 0)).contains("50112,GNERR,39\u0003");
    assertThat(ask("ComSystem/1/1>MEM:GET", 0)).contains(">0,50100,GNERR,11\u0003");
    rack.insert(10, "7");
    assertThat(ask("ComSystem/1/1>MEM:GET", 0)).contains("5011A,GNNEW").contains("FMS3NSNS");
  }

  @Test
  void everyFlippedBitIsAnsweredWithAnErrorOrNotAtAll() {
    byte[] sound = request("ComSystem/1/1>ADMIN:VERSION").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      BccRack other = new BccRack(List.of("1")).stuffing(false);
      for (Bytes said : other.receive(Bytes.of(damaged), 0)) {
        assertThat(said.toText(StandardCharsets.ISO_8859_1)).contains("GNERR,68");
      }
    }
  }

  @Test
  void aRequestIsFoundHoweverTheLineCutsIt() {
    byte[] request = request("1/1/1>ADMIN:ALIVE").toArray();
    for (int cut = 0; cut <= request.length; cut++) {
      rack.receive(bytes("noise\u0004"), 0);
      assertThat(rack.receive(Bytes.of(request, 0, cut), 0)).hasSize(cut == request.length ? 1 : 0);
      assertThat(rack.receive(Bytes.of(request, cut, request.length - cut), 0))
          .hasSize(cut == request.length ? 0 : 1);
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    List<Bytes> requests =
        List.of(
            request("1/1/1>ADMIN:ALIVE"),
            request("ComSystem/1/1>MEM:GET"),
            request("ComSystem/1/1>MEM:GETSLOT#12"),
            bytes("\u0006\u0015\u0006"));
    long now = HostileLine.fuzz(rack, 11, requests);
    HostileLine.fuzz(new BccRack(List.of("1", "2", "3")).cyclic(1), 12, requests);
    HostileLine.flood(rack, new byte[] {1}, (byte) '0', now);
    assertThat(ask("1/1/1>ADMIN:ALIVE", now)).contains("GNACK,0");
  }
}
