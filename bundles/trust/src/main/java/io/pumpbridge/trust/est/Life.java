// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** From when to when a certificate is good. */
public record Life(BigInteger serial, Instant begins, Instant ends) {
  /** Time enough for a hospital's authority to answer a request. */
  private static final Duration SOON = Duration.ofDays(30);

  /** Of the whole: a certificate for a week would always end soon otherwise. */
  private static final int SHARE_SOON = 4;

  public Life {
    if (!begins.isBefore(ends)) {
      throw new IllegalArgumentException("a certificate ends after it begins");
    }
  }

  public static Life of(X509Certificate certificate) {
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    // One that is over before it begins is good at no time; its length must not be negative.
    Instant afterBegin = ends.isAfter(begins) ? ends : begins.plusMillis(1);
    return new Life(certificate.getSerialNumber(), begins, afterBegin);
  }

  Duration length() {
    return Duration.between(begins, ends);
  }

  /** From here on people are told that it ends: 30 days before, or the last quarter if shorter. */
  public Instant endsSoonFrom() {
    Duration quarter = length().dividedBy(SHARE_SOON);
    return ends.minus(quarter.compareTo(SOON) < 0 ? quarter : SOON);
  }
}
