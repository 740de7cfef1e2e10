// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a folder built as sysfs is: the tty's device is a link into the tree of USB devices. */
final class UsbSerialNumberTest {
  @TempDir private Path root;
  private Path ttyClass;
  private Path usbDevice;

  @BeforeEach
  void buildTheTree() throws IOException {
    ttyClass = Files.createDirectories(root.resolve("class/tty/ttyUSB0")).getParent();
    usbDevice = root.resolve("devices/pci0/usb1/1-1");
    Path tty = Files.createDirectories(usbDevice.resolve("1-1:1.0/ttyUSB0"));
    Files.createSymbolicLink(ttyClass.resolve("ttyUSB0/device"), tty);
    Files.writeString(usbDevice.resolve("idVendor"), "1a86\n");
    Path rootHub = root.resolve("devices/pci0/usb1");
    Files.writeString(rootHub.resolve("idVendor"), "1d6b\n");
    Files.writeString(rootHub.resolve("serial"), "0000:00:14.0\n");
  }

  @Test
  void theSerialNumberOfTheAdapterIsFoundAboveTheTty() throws IOException {
    Files.writeString(usbDevice.resolve("serial"), "FT4XYZ12\n");
    assertThat(UsbSerialNumber.find(ttyClass, "ttyUSB0")).contains("FT4XYZ12");
  }

  @Test
  void anAdapterWithoutOneAndATtyWithoutAdapterGiveNoHint() {
    assertThat(UsbSerialNumber.find(ttyClass, "ttyUSB0")).as("not that of its hub").isEmpty();
    assertThat(UsbSerialNumber.find(ttyClass, "ttyAMA0")).isEmpty();
  }

  @Test
  void whatIsNotPlainTextIsNoHint() throws IOException {
    for (String odd : new String[] {"", "\t", "a\tb", "ä", "x".repeat(127)}) {
      Files.writeString(usbDevice.resolve("serial"), odd);
      assertThat(UsbSerialNumber.find(ttyClass, "ttyUSB0")).as(odd).isEmpty();
    }
  }
}
