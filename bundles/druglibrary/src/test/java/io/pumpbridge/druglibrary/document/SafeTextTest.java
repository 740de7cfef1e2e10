// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "norepinephrine",
        "sodium chloride 0.9%",
        "Ward 3 (adults), level 2/3",
        "Hôpital Saint-Érême",
        "Ünit äöüß",
        "норадреналин",
        "νοραδρεναλίνη",
        "ノルアドレナリン 注射液",
        "去甲肾上腺素",
        "노르에피네프린",
        "ノルエピネフリン10%",
        "नॉरपेनेफ्रिन",
        "นอร์อิพิเนฟริน",
        "نورإبينفرين",
        "10% glucose",
        "drug #2 = B",
        "5%/0.45%...",
        "a/b",
        "Weight >= 115 kg",
        "CrCl < 30",
        "Stroke <101kg",
        "INR > 6"
      })
  void whatHospitalsWriteIsAllowed(String text) {
    assertThat(SafeText.problemOf(text, SafeText.MAX_NAME)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "a ",
        " a",
        "a  b",
        "a\tb",
        "a\u00a0b",
        "a\u2007b",
        "a\u200db",
        "a\ufeffb",
        "a\u00adb",
        "a\u061cb",
        "a\u2066b",
        "a\u3164b",
        "a\u115fb",
        "a\u0338b",
        "a\"b",
        "a\\b",
        "a<b",
        "a>b",
        "a <",
        "a </b",
        "a <!-- b",
        "<script>",
        "a\u2019b",
        "a\u2013b",
        "1\u0660",
        "\uff11",
        "p\u0430racetamol",
        "\u0391spirin",
        "\u00b5g",
        "\u03bcg",
        "x\u00b2",
        "\ufb01x",
        "\ud835\udc00",
        "a\ue000",
        "a\u0378b",
        "日本語abc",
        "a\ud83d",
        "\ude00",
        "../a",
        "a/..",
        "a/../b",
        "/etc"
      })
  void whatTwoPeopleCouldReadDifferentlyIsNot(String text) {
    assertThat(SafeText.problemOf(text, SafeText.MAX_NAME)).isPresent();
  }

  @Test
  void lengthIsCountedInCharactersAsPeopleDo() {
    assertThat(SafeText.problemOf("\ud840\udc00".repeat(100), 100)).isEmpty();
    assertThat(SafeText.problemOf("\ud840\udc00".repeat(101), 100)).isPresent();
  }

  @Test
  void noSingleControlOrFormatCharacterIsAllowedAnywhere() {
    List<String> allowed = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      boolean hidden =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.PRIVATE_USE
              || type == Character.UNASSIGNED
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR
              || (type == Character.SPACE_SEPARATOR && c != ' ');
      boolean oneOfMany = type == Character.UNASSIGNED || type == Character.PRIVATE_USE;
      if (hidden && (!oneOfMany || c % 97 == 0)) {
        String text = "a" + Character.toString(c) + "a";
        if (SafeText.problemOf(text, 100).isEmpty()) {
          allowed.add(String.format("U+%04X", c));
        }
      }
    }
    assertThat(allowed).isEmpty();
  }
}
