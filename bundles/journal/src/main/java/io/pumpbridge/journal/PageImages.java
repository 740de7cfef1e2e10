// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * Every content of every page that a store's two files hold, only read: those of the file first,
 * then those of its write-ahead log. Numbered from 0. Nothing here asks whether they make sense.
 */
final class PageImages implements AutoCloseable, LeafCells.Pages {
  private static final int PAGE = Database.PAGE_BYTES;

  /** Where the header keeps the first page of the list of free ones (file format, 1.3). */
  private static final int FREE_LIST = 32;

  /** Where it keeps their number. */
  private static final int FREE_COUNT = 36;

  /**
   * Name, size of a page, kind of log (WAL, twice), nothing reserved, and three fractions that
   * never change (file format, 1.3).
   */
  private static final byte[] HEADER =
      "SQLite format 3\0\20\0\2\2\0@  ".getBytes(StandardCharsets.ISO_8859_1);

  private final Optional<FileChannel> store;
  private final Optional<FileChannel> log;
  private final int storePages;
  private final WalFrames wal;
  private final Map<Integer, Integer> newest;
  private final BitSet free = new BitSet();

  /** How a log is read. */
  private interface LogReading {
    WalFrames of(FileChannel log) throws IOException;
  }

  private PageImages(Optional<FileChannel> store, Optional<FileChannel> log, LogReading reading)
      throws IOException {
    this.store = store;
    this.log = log;
    long bytes = store.isPresent() ? store.get().size() : 0;
    this.storePages = (int) Math.min(Integer.MAX_VALUE / 2, (bytes + PAGE - 1) / PAGE);
    this.wal = log.isPresent() ? reading.of(log.get()) : WalFrames.NONE;
    this.newest = wal.newest();
    findFree();
  }

  /**
   * Opens both files; one that is not there holds nothing.
   *
   * @throws IOException if they cannot even be opened, or the log cannot be read
   */
  static PageImages open(Path file) throws IOException {
    return open(file, WalFrames::of);
  }

  /**
   * As {@link #open}; what cannot be read counts as damaged.
   *
   * @throws IOException if they cannot even be opened
   */
  static PageImages openDamaged(Path file) throws IOException {
    return open(file, WalFrames::ofDamaged);
  }

  private static PageImages open(Path file, LogReading reading) throws IOException {
    Optional<FileChannel> store = channel(file);
    Optional<FileChannel> log = Optional.empty();
    boolean good = false;
    try {
      log = channel(file.resolveSibling(file.getFileName() + "-wal"));
      PageImages images = new PageImages(store, log, reading);
      good = true;
      return images;
    } finally {
      if (!good) {
        close(store, log);
      }
    }
  }

  /** Only what surely is not there is empty: what cannot be opened now may hold everything. */
  private static Optional<FileChannel> channel(Path file) throws IOException {
    try {
      return Optional.of(FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  int count() {
    return storePages + wal.frames().size();
  }

  /** What a piece of disk that cannot be read held is as lost as if it were damaged. */
  Optional<byte[]> image(int index) {
    return index < storePages
        ? read(store, (long) index * PAGE)
        : read(log, wal.frames().get(index - storePages).offset());
  }

  /** Part of the store as of its last finished transaction. */
  boolean isLive(int index, PageUses uses) {
    int frame = index - storePages;
    int page = frame < 0 ? index + 1 : wal.frames().get(frame).page();
    boolean isNewest =
        frame < 0 ? !newest.containsKey(page) : newest.getOrDefault(page, -1) == frame;
    return isNewest && (!free.get(page) || uses.isUsed(page));
  }

  @Override
  public Optional<byte[]> page(int number) {
    Integer frame = newest.get(number);
    if (frame != null) {
      return image(storePages + frame);
    }
    return number >= 1 && number <= storePages ? image(number - 1) : Optional.empty();
  }

  /** Whether the store has a page of that number. */
  boolean has(int number) {
    return newest.containsKey(number) || (number >= 1 && number <= storePages);
  }

  /** No page has a higher number than this. */
  int highest() {
    return newest.keySet().stream().mapToInt(page -> page).reduce(storePages, Math::max);
  }

  /** Whether the list of free pages names it. */
  boolean isFree(int number) {
    return free.get(number);
  }

  /** Whether the file begins as {@link Database} has it written; the rest SQLite checks. */
  boolean hasHeader() {
    return read(store, 0)
        .filter(first -> Arrays.equals(first, 0, HEADER.length, HEADER, 0, HEADER.length))
        .isPresent();
  }

  /**
   * Whether there are as many free pages as the header says: by that number room is measured, and
   * records give way.
   */
  boolean isFreeListWhole() {
    return page(1).filter(first -> number(first, FREE_COUNT) == free.cardinality()).isPresent();
  }

  /** Whether the log holds promised transactions that SQLite would pass over. */
  boolean isLogDamaged() {
    for (WalFrames.Frame frame : wal.passedOver()) {
      Optional<byte[]> content = read(log, frame.offset());
      if (content.isPresent() && !isInStore(frame.page(), content.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean isInStore(int page, byte[] content) {
    return page < 1
        || read(store, (page - 1L) * PAGE)
            .filter(present -> Arrays.equals(present, content))
            .isPresent();
  }

  private void findFree() {
    int trunk = page(1).map(first -> number(first, FREE_LIST)).orElse(0);
    while (isPossible(trunk) && !free.get(trunk)) {
      free.set(trunk);
      Optional<byte[]> content = page(trunk);
      if (content.isEmpty()) {
        return;
      }
      int leaves = Math.min(Math.max(0, number(content.get(), 4)), PAGE / 4 - 2);
      for (int i = 0; i < leaves; i++) {
        int leaf = number(content.get(), 8 + 4 * i);
        if (isPossible(leaf)) {
          free.set(leaf);
        }
      }
      trunk = number(content.get(), 0);
    }
  }

  private boolean isPossible(int page) {
    return page > 0 && page <= count();
  }

  private static int number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  /** A page that was cut off ends in zeros. */
  private static Optional<byte[]> read(Optional<FileChannel> file, long at) {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    try {
      while (file.isPresent() && page.hasRemaining()) {
        if (file.get().read(page, at + page.position()) < 0) {
          break;
        }
      }
      return page.position() == 0 ? Optional.empty() : Optional.of(page.array());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    close(store, log);
  }

  private static void close(Optional<FileChannel> store, Optional<FileChannel> log)
      throws IOException {
    try {
      if (log.isPresent()) {
        log.get().close();
      }
    } finally {
      if (store.isPresent()) {
        store.get().close();
      }
    }
  }
}
