// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static io.pumpbridge.druglibrary.lint.Severity.ERROR;
import static io.pumpbridge.druglibrary.lint.Severity.NOTE;
import static io.pumpbridge.druglibrary.lint.Severity.WARNING;

import java.util.Locale;

/** What the linter looks for; the name, in lower case with hyphens, is the stable code. */
public enum Rule {
  MALFORMED(ERROR, "what a gateway refuses to read"),
  DUPLICATE_LINE(ERROR, "the same drug, therapy, bag and dosing unit twice in a care area"),
  HIGH_ALERT_NO_HARD_MAX(ERROR, "high-alert drugs without a hard maximum"),
  HIGH_ALERT_WILDCARD_UNLIMITED(
      ERROR, "high-alert drugs in any concentration, without hard limits"),
  PCA_NO_LOCKOUT(ERROR, "patient-controlled doses without a minimum lockout"),
  ZERO_MAXIMUM(ERROR, "a maximum of zero"),
  KVO_ABOVE_MAXIMUM_RATE(ERROR, "a vein kept open faster than anything may run"),

  HIGH_ALERT_NOT_MARKED(WARNING, "drugs of ISMP's high-alert list that are not marked"),
  HIGH_ALERT_INCONSISTENT(WARNING, "drugs that are high-alert here and not there"),
  HIGH_ALERT_SPEED_UNLIMITED(WARNING, "high-alert doses that may be given at any speed"),
  HIGH_ALERT_WILDCARD(WARNING, "high-alert drugs in any concentration"),
  HARD_MAX_MISSES_TENFOLD(WARNING, "hard maxima that a tenfold error does not reach"),
  PCA_NO_ACCUMULATED_LIMIT(WARNING, "patient-controlled doses without a hard maximum over time"),
  WILDCARD_UNLIMITED(WARNING, "drugs in any concentration, without hard limits"),
  OFF_BY_TEN(WARNING, "limits ten, a hundred or a thousand times those of the neighbours"),
  CONCENTRATION_OFF(WARNING, "concentrations a hundred or a thousand times another"),
  NO_LIMITS(WARNING, "figures without any limit"),
  SOFT_EQUALS_HARD(WARNING, "soft limits that are also hard"),
  INITIAL_OUTSIDE_SOFT(WARNING, "initial values beyond a soft limit"),
  STEP_TOO_LARGE(WARNING, "steps larger than the soft range"),
  DOSED_BY_VOLUME(WARNING, "drugs in a concentration, dosed by volume"),
  SUBSTANCE_DIFFERS(
      WARNING, "drugs measured in mass here and in units, equivalents or moles there"),
  UNITS_MIXED(WARNING, "different dosing units for one drug in one care area"),
  UNIT_UNUSUAL(WARNING, "units that are easily misread"),
  ERROR_PRONE_NOTATION(WARNING, "abbreviations and numbers that are easily misread"),
  NAME_VARIANT(WARNING, "one name in several spellings"),
  LOOK_ALIKE(WARNING, "look-alike names"),
  RXNORM_CONFLICT(WARNING, "names and RxNorm concepts that do not match one to one"),
  AREA_WITHOUT_MAXIMUM_RATE(WARNING, "care areas without a maximum rate"),
  AREA_EMPTY(WARNING, "care areas without a drug"),
  AREA_SIZE_UNLIMITED(WARNING, "doses per body size where any size may be entered"),
  DOSE_UNREACHABLE(WARNING, "doses that the care area's maximum rate does not reach"),
  ROUNDING_TOO_COARSE(WARNING, "doses too small for a pump's step of 0.1 mL/h"),
  EDITION_OLD(WARNING, "sources older than a year"),
  EDITION_IN_FUTURE(WARNING, "sources from the future"),
  SOURCE_VAGUE(WARNING, "sources that nobody can look up"),
  NOT_FOR_CLINICAL_USE(WARNING, "lines that say themselves that they are not for clinical use"),

  NO_HARD_MAX(NOTE, "drugs without a hard maximum"),
  HIGH_ALERT_NO_MINIMUM(NOTE, "high-alert infusions without any minimum"),
  SOFT_LIMITS_HOLD(NOTE, "care areas where soft limits count as hard ones"),
  WILDCARDS(NOTE, "how many drugs come in any concentration"),
  CONCENTRATIONS_MANY(NOTE, "many concentrations of one drug in one care area"),
  CONCENTRATION_TENFOLD(NOTE, "concentrations ten times another"),
  UNITS_VARY(NOTE, "dosing units that differ between care areas"),
  LOOK_ALIKE_PART(NOTE, "names that share a long part"),
  NAMES_DIFFER_IN_NUMBER(NOTE, "names that differ by a number alone"),
  NAMES_TOO_MANY(NOTE, "more names than are compared with each other"),
  AREA_DEVICE_LIMITS_INCOMPLETE(NOTE, "care areas without all device limits"),
  LIMIT_BEYOND_MAXIMUM_RATE(NOTE, "limits that the care area's maximum rate makes idle"),
  WEIGHTS_UNCOVERED(NOTE, "weights that no care area is made for"),
  WEIGHTS_OVERLAP(NOTE, "care areas that also take the patients of a much lighter one"),
  NO_ROUNDING_TOLERANCE(NOTE, "no rounding tolerance");

  private final Severity severity;
  private final String subject;

  Rule(Severity severity, String subject) {
    this.severity = severity;
    this.subject = subject;
  }

  public Severity severity() {
    return severity;
  }

  /** What it looks for, as a heading. */
  public String subject() {
    return subject;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
