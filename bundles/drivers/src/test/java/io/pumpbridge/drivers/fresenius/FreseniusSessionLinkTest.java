// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls, acknowledgements and refusals, and questions that are asked again. */
final class FreseniusSessionLinkTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void callsAreAnsweredInEveryState() {
    base.callMs = 2_000;
    talk.open();
    talk.run(20_000);
    assertThat(base.presences).isBetween(9, 12);
    talk.stop();
    talk.run(4_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.presences).isBetween(11, 14);
  }

  @Test
  void everySoundFrameIsAcknowledged() {
    scene.follow();
    int before = base.acknowledgements;
    talk.inject(framed("7X;what"));
    assertThat(base.acknowledgements).isEqualTo(before + 1);
    assertThat(talk.noise()).isEqualTo(11);
  }

  @Test
  void aDamagedFrameIsRefusedWithTheReason() {
    scene.follow();
    talk.inject(wire("1C;d0037", "00"));
    assertThat(base.refusals).containsExactly("1532");
    byte[] eighth = framed("1C").toArray();
    eighth[1] |= (byte) 0x80;
    talk.inject(Bytes.of(eighth));
    assertThat(base.refusals).containsExactly("1532", "1531");
  }

  @Test
  void anotherPumpsFramesAreNotRefusedWhileNobodySpokeThisProtocol() {
    base.gone = true;
    talk.open();
    talk.inject(wire("*IDN?", "44"));
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.noise()).isEqualTo(9);
  }

  @Test
  void aReceiverThatIsNotReadyIsAskedOnceMore() {
    scene.follow();
    base.sayRaw("1LE;aemdr", Bytes.fromHex("1536"));
    talk.run(1_000);
    assertThat(base.heard).containsSubsequence("1LE;aemdr", "1LE;aemdr", "1LP");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aWrongAddressIsNotRepeated() {
    scene.follow();
    base.sayRaw("1LE;aemdr", Bytes.fromHex("1534"));
    talk.run(1_000);
    assertThat(base.heard.stream().filter("1LE;aemdr"::equals).count()).isEqualTo(1);
  }

  @Test
  void anUnansweredQuestionIsSentOnceMoreAfterASecond() {
    scene.follow();
    base.deaf.add("1LE;aemdr");
    talk.run(1_500);
    base.deaf.clear();
    talk.run(1_500);
    List<Long> times = talk.timesSent(framed("1LE;aemdr"));
    assertThat(times.get(1) - times.get(0)).isBetween(1_000L, 1_100L);
    assertThat(talk.losses()).isEmpty();
  }
}
