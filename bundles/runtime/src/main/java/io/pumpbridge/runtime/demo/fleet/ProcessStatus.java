// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux tells of a process in {@code /proc/PID/status}; zeros elsewhere.
 *
 * @param residentKb memory that it occupies now
 * @param peakKb the most that it ever did
 */
record ProcessStatus(long residentKb, long peakKb, long threads) {

  static ProcessStatus of(long pid) {
    try {
      return read(Files.readAllLines(Path.of("/proc/" + pid + "/status")));
    } catch (IOException e) {
      return new ProcessStatus(0, 0, 0);
    }
  }

  static ProcessStatus read(List<String> lines) {
    return new ProcessStatus(
        number(lines, "VmRSS:"), number(lines, "VmHWM:"), number(lines, "Threads:"));
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
