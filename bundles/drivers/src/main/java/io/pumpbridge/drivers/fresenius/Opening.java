// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Declined;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Outcome;
import io.pumpbridge.drivers.fresenius.FreseniusLine.Patience;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.search.Search;
import java.util.List;
import java.util.Optional;

/**
 * Asks a base to open the dialogue, then, if there is none, a pump that stands alone. Whoever
 * refuses may still hold the dialogue of a bridge that crashed: it is closed, and asked again
 * later.
 *
 * @param next what to ask as soon as the line is free
 */
record Opening(
    FreseniusSettings settings, FreseniusLine line, Search search, Optional<Request> next)
    implements FreseniusSession {

  static Opening begin(FreseniusSettings settings, FreseniusLine line, Search search) {
    return new Opening(settings, line, search, Optional.of(Request.open(FreseniusMessages.BASE)));
  }

  @Override
  public String state() {
    return "identifying";
  }

  @Override
  public FreseniusSession withLine(FreseniusLine line) {
    return new Opening(settings, line, search, next);
  }

  private Step then(Request request) {
    return new Step(new Opening(settings, line, search, Optional.of(request)), List.of());
  }

  @Override
  public Step onOutcome(Outcome outcome, long nowMs) {
    Request request = outcome.request();
    if (request.question() == Question.OPEN) {
      if (outcome instanceof Answered answered) {
        boolean isBase = answered.reply().address().equals(FreseniusMessages.BASE);
        return new Step(Following.begin(settings, line, search, isBase, nowMs), List.of());
      }
      if (outcome instanceof Declined) {
        return then(Request.close(request.address()));
      }
      if (request.address().equals(FreseniusMessages.BASE)) {
        return then(Request.open(FreseniusMessages.STANDALONE));
      }
    }
    return new Step(new Pausing(settings, line, search, nowMs), List.of());
  }

  @Override
  public Step onFree(long nowMs) {
    if (next.isEmpty()) {
      return stay();
    }
    Patience patience = line.proven() ? Patience.ONCE : Patience.PROBING;
    return new Opening(settings, line, search, Optional.empty()).ask(next.get(), patience, nowMs);
  }

  /** Whoever refuses to open has answered; a question to close is only asked then. */
  @Override
  public boolean isAnswered() {
    return next.or(() -> line.asked().map(FreseniusLine.Sent::frame))
        .filter(request -> request.question() == Question.CLOSE)
        .isPresent();
  }
}
