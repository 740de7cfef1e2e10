// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lint.Names.Likeness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  /** Pairs that ISMP and FDA name in their lists of confused drug names. */
  @ParameterizedTest
  @CsvSource({
    "dopamine, dobutamine",
    "hydralazine, hydroxyzine",
    "vinblastine, vincristine",
    "epinephrine, ephedrine",
    "daunorubicin, doxorubicin",
    "cisplatin, carboplatin",
    "fentanyl, sufentanil",
    "nicardipine, nifedipine",
    "prednisone, prednisolone",
    "rocuronium, vecuronium",
    "cyclosporine, cycloserine",
    "cefotetan, cefoxitin",
    "norepinephrine, epinephrine"
  })
  void confusedPairsLookAlike(String one, String other) {
    assertThat(Names.likeness(one, other)).isEqualTo(Likeness.STRONG);
    assertThat(Names.likeness(other, one)).isEqualTo(Likeness.STRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "heparin, insulin",
    "midazolam, lorazepam",
    "potassium chloride, sodium chloride",
    "magnesium sulfate, morphine sulfate",
    "labetalol, lidocaine",
    "oxytocin, vasopressin",
    "vancomycin, gentamicin"
  })
  void otherPairsDoNot(String one, String other) {
    assertThat(Names.likeness(one, other)).isEqualTo(Likeness.NONE);
  }

  @Test
  void aLongSharedPartIsLess() {
    assertThat(Names.likeness("morphine", "hydromorphone")).isEqualTo(Likeness.PART);
    assertThat(Names.likeness("dextrose 5%", "dextrose 50%")).isEqualTo(Likeness.NUMBER);
  }

  @Test
  void capitalsSetApartWhatDiffers() {
    assertThat(Names.tallMan("dopamine", "dobutamine")).isEqualTo("doPamine");
    assertThat(Names.tallMan("dobutamine", "dopamine")).isEqualTo("doBUTamine");
    assertThat(Names.isTallMan("DOBUTamine")).isTrue();
    assertThat(Names.isTallMan("DOBUTAMINE")).isFalse();
    assertThat(Names.isTallMan("Dobutamine Hydrochloride")).isFalse();
  }

  @Test
  void swappedNeighboursAreOneEdit() {
    assertThat(Names.edits("heparin", "hepairn")).isEqualTo(1);
    assertThat(Names.edits("", "abc")).isEqualTo(3);
  }

  @Test
  void spellingsOfOneIngredientAreOne() {
    assertThat(Names.ingredient("Morphine  Sulfate")).isEqualTo(Names.ingredient("morphine"));
    assertThat(Names.fold("piperacillin/tazobactam"))
        .isEqualTo(Names.fold("Piperacillin Tazobactam"));
  }
}
