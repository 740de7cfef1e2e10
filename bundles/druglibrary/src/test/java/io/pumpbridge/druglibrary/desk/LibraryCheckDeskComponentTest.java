// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.bytes;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.measure.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryCheckDeskComponentTest {
  private final LibraryCheckDeskComponent desk = new LibraryCheckDeskComponent(new Fakes.Signing());

  private static Map<String, Object> order() {
    Map<String, Object> order = new HashMap<>();
    order.put("id", "o1");
    order.put("care_area", "ICU");
    order.put("drug", "norepinephrine");
    order.put(
        "concentration",
        Map.of("amount", "16", "amount_unit", "mg", "volume", "250", "volume_unit", "mL"));
    order.put("weight", Map.of("value", "70", "unit", "kg"));
    order.put("dose", Map.of("value", "0.1", "unit", "ug/kg/min"));
    return order;
  }

  private Map<String, Object> judge(String field, Object value) {
    assertThat(desk.open(signedLibrary(LIBRARY).toArray(), "")).containsEntry("accept", true);
    Map<String, Object> order = order();
    order.put(field, value);
    return desk.judge(order);
  }

  @Test
  void aVerifiedLibraryIsInHandWithItsContent() {
    assertThatIllegalStateException().isThrownBy(() -> desk.judge(order()));
    Map<String, Object> answer = desk.open(signedLibrary(LIBRARY).toArray(), "Example Hospital");
    assertThat(answer)
        .containsEntry("accept", true)
        .containsEntry("code", "ok")
        .containsEntry("version", 3L);
    assertThat(Bytes.of((byte[]) answer.get("content"))).isEqualTo(bytes(LIBRARY));
    assertThat((List<?>) answer.get("signers")).hasSize(2);
    assertThat(desk.judge(order()))
        .containsEntry("id", "o1")
        .containsEntry("verdict", "within")
        .containsEntry("rate", Map.of("value", "6.5625", "unit", "mL/h"));
  }

  @Test
  void whatIsRefusedNeverGetsIntoTheHand() {
    assertThat(desk.open(signedLibrary(LIBRARY).toArray(), "Other")).containsEntry("accept", false);
    assertThat(desk.open(new byte[] {1, 2, 3}, "")).containsEntry("accept", false);
    assertThat(desk.open(signedLibrary(with(LIBRARY, "\"0.5\"", "0.5")).toArray(), ""))
        .containsEntry("code", "library-malformed")
        .containsEntry("place", "$.care_areas[0].entries[0].continuous.dose.soft_max");
    assertThatIllegalStateException().isThrownBy(() -> desk.judge(order()));
  }

  @ParameterizedTest
  @CsvSource({
    "0.6, soft-high, soft-limit-passed",
    "3, hard-high, hard-limit-passed",
    "0.0001, hard-low, hard-limit-passed",
    "0, invalid, dose-invalid",
    "-1, invalid, dose-invalid",
    "1e3, invalid, bad-input",
    "01, invalid, bad-input",
    "NaN, invalid, bad-input",
  })
  void everyFigureHasItsVerdict(String dose, String verdict, String code) {
    assertThat(judge("dose", Map.of("value", dose, "unit", "ug/kg/min")))
        .containsEntry("verdict", verdict)
        .containsEntry("code", code);
  }

  @Test
  void whatCannotBeReadIsAnsweredInItsPlace() {
    for (Object wrong : new Object[] {1, true, "x", List.of(), Map.of(), Map.of("value", "1")}) {
      Map<String, Object> answer = judge("dose", wrong);
      assertThat(answer).as("%s", wrong).containsEntry("verdict", "invalid");
      assertThat(answer).containsEntry("id", "o1").containsEntry("code", "bad-input");
    }
    assertThat(judge("mode", "sideways")).containsEntry("verdict", "invalid");
    assertThat(judge("therapy", 1.5)).containsEntry("verdict", "invalid");
    assertThat(desk.judge(Map.of())).containsEntry("verdict", "invalid").containsEntry("id", "");
  }

  @Test
  void whatANewerSystemSaysBesidesIsIgnored() {
    for (Object value : new Object[] {"high", 1.5, List.of()}) {
      assertThat(judge("priority", value)).as("%s", value).containsEntry("verdict", "within");
    }
  }

  @Test
  void thePivNumberIsSaidWhereThereIsOne() {
    assertThat(judge("drug", "vasopressin"))
        .containsEntry("verdict", "cannot-judge")
        .containsEntry("piv", "9010");
    assertThat(judge("dose", Map.of("value", "7", "unit", "ug/min"))).containsEntry("piv", "9009");
  }
}
