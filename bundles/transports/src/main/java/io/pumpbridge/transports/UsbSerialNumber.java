// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The serial number of the USB adapter that a tty belongs to, from sysfs: {@code
 * /sys/class/tty/ttyUSB0/device} leads to the interface, and the USB device some steps above it,
 * the first with an {@code idVendor}, has a file {@code serial} if it has a serial number (Linux
 * Documentation/ABI/stable/sysfs-bus-usb). What stands above that is the hub it is plugged into.
 */
final class UsbSerialNumber {
  /** Interface, device, and one more for adapters with several ports. */
  private static final int MAX_STEPS = 4;

  /** USB strings have at most 126 characters. */
  private static final int MAX_LENGTH = 126;

  private UsbSerialNumber() {}

  static Optional<String> find(Path ttyClass, String name) {
    try {
      Path place = ttyClass.resolve(name).resolve("device").toRealPath();
      for (int step = 0; step < MAX_STEPS; step++) {
        if (Files.isRegularFile(place.resolve("idVendor"))) {
          Path file = place.resolve("serial");
          return Files.isRegularFile(file) ? read(file) : Optional.empty();
        }
        Path above = place.getParent();
        if (above == null) {
          return Optional.empty();
        }
        place = above;
      }
    } catch (IOException e) {
      // No adapter, or one that was pulled this moment: there is no hint then.
    }
    return Optional.empty();
  }

  /** Printable text only: it is kept in a file and written into logs. */
  private static Optional<String> read(Path file) throws IOException {
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_LENGTH + 1);
    }
    String text = new String(content, StandardCharsets.UTF_8).strip();
    boolean usable =
        !text.isEmpty()
            && text.length() <= MAX_LENGTH
            && text.chars().allMatch(c -> c > ' ' && c <= '~');
    return usable ? Optional.of(text) : Optional.empty();
  }
}
