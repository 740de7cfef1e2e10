// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * By what time a chain is judged, and how good that time is, so that a refusal can say it: whoever
 * reads that a certificate has not begun must know whether to look at the certificate or at the
 * clock.
 *
 * @param quality empty if somebody asks about a time of his own
 */
public record JudgedAt(Instant time, Optional<ClockQuality> quality) {

  public static JudgedAt asked(Instant time) {
    return new JudgedAt(time, Optional.empty());
  }

  public static JudgedAt by(ClockReading reading) {
    return new JudgedAt(reading.wall(), Optional.of(reading.quality()));
  }

  /** What to say of a certificate that has ended; empty if it has not. */
  Optional<String> endOf(X509Certificate certificate) {
    Instant ends = certificate.getNotAfter().toInstant();
    return time.isAfter(ends)
        ? Optional.of("ended on " + ends + " and it is " + afterEnd())
        : Optional.empty();
  }

  /** What to say of a certificate that has not begun; empty if it has. */
  Optional<String> beginOf(X509Certificate certificate) {
    Instant begins = certificate.getNotBefore().toInstant();
    return time.isBefore(begins)
        ? Optional.of("begins on " + begins + " and it is " + beforeBegin())
        : Optional.empty();
  }

  private String afterEnd() {
    if (quality.isEmpty()) {
      return time.toString();
    }
    return switch (quality.get()) {
      case SYNCHRONISED -> time + " (synchronised)";
      case HOLDOVER -> time + " (holdover: no time service vouches for this gateway's clock)";
      case FLOOR -> "at least " + time + " (floor: this gateway's clock stands in the past)";
    };
  }

  private String beforeBegin() {
    if (quality.isEmpty()) {
      return time + "; look at this gateway's clock";
    }
    return switch (quality.get()) {
      case SYNCHRONISED -> time + " (synchronised)";
      case HOLDOVER ->
          time
              + " (holdover: no time service vouches for this gateway's clock, the true time may be"
              + " another; look at it)";
      case FLOOR ->
          "at least "
              + time
              + " (floor: this gateway's clock stands in the past, the true time may be later; set"
              + " it or its time service)";
    };
  }
}
