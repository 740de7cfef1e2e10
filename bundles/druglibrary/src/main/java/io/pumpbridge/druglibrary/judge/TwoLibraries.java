// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import io.pumpbridge.druglibrary.library.Trouble;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One judgement of an infusion that began with another library than the one in force. The one it
 * began with judges, and that is said; a stricter verdict of the newest is given instead, further
 * limits that only the newest says are passed are named beside it, and limits that were taken back
 * are a reason of their own. Pure.
 */
final class TwoLibraries {
  private TwoLibraries() {}

  /**
   * The judgement to give.
   *
   * @param began by the library that the infusion began with
   * @param now by the newest, or without any
   * @param withdrawn whether the library it began with was
   */
  static Judgement judge(
      Judgement began, Judgement now, Optional<DrugLibrary> newest, boolean withdrawn) {
    if (severity(now.verdict()) > severity(began.verdict())) {
      return now.because(
          now.code(),
          now.reason() + " It began with library version " + began.libraryVersion() + ".");
    }
    return told(withFurther(began, now), now, newest, withdrawn);
  }

  private static Judgement withFurther(Judgement began, Judgement now) {
    List<Judgement.Limit> further = began.furtherOf(now);
    boolean asGrave = severity(now.verdict()) == severity(began.verdict());
    return asGrave && !further.isEmpty()
        ? began.alsoPassing(
            further, "By library version " + now.libraryVersion() + ": " + now.reason())
        : began;
  }

  private static Judgement told(
      Judgement began, Judgement now, Optional<DrugLibrary> newest, boolean withdrawn) {
    if (withdrawn) {
      return because(
          began,
          ReasonCode.LIBRARY_WITHDRAWN,
          "Library version "
              + began.libraryVersion()
              + ", with which it began, was withdrawn"
              + newest.map(library -> "; version " + library.version() + " is in force").orElse("")
              + ".");
    }
    if (newest.isPresent()
        && now.verdict() == Verdict.CANNOT_JUDGE
        && began.verdict() != Verdict.CANNOT_JUDGE) {
      return because(
          began,
          ReasonCode.LIMIT_WITHDRAWN,
          "Library version "
              + newest.get().version()
              + ", now in force, can no longer judge it: "
              + now.reason());
    }
    return began.because(
        began.code(),
        began.reason()
            + " It is judged by library version "
            + began.libraryVersion()
            + ", with which it began"
            + newest.map(library -> "; version " + library.version() + " is in force").orElse("")
            + ".");
  }

  /** A hard limit that was passed stays the reason; and what cannot be judged says why itself. */
  private static Judgement because(Judgement began, ReasonCode code, String sentence) {
    boolean own = began.verdict().isHard() || began.verdict() == Verdict.CANNOT_JUDGE;
    return began.because(own ? began.code() : code, began.reason() + " " + sentence);
  }

  /** There is no library, and it is known why. */
  static Judgement none(Judgement judgement, Trouble trouble) {
    boolean withdrawn =
        trouble.code().equals(Trouble.WITHDRAWN) || trouble.code().equals(Trouble.NO_STEP_BACK);
    return judgement.because(
        withdrawn ? ReasonCode.LIBRARY_WITHDRAWN : judgement.code(),
        judgement.reason() + " " + trouble.sentence());
  }

  private static int severity(Verdict verdict) {
    return switch (verdict) {
      case CANNOT_JUDGE, INVALID -> 0;
      case WITHIN -> 1;
      case SOFT_LOW, SOFT_HIGH -> 2;
      case HARD_LOW, HARD_HIGH -> 3;
    };
  }
}
