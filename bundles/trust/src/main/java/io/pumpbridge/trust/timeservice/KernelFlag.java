// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

/**
 * What {@code timedatectl show -p NTPSynchronized --value} prints. It is the kernel's word, of
 * whichever daemon: its bound of the error (adjtimex(2), maxerror) is below 16 s, which it is for
 * at most 8.9 h after a daemon spoke last.
 */
final class KernelFlag {
  private KernelFlag() {}

  static Statement from(String printed) {
    return switch (printed.strip()) {
      case "yes" -> Statement.synchronised(TimeSource.KERNEL);
      case "no" -> Statement.not(TimeSource.KERNEL);
      default -> Statement.unreadable(TimeSource.KERNEL);
    };
  }
}
