// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.FoundNames.Found;
import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafCells.Value;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A store that SQLite cannot be trusted with any more, read page by page. Which page belongs to
 * which stream is told by the seals alone; neither the tree nor the list of tables is needed. The
 * files are only read.
 *
 * <p>In memory: eight bytes for each page with records, and some thirty for each with answers, of
 * which there are few.
 */
final class DamagedStore implements AutoCloseable {
  /** A page holds some twenty records at most; what is further apart is no neighbour. */
  static final int SPREAD = 256;

  private static final int IMAGE_BITS = 26;

  private final PageImages images;
  private final PageUses uses;
  private final RecordSeal seal;
  private final FoundNames names;
  private final Map<StreamId, Pages> pages = new HashMap<>();
  private final List<AnswerPage> answers = new ArrayList<>();
  private long closed;

  /** Packed: the lowest number in the page, and the page. */
  private static final class Pages {
    private long[] content = new long[16];
    private int count;

    void add(long lowest, int image) {
      if (count == content.length) {
        content = Arrays.copyOf(content, count * 2);
      }
      content[count++] = (lowest << IMAGE_BITS) | image;
    }
  }

  /**
   * A page with answers.
   *
   * @param highest the row number of its newest one
   */
  private record AnswerPage(int image, boolean live, long highest) {

    /** What the page lists as its own says where it belongs; splits leave others' rows in it. */
    static AnswerPage of(int image, boolean live, List<Row> rows) {
      Comparator<Row> byWeight = Comparator.comparing(Row::counted).thenComparing(Row::number);
      long highest = rows.stream().max(byWeight).map(Row::number).orElse(0L);
      return new AnswerPage(image, live, highest);
    }
  }

  private DamagedStore(PageImages images, RecordSeal seal, String gateway) {
    this.images = images;
    this.uses = PageUses.of(images);
    this.seal = seal;
    this.names = new FoundNames(gateway);
  }

  /**
   * Goes through it once for its names, and once more for what belongs to which.
   *
   * @param gateway the one whose store it should be
   * @param stop asked at each page
   * @throws JournalException with {@link Reason#STORAGE} if it cannot be read now, with {@link
   *     Reason#UNAVAILABLE} if it was to stop
   */
  static DamagedStore scan(Path file, RecordSeal seal, String gateway, BooleanSupplier stop)
      throws JournalException {
    try {
      DamagedStore store = new DamagedStore(PageImages.openDamaged(file), seal, gateway);
      boolean done = false;
      try {
        store.scan(stop);
        done = true;
        return store;
      } finally {
        if (!done) {
          store.close();
        }
      }
    } catch (IOException e) {
      throw Faults.storage(e);
    }
  }

  private void scan(BooleanSupplier stop) throws JournalException {
    List<Integer> withRecords = new ArrayList<>();
    for (int image = 0; image < images.count(); image++) {
      goOnUnless(stop);
      boolean holdsRecords = false;
      List<Row> answered = new ArrayList<>();
      for (Row row : rows(image)) {
        if (FoundRow.isLike(row)) {
          holdsRecords = true;
        } else if (isAnswer(row)) {
          answered.add(row);
        } else {
          names.see(row, images.isLive(image, uses));
        }
      }
      if (holdsRecords) {
        withRecords.add(image);
      }
      if (!answered.isEmpty()) {
        answers.add(AnswerPage.of(image, images.isLive(image, uses), answered));
      }
    }
    answers.sort(
        Comparator.comparing(AnswerPage::live).thenComparing(AnswerPage::highest).reversed());
    names.settle();
    Optional<StreamId> likely = Optional.empty();
    for (int image : withRecords) {
      goOnUnless(stop);
      likely = assign(image, likely);
    }
  }

  private static void goOnUnless(BooleanSupplier stop) throws JournalException {
    if (stop.getAsBoolean()) {
      throw new JournalException(Reason.UNAVAILABLE, "the journal is stopping");
    }
  }

  /** To the stream whose seal opens one of its rows; neighbours mostly belong together. */
  private Optional<StreamId> assign(int image, Optional<StreamId> likely) throws JournalException {
    List<Row> rows = rows(image).stream().filter(FoundRow::isLike).toList();
    List<StreamId> order = new ArrayList<>(names.streams());
    likely.ifPresent(stream -> order.add(0, stream));
    for (Row row : rows) {
      for (StreamId stream : order) {
        if (FoundRow.of(seal, stream, row, true).isPresent()) {
          long lowest =
              rows.stream()
                  .mapToLong(Row::number)
                  .filter(number -> Math.abs(number - row.number()) <= SPREAD)
                  .min()
                  .orElse(row.number());
          pages.computeIfAbsent(stream, none -> new Pages()).add(lowest, image);
          return Optional.of(stream);
        }
      }
    }
    closed += images.isLive(image, uses) ? rows.stream().filter(Row::counted).count() : 0;
    return likely;
  }

  /** What is known of each stream, most urgent lane first, older epochs before newer ones. */
  List<Found> streams() {
    return names.found();
  }

  /** Rows like records that pages count among their own, where nothing of the page opened. */
  long closedCount() {
    return closed;
  }

  /**
   * What is readable of a stream, in order.
   *
   * @param after only what is newer
   * @param hashAfter the hash of that record, if it is known
   */
  FoundRecords records(Found found, long after, Optional<String> hashAfter) {
    Pages mine = pages.getOrDefault(found.stream(), new Pages());
    long[] sorted = Arrays.copyOf(mine.content, mine.count);
    Arrays.sort(sorted);
    return new FoundRecords(this, found, sorted, after, hashAfter);
  }

  static long lowest(long packed) {
    return packed >> IMAGE_BITS;
  }

  /** The readable records of one page. */
  List<FoundRow> open(StreamId stream, long packed, FoundRecords wanted) throws JournalException {
    int image = (int) (packed & ((1L << IMAGE_BITS) - 1));
    List<FoundRow> found = new ArrayList<>();
    boolean live = images.isLive(image, uses);
    for (Row row : rows(image)) {
      if (FoundRow.isLike(row) && wanted.wants(row, live)) {
        FoundRow.of(seal, stream, row, live).ifPresent(found::add);
      }
    }
    return found;
  }

  /** How many pages hold answers; they are asked for by place, 0 being the newest. */
  int answerPages() {
    return answers.size();
  }

  /** The answers of one page, the newest first: request and sealed answer. */
  List<Row> answers(int place) {
    List<Row> found =
        new ArrayList<>(
            rows(answers.get(place).image()).stream().filter(row -> isAnswer(row)).toList());
    found.sort((one, other) -> Long.compare(other.number(), one.number()));
    return found;
  }

  private static boolean isAnswer(Row row) {
    return row.looksLike(Value.Nothing.class, Value.Text.class, Value.Blob.class);
  }

  private List<Row> rows(int image) {
    return images.image(image).map(page -> LeafCells.of(page, 0, images)).orElse(List.of());
  }

  @Override
  public void close() {
    try {
      images.close();
    } catch (IOException e) {
      throw new IllegalStateException("a file that was only read can always be let go", e);
    }
  }
}
