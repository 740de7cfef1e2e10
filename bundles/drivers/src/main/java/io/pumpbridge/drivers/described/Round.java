// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the asking of a followed pump is.
 *
 * @param turn the question under way; empty between two rounds
 * @param left the questions after it
 * @param replies what was answered in this round
 * @param askedForAlarms whether this round has come to the alarm requests
 * @param dueMs when the next round begins
 * @param inDoubt whether the next round must begin with who it is, though values say that too
 * @param suspected another identity that was read once
 * @param vain how many rounds in a row went unanswered
 * @param alarmsStood whether the last report held an alarm
 */
record Round(
    Optional<Turn> turn,
    List<Request> left,
    Replies replies,
    boolean askedForAlarms,
    long dueMs,
    boolean inDoubt,
    Optional<String> suspected,
    int vain,
    boolean alarmsStood) {

  Round {
    left = List.copyOf(left);
  }

  static Round first(DescribedSettings settings, long nowMs) {
    return new Round(
        Optional.empty(),
        List.of(),
        Replies.NONE,
        false,
        nowMs + settings.profile().dialogue().gapMs(),
        false,
        Optional.empty(),
        0,
        false);
  }

  boolean isDue(long nowMs) {
    return nowMs - dueMs >= 0;
  }

  /** Keeps the rhythm, but never makes up for lost time with a burst. */
  Round begin(DescribedSettings settings, long nowMs) {
    Vocabulary vocabulary = settings.vocabulary();
    List<Request> all = new ArrayList<>();
    if (inDoubt || !vocabulary.valuesTellTheSerialNumber()) {
      all.add(vocabulary.requests(Use.IDENTIFY).get(0));
    }
    all.addAll(vocabulary.requests(Use.POLL));
    long next = dueMs + settings.pollIntervalMs();
    return new Round(
        Optional.of(Turn.due(all.get(0), nowMs)),
        all.subList(1, all.size()),
        Replies.NONE,
        false,
        nowMs - next > 0 ? nowMs : next,
        false,
        suspected,
        vain,
        alarmsStood);
  }

  /** The next question of this round; empty if it is over. */
  Optional<Round> next(DescribedSettings settings, long nowMs) {
    List<Request> questions = left;
    boolean alarms = askedForAlarms;
    if (questions.isEmpty() && !alarms && !replies.isEmpty()) {
      alarms = true;
      if (alarmsStood || settings.vocabulary().alarmRaised(replies)) {
        questions = settings.vocabulary().requests(Use.ALARM);
      }
    }
    if (questions.isEmpty()) {
      return Optional.empty();
    }
    long dueMs = nowMs + settings.profile().dialogue().gapMs();
    return Optional.of(
        with(
            Optional.of(Turn.due(questions.get(0), dueMs)),
            questions.subList(1, questions.size()),
            replies,
            alarms));
  }

  Round asking(Turn turn) {
    return with(Optional.of(turn), left, replies, askedForAlarms);
  }

  Round heard(Request request, String text) {
    return with(turn, left, replies.with(request, text), askedForAlarms);
  }

  /** It is still the same pump. */
  Round confirmed() {
    return suspecting(Optional.empty());
  }

  /** Another identity was read, which a weak checksum may have let pass: ask once more. */
  Round suspects(DescribedSettings settings, String read, Request request, long nowMs) {
    long dueMs = nowMs + settings.profile().dialogue().gapMs();
    return suspecting(Optional.of(read)).asking(Turn.due(request, dueMs));
  }

  /** Values came with another serial number: they are dropped, and it is asked who it is. */
  Round doubted(long nowMs) {
    return new Round(
        Optional.empty(),
        List.of(),
        Replies.NONE,
        false,
        nowMs,
        true,
        suspected,
        vain,
        alarmsStood);
  }

  Round reported(boolean withAlarms) {
    return ended(0, withAlarms);
  }

  Round inVain() {
    return ended(vain + 1, alarmsStood);
  }

  private Round ended(int vain, boolean alarmsStood) {
    return new Round(
        Optional.empty(),
        List.of(),
        Replies.NONE,
        false,
        dueMs,
        inDoubt,
        Optional.empty(),
        vain,
        alarmsStood);
  }

  private Round suspecting(Optional<String> read) {
    return new Round(turn, left, replies, askedForAlarms, dueMs, inDoubt, read, vain, alarmsStood);
  }

  private Round with(
      Optional<Turn> turn, List<Request> left, Replies replies, boolean askedForAlarms) {
    return new Round(
        turn, left, replies, askedForAlarms, dueMs, inDoubt, suspected, vain, alarmsStood);
  }
}
