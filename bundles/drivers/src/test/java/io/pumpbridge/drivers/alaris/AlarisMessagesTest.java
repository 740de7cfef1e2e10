// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pumpbridge.drivers.alaris.AlarisMessages.Alarms;
import io.pumpbridge.drivers.alaris.AlarisMessages.Infusion;
import io.pumpbridge.drivers.alaris.AlarisMessages.Measured;
import io.pumpbridge.drivers.alaris.AlarisMessages.Other;
import io.pumpbridge.drivers.alaris.AlarisMessages.Protocol;
import io.pumpbridge.drivers.alaris.AlarisMessages.SerialNumber;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlarisMessagesTest {

  @Test
  void repliesAreReadAsPublished() {
    assertThat(AlarisMessages.from("INST_SERIALNO^8002-51740"))
        .isEqualTo(new SerialNumber("8002-51740"));
    assertThat(AlarisMessages.from("COMMS_PROTOCOL^Asena Rev 2.1.5"))
        .isEqualTo(new Protocol("Asena Rev 2.1.5"));
    assertThat(AlarisMessages.from("ALARM^AL_NOALM^ ^ "))
        .isEqualTo(new Alarms(List.of("AL_NOALM")));
  }

  @Test
  void theCapturedOcclusionIsReadFieldByField() {
    assertThat(AlarisMessages.from(AlarisVectors.body(AlarisVectors.OCCLUSION)))
        .isEqualTo(
            new Infusion(
                "8002-51733",
                true,
                "HLD",
                new Measured("0.00", "ml/h"),
                new Measured("0.969", "ml"),
                new Measured("530.15", "mmHg"),
                "00:04:09"));
  }

  @Test
  void theRunningInfusionIsReadFieldByField() {
    assertThat(AlarisMessages.from(AlarisVectors.RUNNING))
        .isEqualTo(
            new Infusion(
                "8002-51740",
                false,
                "SET",
                new Measured("3.50", "ml/h"),
                new Measured("0.969", "ml"),
                new Measured("17.91", "mmHg"),
                "24+"));
  }

  @Test
  void paddingIsNoPartOfAField() {
    String padded = AlarisVectors.RUNNING.replace("^", " ^ ").replace("INF ", "INF");
    assertThat(AlarisMessages.from(padded)).isEqualTo(AlarisMessages.from(AlarisVectors.RUNNING));
  }

  @Test
  void emptyFieldsAreEmptyTexts() {
    assertThat(AlarisMessages.from("INF^8002-1^-^^^^^^^^^"))
        .isEqualTo(
            new Infusion(
                "8002-1",
                false,
                "",
                new Measured("", ""),
                new Measured("", ""),
                new Measured("", ""),
                ""));
  }

  @Test
  void anUnknownAlarmFlagIsAnAlarmToAskAbout() {
    assertThat(((Infusion) AlarisMessages.from("INF^8002-1^?^^^^^^^^^")).alarmRaised()).isTrue();
    assertThat(((Infusion) AlarisMessages.from("INF^8002-1^^^^^^^^^^")).alarmRaised()).isTrue();
  }

  @Test
  void echoesShortRepliesAndForeignCommandsAreOther() {
    for (String body :
        List.of(
            "INF",
            "INF^8002-1^-",
            "INF^^-^^^^^^^^^",
            "ALARM",
            "ALARM^ ^ ^ ",
            "INST_SERIALNO",
            "INST_SERIALNO^",
            "INST_SERIALNO^  ",
            "INST_SERIALNO^8002\u00a0",
            "INST_SERIALNO^" + "8".repeat(33),
            "COMMS_PROTOCOL",
            "INF_RATE^3.50^ml/h",
            "INF_START",
            "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms",
            "^",
            "inf^8002-1^-^^^^^^^^^")) {
      assertThat(AlarisMessages.from(body)).as(body).isInstanceOf(Other.class);
    }
  }

  @Test
  void aFurtherAlarmCodeIsNotDropped() {
    assertThat(AlarisMessages.from("ALARM^AL_OCCLU^AL_LWBAT^x"))
        .isEqualTo(new Alarms(List.of("AL_OCCLU", "AL_LWBAT")));
  }

  @Test
  void everyTruncationAndEveryReplacedCharacterIsRead() {
    for (String body :
        List.of(AlarisVectors.RUNNING, "ALARM^AL_NOALM^ ^ ", "INST_SERIALNO^8002-51740")) {
      for (int i = 0; i < body.length(); i++) {
        String cut = body.substring(0, i);
        assertThatCode(() -> AlarisMessages.from(cut)).doesNotThrowAnyException();
        for (char c = 0; c < 256; c++) {
          String changed = body.substring(0, i) + c + body.substring(i + 1);
          assertThatCode(() -> AlarisMessages.from(changed)).doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void theProfileNamesEachFieldWhereItIsRead() throws Exception {
    String[] fields = {"INF", "1", "-", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"};
    Infusion read = (Infusion) AlarisMessages.from(String.join("^", fields));
    for (Field field : DeviceProfileReader.readShipped(AlarisDriver.PROFILE).fields()) {
      if (field.reply().equals("INF")) {
        String here = fields[position(field)];
        switch (field.name()) {
          case SERIAL_NUMBER -> assertThat(read.serialNumber()).isEqualTo(here);
          case ALARM_FLAG -> assertThat(here).isEqualTo("-");
          case MODE -> assertThat(read.mode()).isEqualTo(here);
          case RATE -> assertPlace(read.rate(), fields, field);
          case VOLUME_INFUSED -> assertPlace(read.volumeInfused(), fields, field);
          case PRESSURE -> assertPlace(read.pressure(), fields, field);
          case TIME_REMAINING -> assertThat(read.timeLeft()).isEqualTo(here);
          default -> throw new AssertionError("the parser does not read " + field.name());
        }
      } else if (!field.reply().contains("-")) { // the others belong to a programme: ActTest
        assertThat(position(field)).as(field.reply()).isEqualTo(1);
        assertThat(field.unit()).isEqualTo(new Field.UnitSource.None());
      }
    }
  }

  private static void assertPlace(Measured read, String[] fields, Field field) {
    assertThat(read)
        .isEqualTo(
            new Measured(
                fields[position(field)], fields[((Field.UnitSource.At) field.unit()).position()]));
  }

  private static int position(Field field) {
    return ((Field.Place.Position) field.place()).index();
  }
}
