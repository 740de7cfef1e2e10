// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.fresenius.FreseniusMessages.Done;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Echo;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Event;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Message;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Other;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Refused;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FreseniusMessagesTest {

  @Test
  void requestsAreWrittenAsPublished() {
    assertThat(Request.open("0").bytes()).isEqualTo(wire("0DC", "48"));
    assertThat(Request.open("").bytes()).isEqualTo(wire("DC", "78"));
    assertThat(Request.modules().bytes()).isEqualTo(wire("0LE;b", "A1"));
    assertThat(Request.values("1", "d").bytes()).isEqualTo(wire("1LE;d", "9E"));
    assertThat(Request.drug("1").bytes()).isEqualTo(wire("1LP", "32"));
    assertThat(new Echo("1", 'E').text()).isEqualTo("1E");
    assertThat(new Echo("", 'M').text()).isEqualTo("M");
  }

  /** Nothing that changes an infusion, a setting, a drug, an identifier or the control. */
  @Test
  void onlyHarmlessCommandsCanBeWritten() {
    Set<String> commands = new TreeSet<>();
    for (Question question : Question.values()) {
      commands.add(new Request(question, "1", "").text().substring(1));
    }
    assertThat(commands).containsExactly("AE", "DC", "DE", "FC", "LE", "LF", "LP");
  }

  @Test
  void nothingCanBeSmuggledIntoARequest() {
    for (String address : List.of("10", "a", " ", "1LE")) {
      assertThatThrownBy(() -> Request.open(address)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String ids : List.of("1", "d;PR", "\u0003", "D")) {
      assertThatThrownBy(() -> Request.values("1", ids))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void repliesAreReadWithAndWithoutAddress() {
    assertThat(FreseniusMessages.from("1C;d0037")).isEqualTo(new Done("1", "d0037"));
    assertThat(FreseniusMessages.from("0C")).isEqualTo(new Done("0", ""));
    assertThat(FreseniusMessages.from("C")).isEqualTo(new Done("", ""));
    assertThat(FreseniusMessages.from("I;01")).isEqualTo(new Refused("", "01"));
    assertThat(FreseniusMessages.from("3I;1E")).isEqualTo(new Refused("3", "1E"));
    assertThat(FreseniusMessages.from("2E;r00FF")).isEqualTo(new Event("2", 'E', "r00FF"));
    assertThat(FreseniusMessages.from("2M;x1")).isEqualTo(new Event("2", 'M', "x1"));
  }

  /** Our own echo, thrown back by a line, must not be echoed for ever. */
  @Test
  void anEventWithoutDataIsNone() {
    assertThat(FreseniusMessages.from("2E")).isEqualTo(new Other("2E"));
    assertThat(FreseniusMessages.from("E;")).isEqualTo(new Other("E"));
  }

  @Test
  void whatIsNoMessageIsAValueToo() {
    for (String text : List.of("", "1", "12", "1X", "1Cd0037", "0DC", "1LE;d", "::", "C0")) {
      assertThat(FreseniusMessages.from(text)).as(text).isInstanceOf(Other.class);
    }
  }

  @Test
  void itemsAreReadByTheirLetters() {
    assertThat(FreseniusMessages.items("d0037;r0A;e"))
        .isEqualTo(Map.of('d', "0037", 'r', "0A", 'e', ""));
    assertThat(FreseniusMessages.items("d0037;d0038")).as("contradiction").isEmpty();
    assertThat(FreseniusMessages.items("")).isEmpty();
    assertThat(FreseniusMessages.items("d1;;r2")).isEmpty();
  }

  @Test
  void aReplyMustAnswerWhatWasAsked() {
    Request values = Request.values("1", "aemdr");
    assertThat(FreseniusMessages.answers(values, new Done("1", "d0037;r01"))).isTrue();
    assertThat(FreseniusMessages.answers(values, new Done("2", "d0037;r01"))).isFalse();
    assertThat(FreseniusMessages.answers(values, new Done("1", "d0037;x01"))).isFalse();
    assertThat(FreseniusMessages.answers(values, new Done("1", ""))).isFalse();
    assertThat(FreseniusMessages.answers(Request.type("1"), new Done("1", "d0037"))).isFalse();
    assertThat(FreseniusMessages.answers(Request.type("1"), new Done("1", "b07"))).isTrue();
    assertThat(FreseniusMessages.answers(Request.modules(), new Done("0", "b07"))).isTrue();
    assertThat(FreseniusMessages.answers(Request.drug("1"), new Done("1", "d0037;r01"))).isFalse();
    assertThat(FreseniusMessages.answers(Request.open(""), new Done("0", "")))
        .as("a base that was slow")
        .isTrue();
    assertThat(FreseniusMessages.answers(Request.open("1"), new Done("0", ""))).isFalse();
    assertThat(FreseniusMessages.answers(Request.open("0"), new Done("", ""))).isFalse();
  }

  @Test
  void anyTextGivesAMessage() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "0129CIEM;abderx ~";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Message message = FreseniusMessages.from(text.toString());
      assertThat(message).as("seed %d", seed).isNotNull();
      if (message instanceof Done done) {
        for (Question question : Question.values()) {
          FreseniusMessages.answers(new Request(question, "1", "abder"), done);
        }
      }
    }
  }
}
