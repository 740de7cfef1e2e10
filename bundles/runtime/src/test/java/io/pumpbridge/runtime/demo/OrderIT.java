// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static io.pumpbridge.runtime.demo.Bedside.linkIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.pumpserver.signing.CmsSigner;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a signed order to the figure that the pump holds, over the real agent; and attacks on it.
 */
class OrderIT {
  @TempDir private static Path directory;
  private static Bedside bedside;
  private static int orders;

  @BeforeAll
  static void theAgentMayProgramme() throws Exception {
    bedside = Bedside.provisioned(directory);
    bedside.startProgrammingAgent();
    stopped(); // what the server hears shows that it is heard
    bedside.putLibraryInForce();
  }

  @AfterAll
  static void everythingEnds() throws Exception {
    bedside.close();
  }

  private static Bed stopped() throws Exception {
    int mark = bedside.stored().mark();
    Bed bed = bedside.plugIn();
    bedside.await(mark, linkIs(bed, "connected"));
    bedside.await(mark, event(EventName.SAMPLE, bed));
    return bed;
  }

  private static Bytes order(Bed bed, String dose) {
    return order("o-" + orders++, bed, dose, Instant.now());
  }

  /** For ten minutes; 0.16 ug/kg/min are 10.5 mL/h, so that nothing has to be rounded. */
  private static Bytes order(String id, Bed bed, String dose, Instant issued) {
    String json =
        """
        {"format":"pump-bridge-order-1","id":"%s","hospital":"%s","gateway":"%s","pump":"%s",\
        "channel":"1","issued":"%s","expires":"%s","care_area":"%s","drug":"%s",\
        "concentration":{"amount":"16","amount_unit":"mg","volume":"250","volume_unit":"mL"},\
        "weight":{"value":"70","unit":"kg"},"dose":{"value":"%s","unit":"ug/kg/min"}}"""
            .formatted(
                id,
                DemoDocuments.HOSPITAL,
                DemoDocuments.GATEWAY,
                bed.serial(),
                issued,
                issued.plus(Duration.ofMinutes(10)),
                DemoDocuments.CARE_AREA,
                DemoDocuments.DRUG,
                dose);
    return Bytes.of(json, StandardCharsets.UTF_8);
  }

  private static Bytes signed(Bytes order) throws Exception {
    return bedside.hospital().documents().order(order);
  }

  private static Predicate<Stored> refusal(String code) {
    return event(EventName.ORDER_REFUSED).and(told -> told.textOf("code").equals(code));
  }

  private static void assertRefused(Bytes signed, String code) throws Exception {
    int mark = bedside.stored().mark();
    Reply reply = bedside.sendOrder(signed);
    assertThat(reply.isAccepted()).as(code).isFalse();
    assertThat(reply.code()).as("%s", reply).contains(code);
    bedside.await(mark, refusal(code));
  }

  private static boolean isRunning(Bed bed) {
    return bed.pump().look((pump, nowMs) -> pump.isRunning());
  }

  @Test
  void aSignedOrderIsSetReadBackAndStartedByTheNurseAlone() throws Exception {
    Bed bed = stopped();
    List<String> replies = new CopyOnWriteArrayList<>();
    bed.pump().addListener((text, ns) -> replies.add(text));
    int mark = bedside.stored().mark();
    Bytes signed = signed(order(bed, "0.16"));
    Reply reply = bedside.sendOrder(signed);
    assertThat(reply.code()).as("%s", reply).contains("order-programmed");
    Stored told = bedside.await(mark, event(EventName.ORDER_PROGRAMMED));
    assertThat(told.textOf("pump_serial")).isEqualTo(bed.serial());
    assertThat(told.rate()).as("0.16 ug/kg/min of 64 ug/mL for 70 kg").isEqualTo("10.50");
    assertThat(replies).anyMatch(text -> text.startsWith("INF_RATE^10.50^"));
    assertThat(isRunning(bed)).as("set, not started").isFalse();
    assertThat((boolean) bed.pump().look((pump, nowMs) -> pump.isRemoteControlled())).isFalse();

    bed.pump().atPanel((panel, nowMs) -> panel.start(nowMs));
    Stored start = bedside.await(mark, event(EventName.DELIV_START, bed));
    assertThat(start.rate()).isEqualTo("10.50");

    assertRefused(signed, "order-replayed");
    assertRefused(signed(order(bed, "0.32")), "pump-not-stopped");
    assertThat(isRunning(bed)).isTrue();
    bed.pump().atPanel((panel, nowMs) -> panel.stop(nowMs));
    bedside.await(mark, event(EventName.DELIV_STOP, bed));
    restart(bed);
    assertRefused(signed, "order-replayed");
    assertThat(replies).noneMatch(text -> text.startsWith("INF_RATE^21"));
  }

  private static void restart(Bed bed) throws Exception {
    bedside.stopAgent();
    int mark = bedside.stored().mark();
    bedside.startProgrammingAgent();
    bedside.await(mark, linkIs(bed, "connected"));
  }

  @Test
  void whatIsNotRightInEverythingTouchesNoPump() throws Exception {
    Bed bed = stopped();
    List<String> replies = new CopyOnWriteArrayList<>();
    bed.pump().addListener((text, ns) -> replies.add(text));
    Bytes good = order(bed, "0.16");
    assertRefused(good, "malformed");
    assertRefused(flipped(signed(good)), "signature-invalid");
    assertRefused(
        CmsSigner.sign(
            good,
            List.of(bedside.hospital().authority().signer(SignerRole.PUMP_SERVER)),
            Instant.now()),
        "role-missing");
    assertRefused(
        signed(changed(good, DemoDocuments.GATEWAY, "other-gateway")), "order-other-gateway");
    assertRefused(signed(changed(good, bed.serial(), "8002-99999")), "pump-offline");
    assertRefused(
        signed(changed(order(bed, "0.16"), "\"channel\":\"1\"", "\"channel\":\"2\"")),
        "wrong-channel");
    assertRefused(signed(order(bed, "2.24")), "hard-limit-passed");
    assertRefused(signed(order(bed, "0.64")), "soft-limit-passed");
    Bytes late = order("late", bed, "0.16", Instant.now().minus(Duration.ofMinutes(11)));
    int mark = bedside.stored().mark();
    assertThat(bedside.sendOrder(signed(late)).code()).contains("order-expired");
    bedside.await(mark, event(EventName.ORDER_EXPIRED));
    assertThat(replies).noneMatch(text -> text.startsWith("REMOTE_CTRL"));
    assertThat(replies).as("it was read meanwhile").anyMatch(text -> text.startsWith("INF^"));
  }

  private static Bytes changed(Bytes json, String from, String to) {
    String text = json.toText(StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return Bytes.of(text.replace(from, to), StandardCharsets.UTF_8);
  }

  private static Bytes flipped(Bytes signed) {
    byte[] bytes = signed.toArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\"0.16\"") + 1] = '9';
    assertThat(EventRecord.hashOf(Bytes.of(bytes))).isNotEqualTo(EventRecord.hashOf(signed));
    return Bytes.of(bytes);
  }
}
