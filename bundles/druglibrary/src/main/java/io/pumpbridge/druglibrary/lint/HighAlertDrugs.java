// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ingredients that are given by infusion and belong to a class or stand by name on ISMP's List of
 * High-Alert Medications in Acute Care Settings: adrenergic agonists and antagonists, anaesthetics,
 * antiarrhythmics, antithrombotics, chemotherapy, inotropes, insulin, sedatives, opioids,
 * neuromuscular blockers, and single drugs. A help against forgetting, not the list itself: a
 * hospital has its own.
 */
final class HighAlertDrugs {
  private static final Pattern WORDS = Pattern.compile("[^a-z]+");

  private static final Set<String> INGREDIENTS =
      Set.of(
          "epinephrine",
          "norepinephrine",
          "phenylephrine",
          "dopamine",
          "dobutamine",
          "isoproterenol",
          "ephedrine",
          "vasopressin",
          "esmolol",
          "labetalol",
          "metoprolol",
          "propranolol",
          "propofol",
          "ketamine",
          "etomidate",
          "amiodarone",
          "lidocaine",
          "procainamide",
          "ibutilide",
          "heparin",
          "argatroban",
          "bivalirudin",
          "alteplase",
          "tenecteplase",
          "reteplase",
          "eptifibatide",
          "tirofiban",
          "cangrelor",
          "milrinone",
          "digoxin",
          "insulin",
          "dexmedetomidine",
          "midazolam",
          "lorazepam",
          "morphine",
          "hydromorphone",
          "fentanyl",
          "remifentanil",
          "sufentanil",
          "alfentanil",
          "meperidine",
          "methadone",
          "rocuronium",
          "vecuronium",
          "cisatracurium",
          "atracurium",
          "succinylcholine",
          "nitroprusside",
          "oxytocin",
          "epoprostenol",
          "treprostinil",
          "promethazine",
          "methotrexate",
          "vincristine",
          "vinblastine",
          "vinorelbine",
          "doxorubicin",
          "daunorubicin",
          "idarubicin",
          "epirubicin",
          "cisplatin",
          "carboplatin",
          "oxaliplatin",
          "paclitaxel",
          "docetaxel",
          "cyclophosphamide",
          "ifosfamide",
          "fluorouracil",
          "gemcitabine",
          "cytarabine",
          "etoposide",
          "irinotecan",
          "bortezomib",
          "busulfan",
          "melphalan",
          "azacitidine",
          "topotecan",
          "mitomycin",
          "mitoxantrone");

  /** Salts that are grave when concentrated or fast, whichever their anion. */
  private static final Set<String> ELECTROLYTES = Set.of("potassium", "magnesium");

  private HighAlertDrugs() {}

  static boolean contains(String drug) {
    String[] words = WORDS.split(drug.toLowerCase(Locale.ROOT));
    return Arrays.stream(words).anyMatch(INGREDIENTS::contains)
        || (words.length > 0 && ELECTROLYTES.contains(words[0]));
  }
}
