// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers, by the shipped profiles and by changes of the example's. */
final class VocabularyTest {

  private static final DeviceProfile GRASEBY = DescribedProfiles.shipped("graseby-3000");
  private static final DeviceProfile MIVA = DescribedProfiles.shipped("zyno-miva");
  private static final DeviceProfile NE1000 = DescribedProfiles.shipped("new-era-ne1000");
  private static final DeviceProfile AS50 = DescribedProfiles.shipped("baxter-as50");

  private static Replies replies(DeviceProfile profile, String... namesAndTexts) {
    Replies replies = Replies.NONE;
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      replies = replies.with(request(profile, namesAndTexts[i]), namesAndTexts[i + 1]);
    }
    return replies;
  }

  private static Request request(DeviceProfile profile, String name) {
    return profile.dialogue().requests().stream()
        .filter(request -> request.isCalled(name))
        .findFirst()
        .orElseThrow();
  }

  private static Observation observed(DeviceProfile profile, String... namesAndTexts) {
    return new Vocabulary(profile).observation(replies(profile, namesAndTexts));
  }

  private static DeviceProfile example(String from, String to) {
    String json = NewModelExampleTest.json();
    assertThat(json).contains(from);
    return DescribedProfiles.read("example-vp1", json.replace(from, to));
  }

  /** R, three status bytes, aaaa.abbbb.bccc.c; see the manual's page 12-16 for the bytes. */
  @ParameterizedTest
  @CsvSource({
    "A40C00A, stopped, ''",
    "A40C20A, infusing, ''",
    "A46C60A, kvo, 06",
    "A29C00A, alarm, 09",
    "A29C20A, infusing, 09",
    "A2AC00A, alarm, 0A",
    "A40C40A, unknown, ''",
    "A4GC20A, infusing, unreadable",
    "A40G20A, unknown, ''",
    "A1FC00A, alarm, 1F"
  })
  void grasebysStatusBytesAreMasked(String head, String status, String alarm) {
    Observation read = observed(GRASEBY, "infusion", head + "0012.50100.0050.0");
    assertThat(read.status().wireName()).isEqualTo(status);
    assertThat(String.join(" ", read.alarms().stream().map(PumpAlarm::code).toList()))
        .isEqualTo(alarm);
    assertThat(read.volumeInfused()).hasValue(Quantity.of("0012.5", "mL"));
  }

  @Test
  void aRateThatIsOnlySetIsNoFlow() {
    assertThat(observed(GRASEBY, "infusion", "A40C00A0012.50100.0050.0").rate()).isEmpty();
    assertThat(observed(GRASEBY, "infusion", "A40C20A0012.50100.0050.0").rate())
        .hasValue(Quantity.of("050.0", "mL/h"));
    assertThat(observed(NE1000, "rate", "00S5.000MH").rate()).isEmpty();
    assertThat(observed(NE1000, "rate", "00S0.000MH").rate())
        .hasValue(Quantity.of("0.000", "mL/h"));
  }

  @Test
  void anUnlistedAlarmIsAnUnknownOneOfHighPriority() {
    PumpAlarm alarm = observed(GRASEBY, "infusion", "A1FC00A0012.50100.0050.0").alarms().get(0);
    assertThat(alarm.text()).isEqualTo("unknown alarm");
    assertThat(alarm.priority()).isEqualTo(AlarmPriority.HIGH);
    assertThat(alarm.mdc()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "00I5.000MH, infusing, 5.000 mL/h",
    "00I500.MH, infusing, 500 mL/h",
    "00I5.000UH, infusing, ''",
    "00I5.000M, infusing, ''",
    "00I5.000, infusing, ''",
    "00IMH, infusing, ''",
    "00I0.000MH, unknown, 0.000 mL/h",
    "00W5.000MH, unknown, 5.000 mL/h",
    "00A?S, unknown, ''",
    "00I-5.00MH, infusing, ''",
    "00I5..00MH, infusing, ''",
    "00, unknown, ''"
  })
  void aNumberCountsOnlyWithItsUnitRightBehindIt(String text, String status, String rate) {
    Observation read = observed(NE1000, "rate", text);
    assertThat(read.status().wireName()).isEqualTo(status);
    assertThat(read.rate().map(Quantity::toString).orElse("")).isEqualTo(rate);
  }

  @Test
  void ne1000TellsItsAlarmInsteadOfAnAnswer() {
    assertThat(observed(NE1000, "rate", "00A?S").alarms())
        .extracting(PumpAlarm::text)
        .containsExactly("Motor stalled");
    assertThat(new Vocabulary(NE1000).fingerprint(request(NE1000, "version"), "00A?R")).isEmpty();
    assertThat(new Vocabulary(NE1000).fingerprint(request(NE1000, "version"), "00SNE1000V3.92"))
        .hasValue("SOFTWARE=3.92");
  }

  @Test
  void hexadecimalCountersAreScaled() {
    Observation read = observed(MIVA, "infused", "Q5000003E8", "running", "Q11");
    assertThat(read.volumeInfused()).hasValue(Quantity.of("10.00", "mL"));
    assertThat(read.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(read.rate()).isEmpty();
    assertThat(observed(MIVA, "infused", "Q5ERROR").volumeInfused()).isEmpty();
    assertThat(observed(MIVA, "infused", "Q5").volumeInfused()).isEmpty();
    assertThat(observed(MIVA, "infused", "Q5123456789").volumeInfused()).isEmpty();
    assertThat(observed(MIVA, "infused", "Q5000003E8").status()).isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void whatNobodyPublishesIsUnknown() {
    Observation read = observed(AS50, "status", "STATUS=RUN", "rate", "PRIRATE=12.5");
    assertThat(read.status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(read.rate()).hasValue(Quantity.of("12.5", "mL/h"));
    assertThat(new Vocabulary(AS50).identity(replies(AS50, "device", "DEV=1")).serialNumber())
        .isEmpty();
    assertThat(new Vocabulary(AS50).fingerprint(request(AS50, "device"), "DEV=1"))
        .hasValue("DEV=1");
  }

  @Test
  void modelsComeFromThePumpItsTypeOrTheProfile() {
    assertThat(identity("A4000A0300044")).isEqualTo("Graseby 3000");
    assertThat(identity("A4000A0999944")).isEqualTo("Graseby volumetric pump");
  }

  private static String identity(String model) {
    return new Vocabulary(GRASEBY)
        .identity(replies(GRASEBY, "serial", "A4000A010001    ", "model", model))
        .model();
  }

  @ParameterizedTest
  @CsvSource({
    "30, PT30M",
    "0, PT0S",
    "144000, PT2400H",
    "144001, ''",
    "-1, ''",
    "1.5, ''",
    "x, ''"
  })
  void minutesLeftAreATime(String text, String time) {
    DeviceProfile profile =
        example(
            "{ \"name\": \"alarm_flag\"",
            "{ \"name\": \"time_remaining\", \"reply\": \"ST\", \"position\": 6, \"kind\":"
                + " \"minutes\" },\n    { \"name\": \"alarm_flag\"");
    assertThat(
            observed(profile, "ST", "ST,R,1.0,ml/h,1.0,-," + text)
                .timeRemaining()
                .map(Duration::toString)
                .orElse(""))
        .isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "00, ''",
    "01, 0",
    "82, 1 7",
    "8000000001, 0 39",
    "8000000000000000, 63",
    "zz, unreadable",
    "00000000000000000, unreadable"
  })
  void eachBitOfAnAlarmWordIsAnAlarm(String text, String codes) {
    assertThat(alarmBits("", text)).isEqualTo(codes);
  }

  @ParameterizedTest
  @CsvSource({"82, 1", "80, ''", "f2, 1", "zz, unreadable"})
  void bitsOutsideTheMaskAreNoAlarms(String text, String codes) {
    assertThat(alarmBits(", \"mask\": \"0f\"", text)).isEqualTo(codes);
  }

  private static String alarmBits(String mask, String text) {
    DeviceProfile profile =
        example(
            "\"reply\": \"AL\", \"position\": 1, \"kind\": \"alarm\"",
            "\"reply\": \"AL\", \"position\": 1, \"kind\": \"alarm_bits\"" + mask);
    return String.join(
        " ", observed(profile, "AL", "AL," + text).alarms().stream().map(PumpAlarm::code).toList());
  }

  @Test
  void anAlarmThatCannotBeReadIsOfHighPriority() {
    PumpAlarm alarm = observed(GRASEBY, "infusion", "A4GC00A0012.50100.0050.0").alarms().get(0);
    assertThat(alarm.priority()).isEqualTo(AlarmPriority.HIGH);
    assertThat(alarm.text()).isEqualTo("alarm, cannot be read");
  }

  @Test
  void aFigureWithAnUnwrittenPointIsPutRight() {
    DeviceProfile profile =
        example(
            "\"position\": 4, \"kind\": \"decimal\"",
            "\"position\": 4, \"kind\": \"decimal\", \"decimals\": 1");
    assertThat(observed(profile, "ST", "ST,R,1.0,ml/h,345,-").volumeInfused())
        .hasValue(Quantity.of("34.5", "mL"));
    assertThat(observed(profile, "ST", "ST,R,1.0,ml/h,34.5,-").volumeInfused())
        .as("a point where none is written is another protocol")
        .isEmpty();
  }
}
