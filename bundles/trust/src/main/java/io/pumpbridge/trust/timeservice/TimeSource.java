// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.time.Duration;
import java.util.Locale;

/** Who may know whether the machine's clock is right; the cheapest to ask first. */
public enum TimeSource {
  /** systemd-timesyncd, by a file that it touches. */
  TIMESYNCD(Duration.ofSeconds(15)),
  /** A daemon that serves NTP on this machine, as ntpd does, by a datagram. */
  NTP(Duration.ofSeconds(60)),
  /** chronyd, by its own program. */
  CHRONY(Duration.ofSeconds(60)),
  /**
   * What whatever daemon told the kernel, by {@code timedatectl}. Rarely: each question wakes a
   * service, and the system's log tells of it.
   */
  KERNEL(Duration.ofMinutes(10));

  /** Late by a slow look at all the others. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final Duration interval;

  TimeSource(Duration interval) {
    this.interval = interval;
  }

  /** How often it is asked. */
  Duration interval() {
    return interval;
  }

  /** How long its word counts: one question may go amiss. */
  Duration lasts() {
    return interval.multipliedBy(2).plus(LATE);
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
