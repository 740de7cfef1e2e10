// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final Bytes BEFORE = Bytes.of("{\"pumps\":1}", UTF_8);
  private static final Bytes AFTER = Bytes.of("{\"pumps\":2}", UTF_8);

  private final Presence presence =
      new Presence(
          new LifeMessages(
              new Topics("hospital", "gw"), "1.2.3", Settings.Confirm.SERVER, name -> "", at(0)),
          Duration.ofMinutes(5));

  private static ClockReading at(long seconds) {
    return new ClockReading(
        Instant.parse("2026-06-01T12:00:00Z").plusSeconds(seconds),
        ClockQuality.SYNCHRONISED,
        seconds * 1_000);
  }

  private KuraPayload birth(long seconds) {
    Bytes sent = presence.birth(at(seconds)).payload();
    return ((Decoded.Good) KuraCodec.decode(sent.toArray())).payload();
  }

  @Test
  void aBirthSaysWhatWasLastSeenHereAndWhereThatIs() {
    assertThat(birth(1).body()).as("nobody has looked yet").isEmpty();
    assertThat(presence.onSeen(BEFORE)).isTrue();
    assertThat(birth(2).body()).contains(BEFORE);
    assertThat(presence.onSeen(BEFORE)).as("no news").isFalse();
    assertThat(presence.onSeen(AFTER)).isTrue();
    presence.moveTo(new LocalEnd("192.0.2.7", "wlan0"));
    assertThat(birth(3).body()).contains(AFTER);
    assertThat(birth(3).findText("connection_interface")).contains("wlan0");
  }

  @Test
  void aBirthThatIsNotAcknowledgedIsSilence() {
    birth(10);
    assertThat(presence.isAcknowledged()).isFalse();
    assertThat(presence.silenceMs(12_500)).isEqualTo(2_500);
    presence.onAcknowledged();
    assertThat(presence.isAcknowledged()).isTrue();
    assertThat(presence.silenceMs(60_000)).isZero();
    birth(70);
    assertThat(presence.isAcknowledged()).as("another one").isFalse();
    assertThat(presence.silenceMs(71_000)).isEqualTo(1_000);
  }

  @Test
  void somebodyLooksAgainWhenABirthIsAsOldAsItMayBe() {
    presence.onLook(1_000);
    assertThat(presence.isLookDue(300_999)).isFalse();
    assertThat(presence.isLookDue(301_000)).isTrue();
    presence.onLook(301_000);
    assertThat(presence.isLookDue(301_001)).isFalse();
  }
}
