// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One append-only file per gateway, one record a line: its hash, a space, its canonical bytes
 * (which hold no line end). Anyone can check it with a text editor and {@code sha256sum}. A line
 * that a power cut tore at the end was never confirmed, and is put aside at the next start; damage
 * anywhere else stops the server, because what it confirmed is no longer there.
 */
final class FileEventStore implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(FileEventStore.class);
  private static final String SUFFIX = ".records";
  private static final int HASH_CHARS = 64;

  /** A hash, a space and the longest record. */
  private static final int MAX_LINE = HASH_CHARS + 1 + RecordReader.MAX_RECORD_BYTES;

  private static final long MAX_TORN = 4L * 1024 * 1024;
  private static final int MAX_OPEN = 2_048; // gateways; as many as the load program plays

  /** A line as it stands there. */
  record Line(long start, long end, String hash, Bytes canonical, boolean ended) {
    boolean isSound() {
      return ended && hash.equals(EventRecord.hashOf(canonical));
    }
  }

  /** Takes one line; may refuse it. */
  interface LineSink {
    void take(Line line) throws IOException;
  }

  private final Path directory;
  private final Map<String, FileChannel> channels = new LinkedHashMap<>();

  FileEventStore(Path directory) throws IOException {
    this.directory = PrivateFiles.directory(directory);
  }

  /** Mends torn ends, then hands out all stored records, gateway by gateway, oldest first. */
  void load(Consumer<ReceivedRecord> sink) throws IOException {
    for (String gateway : gateways()) {
      mendEnd(gateway);
      records(gateway, sink);
    }
  }

  List<String> gateways() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  /**
   * Hands out one gateway's records, oldest first.
   *
   * @throws IOException also if a line is not what was written there
   */
  void records(String gateway, Consumer<ReceivedRecord> sink) throws IOException {
    lines(
        gateway,
        line -> {
          if (!line.isSound()) {
            throw damaged(gateway, line.start());
          }
          try {
            sink.accept(RecordReader.fromCanonical(line.canonical()));
          } catch (DocumentException e) {
            throw damaged(gateway, line.start());
          }
        });
  }

  /** Sound or not, in the file's order. */
  void lines(String gateway, LineSink sink) throws IOException {
    Path file = fileOf(gateway);
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
      long start = 0;
      long position = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        position++;
        if (next == '\n' || line.size() > MAX_LINE) {
          sink.take(line(start, position, line.toByteArray(), next == '\n'));
          line.reset();
          start = position;
        } else {
          line.write(next);
        }
      }
      if (line.size() > 0) {
        sink.take(line(start, position, line.toByteArray(), false));
      }
    }
  }

  /**
   * Returns once all of them would survive a power cut.
   *
   * @throws IOException if that cannot be said; then nothing may be confirmed any more
   */
  void append(List<EventRecord> records) throws IOException {
    Map<String, ByteArrayOutputStream> byGateway = new LinkedHashMap<>();
    for (EventRecord record : records) {
      ByteArrayOutputStream lines =
          byGateway.computeIfAbsent(
              record.stream().gateway(), gateway -> new ByteArrayOutputStream());
      lines.writeBytes((record.hash() + " ").getBytes(StandardCharsets.US_ASCII));
      lines.writeBytes(record.canonical().toArray());
      lines.write('\n');
    }
    for (Map.Entry<String, ByteArrayOutputStream> each : byGateway.entrySet()) {
      FileChannel channel = channelOf(each.getKey());
      ByteBuffer buffer = ByteBuffer.wrap(each.getValue().toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
    channels.clear();
  }

  private FileChannel channelOf(String gateway) throws IOException {
    FileChannel open = channels.get(gateway);
    if (open != null) {
      return open;
    }
    if (channels.size() >= MAX_OPEN) {
      throw new IOException("more gateways than this server is made for");
    }
    Path file = fileOf(gateway);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PrivateFiles.ownerOnly());
    channels.put(gateway, channel);
    PrivateFiles.forceDirectory(file);
    return channel;
  }

  /** Cuts off what follows the last sound line, unless a sound line follows the damage. */
  private void mendEnd(String gateway) throws IOException {
    long[] soundUntil = {0};
    boolean[] torn = {false};
    lines(
        gateway,
        line -> {
          if (!line.isSound()) {
            torn[0] = true;
          } else if (torn[0]) {
            throw damaged(gateway, soundUntil[0]);
          } else {
            soundUntil[0] = line.end();
          }
        });
    if (torn[0]) {
      log.warn("torn end put aside gateway={} at={}", gateway, soundUntil[0]);
      try (FileChannel channel =
          FileChannel.open(fileOf(gateway), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        putAside(gateway, channel, soundUntil[0]);
        channel.truncate(soundUntil[0]);
        channel.force(true);
      }
    }
  }

  /** What is cut off may tell somebody something; at most one batch is ever torn. */
  private void putAside(String gateway, FileChannel channel, long from) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(channel.size() - from, MAX_TORN));
    while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
      // reads on
    }
    PrivateFiles.replace(directory.resolve(gateway + ".torn"), tail.array());
  }

  private Path fileOf(String gateway) throws IOException {
    if (!Topics.isName(gateway)) { // it becomes a file's name
      throw new IOException("no gateway id");
    }
    return directory.resolve(gateway + SUFFIX);
  }

  private static Line line(long start, long end, byte[] content, boolean ended) {
    int split = Math.min(HASH_CHARS, content.length);
    int rest = Math.min(split + 1, content.length);
    return new Line(
        start,
        end,
        new String(content, 0, split, StandardCharsets.ISO_8859_1),
        Bytes.of(content, rest, content.length - rest),
        ended && content.length > HASH_CHARS && content[HASH_CHARS] == ' ');
  }

  private static IOException damaged(String gateway, long at) {
    return new IOException("the store of " + gateway + " is damaged at byte " + at);
  }
}
