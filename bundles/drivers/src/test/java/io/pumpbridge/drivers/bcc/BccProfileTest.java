// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.profile.Checksum;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Framing;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped profile and the code say the same. */
final class BccProfileTest {

  private final DeviceProfile profile = BccVectors.profile();

  @Test
  void theDriverTakesItsLineFromTheProfile() {
    BccDriver driver = new BccDriver(profile, 1_000);
    assertThat(driver.protocol()).isEqualTo("bcc");
    assertThat(driver.lineSettings())
        .isEqualTo(new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1));
    assertThat(driver.newSession().state()).isEqualTo("closed");
  }

  @Test
  void anotherFamilysProfileIsRefused() throws Exception {
    DeviceProfile other = DeviceProfileReader.readShipped("alaris-asena");
    assertThatThrownBy(() -> new BccDriver(other, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bcc");
  }

  @Test
  void theProfileDescribesThisFraming() {
    Framing framing = profile.framing();
    assertThat(framing.longest()).isEqualTo(BccFrameReader.MAX_FRAME);
    assertThat(framing.layout())
        .containsExactly(
            new Framing.Literal(Bytes.fromHex("01")),
            Framing.Place.LENGTH,
            new Framing.Literal(Bytes.fromHex("02")),
            Framing.Place.TEXT,
            new Framing.Literal(Bytes.fromHex("0317")),
            Framing.Place.CHECKSUM,
            new Framing.Literal(Bytes.fromHex("04")));
    assertThat(framing.fieldSeparator()).hasValue(0x1e);
  }

  @Test
  void theProfileDescribesThisStuffing() {
    for (Framing.Escape escape : profile.framing().escapes()) {
      assertThat(BccStuffing.ON.stuffed(new byte[] {(byte) escape.value()})).isEqualTo(escape.as());
    }
    assertThat(profile.framing().escapes()).hasSize(4);
    assertThat(BccSettings.from(profile, 1_000).stuffing()).isEqualTo(BccStuffing.ON);
  }

  @Test
  void theProfileDescribesThisChecksum() {
    Checksum checksum = profile.checksum();
    assertThat(checksum.bits()).isEqualTo(8);
    byte[] frame = BccVectors.plain("1", "ADMIN:ALIVE", false);
    assertThat(checksum.of(frame, 0, 25)).isEqualTo(BccSum.of(frame, 0, 25)).isEqualTo(61);
  }

  @Test
  void theProfileListsAllThatIsEverSentAndNoMore() {
    assertThat(profile.dialogue().requests())
        .extracting(DeviceProfile.Request::command)
        .containsExactly("ADMIN:ALIVE", "MEM:GET");
    assertThat(profile.dialogue().requests()).allMatch(request -> request.use().onlyReads());
    assertThat(profile.dialogue().agreeingReads()).isEqualTo(2);
    assertThat(profile.dialogue().gapMs()).isEqualTo(BccSettings.REST_MS);
  }

  @Test
  void everyAlarmOfTheDocumentIsListed() {
    for (int number = 1; number <= 16; number++) {
      assertThat(profile.alarms()).containsKey("INA" + number);
    }
    for (int bit = 1; bit < 32; bit++) {
      assertThat(profile.alarms().containsKey("ALARM1." + bit)).isEqualTo(bit != 21);
      assertThat(profile.alarms().containsKey("ALARM2." + bit)).isEqualTo(bit < 8 || bit > 28);
      assertThat(profile.alarms().containsKey("PREALARM." + bit)).isEqualTo(bit < 16);
    }
    assertThat(profile.alarms())
        .containsKeys(BccAlarms.SOME_ALARM, BccAlarms.SOME_PRE_ALARM)
        .doesNotContainKeys(BccAlarms.NO_ALARM.toArray(new String[0]));
  }

  @Test
  void nothingIsPromisedButLooking() {
    assertThat(profile.capabilities()).allMatch(DeviceProfile.Capabilities::onlyMonitor);
    assertThat(profile.deviceTypes().keySet())
        .containsAll(List.of("686", "687", "688", "586", "587", "588", "I0002", "I0003"));
  }
}
