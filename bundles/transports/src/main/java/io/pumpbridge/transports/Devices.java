// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A look at the device nodes. */
interface Devices {
  /** More entries than this in one directory are not looked at; by-path has one per adapter. */
  int MAX_ENTRIES = 1_024;

  /** Where a name leads, if a device is there. */
  Optional<Path> find(Path path);

  /** The entries of a directory, sorted; none if there is no such directory. */
  List<Path> list(Path directory);

  /** The USB serial number behind a device, as the kernel tells it; a hint at best. */
  default Optional<String> adapterSerial(Path device) {
    return Optional.empty();
  }

  /** The real ones. */
  Devices ON_THIS_MACHINE =
      new Devices() {
        @Override
        public Optional<Path> find(Path path) {
          try {
            Path real = path.toRealPath();
            return Files.isRegularFile(real) || Files.isDirectory(real)
                ? Optional.empty()
                : Optional.of(real);
          } catch (IOException e) {
            return Optional.empty(); // a dangling link, nothing, or not for us: not there
          }
        }

        @Override
        public Optional<String> adapterSerial(Path device) {
          Path name = device.getFileName();
          return name == null
              ? Optional.empty()
              : UsbSerialNumber.find(Path.of("/sys/class/tty"), name.toString());
        }

        @Override
        public List<Path> list(Path directory) {
          List<Path> entries = new ArrayList<>();
          try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
              if (entries.size() == MAX_ENTRIES) {
                break;
              }
              entries.add(entry);
            }
          } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // udev removes the directory with its last adapter
          }
          Collections.sort(entries);
          return entries;
        }
      };
}
