// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.est.Renewals.Told;
import io.pumpbridge.trust.files.StateFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of renewal outlives a restart: what the audit trail has heard of the coming end, and how the
 * last attempt went. Two lines, {@code told serial days} and {@code last time outcome code reason};
 * a line that is none is left out, and the worst that follows is that something is told again.
 */
public final class RenewalNotes {
  static final String FILE = "renewal.notes";

  private static final Pattern TOLD = Pattern.compile("told ([0-9a-f]{1,64}) ([0-9]{1,3})");
  private static final Pattern LAST =
      Pattern.compile("last (\\S{1,40}) (installed|pending|failed) ([a-z0-9-]{1,64}) (.{1,600})");

  private static final Logger log = LoggerFactory.getLogger(RenewalNotes.class);

  private final StateFolder folder;

  public RenewalNotes(StateFolder folder) {
    this.folder = folder;
  }

  /**
   * How an enrolment or a renewal went.
   *
   * @param outcome {@code installed}, {@code pending} or {@code failed}
   * @param code {@code ok}, {@code est-pending}, or the refusal's
   * @param reason for people, one line
   */
  public record Attempt(Instant at, String outcome, String code, String reason) {
    static Attempt failed(Instant at, TrustException why) {
      return new Attempt(at, "failed", why.code(), String.valueOf(why.getMessage()));
    }

    private String line() {
      String said = Certificates.legible(reason);
      return "last " + at + ' ' + outcome + ' ' + code + ' ' + (said.isEmpty() ? "-" : said);
    }
  }

  /** An enrolment or a renewal. */
  interface Asking {
    Outcome ask() throws TrustException;
  }

  /** Makes an attempt and notes how it went. */
  Outcome of(Asking asking, TrustedClock clock) throws TrustException {
    try {
      Outcome outcome = asking.ask();
      note(outcome.noted(clock.read().wall()));
      return outcome;
    } catch (TrustException why) {
      note(Attempt.failed(clock.read().wall(), why));
      throw why;
    }
  }

  /** How the last attempt went, whoever made it. */
  public synchronized Optional<Attempt> last() {
    return line(LAST).flatMap(RenewalNotes::attempt);
  }

  private static Optional<Attempt> attempt(Matcher line) {
    try {
      Instant at = Instant.parse(line.group(1));
      return Optional.of(new Attempt(at, line.group(2), line.group(3), line.group(4)));
    } catch (DateTimeException damaged) {
      return Optional.empty();
    }
  }

  /** What the audit trail has heard last of the coming end. */
  synchronized Optional<Told> told() {
    return line(TOLD)
        .map(line -> new Told(new BigInteger(line.group(1), 16), Integer.parseInt(line.group(2))));
  }

  private synchronized void note(Attempt attempt) {
    write(told().map(RenewalNotes::line).orElse("") + attempt.line() + '\n');
  }

  /** The audit trail has it for good. */
  synchronized void told(Told heard) {
    write(line(heard) + last().map(attempt -> attempt.line() + '\n').orElse(""));
  }

  private static String line(Told told) {
    return "told " + told.serial().toString(16) + ' ' + told.daysLeft() + '\n';
  }

  private Optional<Matcher> line(Pattern form) {
    try {
      byte[] content = folder.find(FILE).orElse(new byte[0]);
      return new String(content, StandardCharsets.UTF_8)
          .lines()
          .map(form::matcher)
          .filter(Matcher::matches)
          .findFirst();
    } catch (IOException e) {
      log.warn("the notes of renewal cannot be read file={}", FILE, e);
      return Optional.empty();
    }
  }

  private void write(String text) {
    try {
      folder.replace(FILE, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Not fatal: what was told is told once more.
      log.warn("the notes of renewal cannot be written file={} why={}", FILE, e.toString());
    }
  }
}
