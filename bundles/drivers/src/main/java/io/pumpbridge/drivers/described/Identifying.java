// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.described.DescribedSession.Lost;
import io.pumpbridge.drivers.described.FrameReader.Frame;
import io.pumpbridge.drivers.described.FrameReader.Item;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import io.pumpbridge.drivers.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks who is there, one identify request after the other. The first one must be answered; the
 * others tell what they can. Where a checksum is weak each answer must come twice alike.
 *
 * @param turn the question under way
 * @param left the questions after it
 * @param reads the answers to the question under way, if they must agree
 */
record Identifying(
    DescribedSettings settings,
    DescribedLine line,
    Search search,
    Turn turn,
    List<Request> left,
    List<String> reads,
    Replies replies)
    implements DescribedSession {

  Identifying {
    left = List.copyOf(left);
    reads = List.copyOf(reads);
  }

  static Step begin(DescribedSettings settings, DescribedLine line, Search search, long nowMs) {
    List<Request> all = settings.vocabulary().requests(Use.IDENTIFY);
    return new Identifying(
            settings,
            line,
            search,
            Turn.due(all.get(0), nowMs),
            all.subList(1, all.size()),
            List.of(),
            Replies.NONE)
        .onTick(nowMs);
  }

  @Override
  public String state() {
    return "identifying";
  }

  @Override
  public boolean isAnswered() {
    return !replies.isEmpty() || !reads.isEmpty();
  }

  @Override
  public DescribedSession withLine(DescribedLine line) {
    return new Identifying(settings, line, search, turn, left, reads, replies);
  }

  private Identifying with(Turn turn, List<String> reads) {
    return new Identifying(settings, line, search, turn, left, reads, replies);
  }

  @Override
  public Step onItem(Item item, long nowMs) {
    if (item instanceof Frame frame
        && turn.isSent()
        && settings.isReply(turn.request(), frame.text())) {
      Optional<String> read = settings.vocabulary().fingerprint(turn.request(), frame.text());
      return read.isPresent() ? onReply(frame.text(), read.get(), nowMs) : noise(item);
    }
    return noise(item);
  }

  private Step onReply(String text, String read, long nowMs) {
    if (settings.readsTwice() && (reads.isEmpty() || !reads.get(reads.size() - 1).equals(read))) {
      if (reads.size() + 1 >= DescribedSettings.MAX_IDENTITY_READS) {
        return new Step(new Lost(settings, line, search, nowMs), List.of());
      }
      List<String> more = new ArrayList<>(reads);
      more.add(read);
      return with(Turn.due(turn.request(), gapAfter(nowMs)), more).onTick(nowMs);
    }
    return next(replies.with(turn.request(), text), nowMs);
  }

  private long gapAfter(long nowMs) {
    return nowMs + settings.profile().dialogue().gapMs();
  }

  private Step next(Replies heard, long nowMs) {
    if (left.isEmpty()) {
      return Following.begin(settings, line.answered(), heard, search, nowMs);
    }
    return new Identifying(
            settings,
            line.answered(),
            search,
            Turn.due(left.get(0), gapAfter(nowMs)),
            left.subList(1, left.size()),
            List.of(),
            heard)
        .onTick(nowMs);
  }

  @Override
  public Step onTick(long nowMs) {
    if (turn.isDue(nowMs) || (turn.isUnanswered(settings, nowMs) && maySendAgain())) {
      Turn sent = turn.sent(nowMs);
      return DescribedSession.sending(with(sent, reads), sent);
    }
    if (!turn.isUnanswered(settings, nowMs)) {
      return stay();
    }
    return replies.isEmpty()
        ? new Step(new Lost(settings, line, search, nowMs), List.of())
        : next(replies, nowMs);
  }

  /** Where nobody has answered yet another family may be next: the line is left in silence. */
  private boolean maySendAgain() {
    return isAnswered() && turn.maySendAgain(settings);
  }
}
