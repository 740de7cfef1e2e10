// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of records in the clear: for its owner only from the first byte, and there under its name
 * only when it is complete.
 */
final class RescuedLines implements AutoCloseable {
  private final Path file;
  private final Path aside;
  private final FileChannel channel;
  private final Writer writer;

  private RescuedLines(Path file, Path aside, FileChannel channel) {
    this.file = file;
    this.aside = aside;
    this.channel = channel;
    this.writer =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
  }

  /**
   * Begins it.
   *
   * @throws LaunchException if it is there already, or cannot be written
   */
  static RescuedLines begin(Path file) throws LaunchException {
    if (Files.exists(file)) {
      throw unwritable(file, "it is there already, and what it holds may be needed");
    }
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.deleteIfExists(aside);
      return new RescuedLines(
          file, aside, FileChannel.open(aside, Set.of(CREATE_NEW, WRITE), ownerOnly));
    } catch (IOException e) {
      throw unwritable(file, e.toString());
    }
  }

  /** Stops whoever tells the lines when the disk fails. */
  void add(String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is complete. */
  void keep() throws LaunchException {
    try {
      writer.flush();
      channel.force(true);
      channel.close();
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(file, e.toString());
    }
  }

  /** What was not kept goes. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(aside);
  }

  private static LaunchException unwritable(Path file, String why) {
    return new LaunchException(
        LaunchException.Fault.USAGE, "file-unwritable", file + " cannot be written: " + why + ".");
  }
}
