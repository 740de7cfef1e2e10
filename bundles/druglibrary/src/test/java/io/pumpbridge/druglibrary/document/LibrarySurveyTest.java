// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Edits.CLEAN;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.druglibrary.document.LibrarySurvey.Complaint;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.model.document.DocumentException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People are told all mistakes at once; a gateway still stops at the first. */
class LibrarySurveyTest {

  private static List<String> places(String document) {
    return LibrarySurvey.of(Examples.bytes(document)).complaints().stream()
        .map(Complaint::place)
        .toList();
  }

  @Test
  void manyMistakesAreToldAtOnce() {
    String spoilt =
        first("\"version\": 3", "\"version\": 0")
            .replace("\"hard_max\": \"2\"", "\"hard_max\": \"0.5\"")
            .replace("\"soft_max\": \"80\"", "\"soft_max\": \"800\"")
            .replace("\"value\": \"20\"", "\"value\": \"-20\"");
    assertThat(places(spoilt))
        .containsExactlyInAnyOrder(
            "$.version",
            "$.care_areas[0].maximum_kvo_rate.value",
            "$.care_areas[1].maximum_kvo_rate.value",
            "$.care_areas[0].entries[0].continuous.dose",
            "$.care_areas[0].entries[2].bolus.dose",
            "$.care_areas[1].entries[0].bolus.dose");
    assertThatThrownBy(() -> LibraryReader.read(Examples.bytes(spoilt)))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void eachWayOfGivingADrugIsReadForItself() {
    String spoilt =
        first("\"soft_max\": \"25\"", "\"soft_max\": \"1\"")
            .replaceFirst("\"hard_max\": \"900\"", "\"hard_max\": \"x\"");
    LibrarySurvey.Found found = LibrarySurvey.of(Examples.bytes(spoilt));
    assertThat(found.complaints())
        .extracting(Complaint::place)
        .containsExactly(
            "$.care_areas[0].entries[2].continuous.dose",
            "$.care_areas[0].entries[2].bolus.rate.hard_max");
    assertThat(found.areas().get(0).lines()).hasSize(3);
  }

  @Test
  void whatTheReaderTakesHasNoComplaintAndEveryLine() throws Exception {
    LibrarySurvey.Found found = LibrarySurvey.of(Examples.bytes(CLEAN));
    assertThat(found.complaints()).isEmpty();
    assertThat(found.areas()).hasSize(2);
    assertThat(found.areas().get(0).lines().get(3).place()).isEqualTo("$.care_areas[0].entries[3]");
  }

  /** Also at any place where it may be cut. */
  @Test
  void whateverTheReaderRefusesIsComplainedAbout() {
    for (int end = 0; end < CLEAN.length() - 2; end += 7) {
      assertThat(places(CLEAN.substring(0, end))).isNotEmpty();
    }
    assertThat(places("[]")).containsExactly("$");
  }

  @Test
  void complaintsAreBounded() {
    String line = "{ \"drug\": \"x\" }";
    String many = (line + ",").repeat(LibrarySurvey.MAX_COMPLAINTS + 10) + line;
    assertThat(places(first("\"entries\": [", "\"entries\": [" + many + ",")))
        .hasSize(LibrarySurvey.MAX_COMPLAINTS);
  }
}
