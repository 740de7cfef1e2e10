// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pumpbridge.drivers.alaris.AlarisRequests.Command;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.drivers.alaris.AlarisRequests.Read;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.measure.Bytes;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlarisRequestsTest {

  private final Control control = Control.of(AlarisProfiles.settings(true)).orElseThrow();

  @Test
  void readsAreWrittenAsPublished() {
    assertThat(Read.SERIAL_NUMBER.bytes()).isEqualTo(wire("!INST_SERIALNO|457D"));
    assertThat(Read.PROTOCOL.bytes()).isEqualTo(wire("!COMMS_PROTOCOL|E8DA"));
    assertThat(Read.INFUSION.bytes()).isEqualTo(wire("!INF|4961"));
    assertThat(Read.ALARM.bytes()).isEqualTo(wire("!ALARM|50B2"));
  }

  @Test
  void theControlIsTakenByteForByte() {
    Bytes bytes =
        Bytes.fromHex(
            "21" // ! start
                + "52454d4f54455f4354524c" // REMOTE_CTRL
                + "5e" // ^ field separator
                + "454e41424c4544" // ENABLED
                + "5e" // ^ field separator
                + "33434331" // 3CC1, CRC over 8002-51740, the serial number
                + "7c" // | checksum separator
                + "42314631" // B1F1, CRC over what stands between ! and |
                + "0d"); // CR end
    assertThat(control.take("8002-51740").bytes()).isEqualTo(bytes);
    assertThat(control.take("8002-51740").bytes())
        .isEqualTo(wire("!REMOTE_CTRL^ENABLED^3CC1|B1F1"));
    assertThat(control.take("8002-51733").body()).isEqualTo("REMOTE_CTRL^ENABLED^9535");
  }

  @Test
  void whatAProgrammeSendsIsWrittenAsPublished() {
    assertThat(control.release().bytes()).isEqualTo(wire("!REMOTE_CTRL^DISABLED|EF95"));
    assertThat(control.readSyringeLimit().bytes()).isEqualTo(wire("!INF_RATE_MAX_SYRINGE|8F30"));
    assertThat(control.writeRate(new BigDecimal("3.50")).bytes())
        .isEqualTo(wire("!INF_RATE^3.50^ml/h|3885"));
    assertThat(control.writeRate(new BigDecimal("0.10")).bytes())
        .isEqualTo(wire("!INF_RATE^0.10^ml/h|D407"));
    assertThat(control.readRate().body()).isEqualTo("INF_RATE");
    assertThat(control.writeVolume(new BigDecimal("11.000")).bytes())
        .isEqualTo(wire("!INF_VTBI^ACTIV^11.000^ml^STOP|4433"));
    assertThat(control.readVolume().bytes()).isEqualTo(wire("!INF_VTBI|8456"));
  }

  @Test
  void aValueIsNeverRoundedOnItsWay() {
    for (String rate : List.of("3.5", "3.500", "3.505", "0.00", "-1.00", "12345678.90")) {
      assertThatIllegalArgumentException()
          .as(rate)
          .isThrownBy(() -> control.writeRate(new BigDecimal(rate)));
    }
    for (String volume : List.of("11", "11.00", "11.0000", "0.000", "-1.000", "1234567.890")) {
      assertThatIllegalArgumentException()
          .as(volume)
          .isThrownBy(() -> control.writeVolume(new BigDecimal(volume)));
    }
  }

  /** The safety rule: settings that do not allow programming give no power to encode it. */
  @Test
  void whoOnlyLooksHasNoWayToSayMoreThanTheFourReads() {
    assertThat(Control.of(AlarisProfiles.settings(false))).isEmpty();
    assertThat(Arrays.stream(Read.values()).map(Read::body))
        .containsExactly("INST_SERIALNO", "COMMS_PROTOCOL", "INF", "ALARM");
    assertThat(Control.class.getDeclaredConstructors())
        .as("made nowhere else")
        .allMatch(AlarisRequestsTest::isPrivate);
    for (Class<?> worded : Command.class.getPermittedSubclasses()) {
      assertThat(Modifier.isPrivate(worded.getModifiers())).as("%s", worded).isTrue();
    }
    assertThat(
            Arrays.stream(AlarisRequests.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic()))
        .as("the encoder of free text is nobody's but its own")
        .allMatch(method -> Modifier.isPrivate(method.getModifiers()));
  }

  private static boolean isPrivate(Constructor<?> constructor) {
    return Modifier.isPrivate(constructor.getModifiers());
  }

  /** INF_START, INF_STOP, a bolus, INF_VI_CLEAR, REMOTE_CFG: there is no method that says them. */
  @Test
  void theSetOfCommandsIsClosed() {
    assertThat(
            Arrays.stream(Control.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Command.class)
                .map(Method::getName))
        .containsExactlyInAnyOrder(
            "readSyringeLimit",
            "take",
            "release",
            "writeRate",
            "readRate",
            "writeVolume",
            "readVolume");
  }

  @Test
  void theProfileNamesWhatIsSentAndNothingElse() {
    List<DeviceProfile.Request> requests = AlarisProfiles.shipped().dialogue().requests();
    assertThat(requests.stream().map(DeviceProfile.Request::command).limit(4))
        .containsExactlyElementsOf(Arrays.stream(Read.values()).map(Read::body).toList());
    List<Command> commands =
        List.of(
            control.readSyringeLimit(),
            control.take(ScriptedPump.SERIAL),
            control.writeRate(new BigDecimal("3.50")),
            control.readRate(),
            control.writeVolume(new BigDecimal("11.000")),
            control.readVolume(),
            control.release());
    assertThat(requests).hasSize(4 + commands.size());
    for (int i = 0; i < commands.size(); i++) {
      assertThat(commands.get(i).body()).startsWith(requests.get(4 + i).command());
    }
  }

  @Test
  void theProfilesStepsAreTheWires() {
    DeviceProfile.Limits limits = AlarisProfiles.shipped().limits();
    assertThat(limits.rateStep().orElseThrow().value())
        .isEqualByComparingTo(BigDecimal.ONE.movePointLeft(Control.RATE_DECIMALS));
    assertThat(limits.volumeStep().orElseThrow().value())
        .isEqualByComparingTo(BigDecimal.ONE.movePointLeft(Control.VOLUME_DECIMALS));
  }
}
